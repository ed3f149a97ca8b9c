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
        new("bandwidthShare", 0.3, 1, 0.9, "share of the memory bandwidth"),
        new("mathShare", 0.2, 1, 0.9, "share of the peak of matrix units that are fed"),
        new("launchUs", 0.5, 30, 5, "fixed time"),
        new("groupNs", 1, 1000, 100, "time for each group"),
        new("fillBytes", 1, 4000, 100, "inner width, in bytes of a row, whose time a tile takes to start"),
        new("tileRows", 16, 128, 56, "rows of a tile"),
        new("overlap", 0.001, 1, 0.4, "part of the shorter of arithmetic and memory time that is not hidden"),
        new("cacheRatio", 1, 100, 13, "rate at which caches feed the matrix units, over that of the memory"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work.Kind == KernelKind.GroupedGemm;

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        GroupedKernelProduct product = Product(work);
        double peak = device.Peak(work.Activations.Arithmetic) * parameters[1];
        double cache = device.Bandwidth * parameters[7];
        double arithmetic = product.Arithmetic(peak, cache, device.ComputeUnits, parameters[5], parameters[4]);
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
