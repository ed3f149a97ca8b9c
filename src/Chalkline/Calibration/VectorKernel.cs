using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>
/// Norms, activations and other kernels that read and write rows: bytes over a share of the bandwidth, and for a norm
/// the time in which a block of threads goes through its row.
/// </summary>
internal sealed class VectorKernel : KernelModel
{
    private const double Micro = 1e-6;
    private const double Nano = 1e-9;

    /// <inheritdoc />
    public override string Name => "vector";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("memoryShare", 0.1, 1, 0.7, "share of the memory bandwidth that long rows reach"),
        new("fixedUs", 0.5, 60, 3, "time of a kernel of no size"),
        new("elementNs", 0.01, 5, 0.5, "time that a norm takes for each element of a row, all rows at once"),
        new("startUs", 0.5, 100, 10, "time of the host to start one, where it was timed with that"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work.Kind is KernelKind.Norm or KernelKind.Elementwise;

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
        => (Bytes(work) / (parameters[0] * device.Bandwidth))
            + (parameters[1] * Micro)
            + (work.Kind == KernelKind.Norm ? parameters[2] * work.N * Nano : 0)
            + (work.Recorded ? 0 : parameters[3] * Micro);

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device) => 0;

    /// <summary>One read and one write of every element.</summary>
    private static double Bytes(in KernelWork work) => 2 * work.M * work.N * work.Activations.BytesPerElement;
}
