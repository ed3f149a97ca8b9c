using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>
/// The short convolution before a recurrence, one new token a sequence: its channels in and out, and the few tokens
/// before it that the convolution remembers, read and written back.
/// </summary>
internal sealed class ShortConvolutionKernel : KernelModel
{
    private const double Micro = 1e-6;
    private const double RowBytes = 2;

    /// <summary>Tokens that a convolution four wide remembers.</summary>
    private const double Remembered = 3;

    /// <inheritdoc />
    public override string Name => "short-convolution";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("launchUs", 0.5, 60, 6, "time of the smallest kernel"),
        new("bandwidthShare", 0.01, 1, 0.3, "share of the memory bandwidth: each channel is a short row of its own"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work)
        => work is { Kind: KernelKind.LinearAttention, Algorithm: KernelAlgorithm.Convolution };

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
        => (parameters[0] * Micro) + (Bytes(work) / (parameters[1] * device.Bandwidth));

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device) => Bytes(work) / device.Bandwidth;

    private static double Bytes(in KernelWork work)
    {
        double channels = (2 * work.KeyValueHeads * work.HeadDim) + (work.Heads * work.ValueHeadDim);
        double rows = 2 * ((work.Batch * Math.Max(1, work.QueryTokens)) + (work.Batch * Remembered));
        return rows * channels * RowBytes;
    }
}
