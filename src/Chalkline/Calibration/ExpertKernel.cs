using System.Collections.Immutable;
using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// A fused expert layer: visits are ordered, gathered and quantised, multiplied by gate and up, activated, multiplied
/// by down, and summed for each token.
/// </summary>
/// <remarks>
/// Without <see cref="KernelWork.M"/> the load is a benchmark's: visits dealt evenly over equally popular experts, or,
/// with a skew, by a power law and seen from the fullest rank. A pass of a real engine knows better: it sets
/// <see cref="KernelWork.M"/> to the visits on the device and <see cref="KernelWork.Batch"/> to the experts touched
/// there.
/// </remarks>
public sealed class ExpertKernel : KernelModel
{
    private const double Micro = 1e-6;
    private const double Nano = 1e-9;

    /// <summary>Rows to which the visits of an expert are padded: libraries choose the tile to fit.</summary>
    private const double TileRows = 16;

    /// <inheritdoc />
    public override string Name => "experts";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("bandwidthShare", 0.3, 1, 0.9, "share of the memory bandwidth while weights are read"),
        new("streamShare", 0.1, 1, 0.6, "share of the memory bandwidth in gathering, activating and summing"),
        new("mathShare", 0.2, 0.95, 0.8, "share of the peak with one scale a tensor, or scales in the matrix unit"),
        new("blockMathShare", 0.1, 0.95, 0.6, "share of the peak where block scales are applied outside it"),
        new("wideMathShare", 0.05, 0.95, 0.5, "share of the peak where weights are widened before they are multiplied"),
        new("wideBandwidthShare", 0.1, 1, 0.7, "share of the memory bandwidth while weights are read and widened"),
        new("launchUs", 2, 80, 25, "fixed time"),
        new("groupNs", 1, 1000, 130, "time for each touched expert"),
        new("blockGroupNs", 1, 1500, 230, "time for each expert held, where block scales are laid out by group"),
        new("narrowPasses", 0.1, 10, 1, "further passes over gathered rows to quantise them with one scale a tensor"),
        new("blockPasses", 0.1, 10, 6, "further passes over gathered rows where block scales are applied outside"),
        new("overlap", 0.001, 1, 0.5, "part of the shorter of arithmetic and memory time that is not hidden"),
        new("wideLaunchUs", 1, 150, 40, "further fixed time of weight-only kernels"),
        new("wideTokenPasses", 1, 100, 15, "further passes of weight-only kernels over all tokens"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work.Kind == KernelKind.Experts;

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        ExpertKernelLoad load = ExpertKernelLoad.Of(work);
        GroupedKernelProduct up = load.Up(work);
        GroupedKernelProduct down = load.Down(work);
        bool wide = IsWide(work);
        bool block = work.Activations == NumberFormat.Fp8Block;
        double peak = device.Peak(work.Activations.Arithmetic) * parameters[wide ? 4 : block ? 3 : 2];
        double bandwidth = device.Bandwidth * parameters[wide ? 5 : 0];
        double products = Product(up, device, peak, bandwidth, parameters)
            + Product(down, device, peak, bandwidth, parameters);
        double fixedTime = (parameters[6] * Micro) + (load.Touched * parameters[7] * Nano);
        double moved = load.StreamBytes(work);
        if (block)
        {
            // A served pass runs kernels that gather rows by index, whose scales need no layout by group.
            fixedTime += work.M > 0 ? 0 : load.Held * parameters[8] * Nano;
            moved += parameters[10] * load.RowBytes(work);
        }
        else if (work.Activations.Storage.Value < 16)
        {
            moved += parameters[9] * load.RowBytes(work);
        }

        if (wide)
        {
            fixedTime += parameters[12] * Micro;
            moved += parameters[13] * work.Tokens * work.Hidden * GroupedKernelProduct.OutputBytes;
        }

        return fixedTime + products + (moved / (device.Bandwidth * parameters[1]));
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device)
    {
        double visits = work.M > 0 ? work.M : work.Tokens * work.ExpertsPerToken / work.ExpertParallel;
        double least = Math.Min(visits, work.M > 0 ? 1 : work.ExpertsPerToken / work.ExpertParallel);
        double weights = 3 * work.Hidden * work.Intermediate / work.ExpertTensorParallel;
        return Math.Max(
            least * weights * work.Weights.BytesPerElement / device.Bandwidth,
            2 * visits * weights / device.Peak(work.Activations.Arithmetic));
    }

    private static double Product(
        in GroupedKernelProduct product,
        KernelDevice device,
        double peak,
        double bandwidth,
        ReadOnlySpan<double> parameters)
    {
        // Measured layers show neither the feeding of matrix units nor the start of tiles apart from their rate.
        double arithmetic = product.Arithmetic(
            peak, double.PositiveInfinity, device.ComputeUnits, TileRows, fillBytes: 0);
        double memory = product.Bytes / bandwidth;
        return Math.Max(arithmetic, memory) + (parameters[11] * Math.Min(arithmetic, memory));
    }

    /// <summary>Whether weights are stored narrower than they are multiplied.</summary>
    private static bool IsWide(in KernelWork work)
        => work.Weights.Storage.Value < work.Activations.Storage.Value / 1.5
            && work.Activations.Arithmetic == Arithmetic.Bf16;
}
