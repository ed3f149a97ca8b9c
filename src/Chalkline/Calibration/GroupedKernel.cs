using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>One product for each expert on the device, in a single kernel: m rows each on the mean.</summary>
public sealed class GroupedKernel : KernelModel
{
    private const double Micro = 1e-6;
    private const double Nano = 1e-9;

    /// <inheritdoc />
    public override string Name => "grouped-gemm";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("bandwidthShare", 0.3, 1, 0.88, "share of the memory bandwidth"),
        new("mathShare", 0.2, 1, 0.85, "share of the peak on long products"),
        new("launchUs", 0.5, 30, 4, "fixed time"),
        new("groupNs", 1, 1000, 50, "time for each group"),
        new("fillDepth", 1, 2000, 250, "inner width whose time a tile takes to start and to write out"),
        new("tileRows", 16, 128, 64, "rows of a tile"),
        new("overlap", 0.001, 1, 0.1, "part of the shorter of arithmetic and memory time that is not hidden"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work.Kind == KernelKind.GroupedGemm;

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        GroupedKernelProduct product = Product(work);
        double peak = device.Peak(work.Activations.Arithmetic) * parameters[1];
        double arithmetic = product.Arithmetic(peak, device.ComputeUnits, parameters[5], parameters[4]);
        double memory = product.Bytes / (device.Bandwidth * parameters[0]);
        return (parameters[2] * Micro)
            + (product.Groups * parameters[3] * Nano)
            + Math.Max(arithmetic, memory)
            + (parameters[6] * Math.Min(arithmetic, memory));
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device)
    {
        GroupedKernelProduct product = Product(work);
        return Math.Max(
            product.Bytes / device.Bandwidth,
            product.Operations / device.Peak(work.Activations.Arithmetic));
    }

    private static GroupedKernelProduct Product(in KernelWork work)
    {
        double groups = Math.Max(1, work.Experts);
        return new()
        {
            Groups = Math.Min(groups, groups * work.M),
            Rows = groups * work.M,
            N = work.N,
            K = work.K,
            WeightBytes = work.Weights.BytesPerElement,
            InputBytes = work.Activations.BytesPerElement,
        };
    }
}
