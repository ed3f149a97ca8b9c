using System.Collections.Immutable;
using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Gated delta net and other recurrences with a matrix state a head: one new token reads and writes the state once;
/// many new tokens go through it in chunks, bound by the products inside a chunk and by their own rows.
/// </summary>
internal sealed class LinearAttentionKernelUpdate : KernelModel
{
    private const double Micro = 1e-6;
    private const double RowBytes = 2;
    private const double WideState = 4;
    private const double Chunk = 64;

    /// <inheritdoc />
    public override string Name => "linear-attention";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("launchUs", 0.5, 200, 40, "time of the smallest update, microseconds"),
        new("bandwidthShare", 0.05, 1, 0.7, "share of the memory bandwidth while states and rows stream"),
        new("matrixShare", 0.01, 1, 0.2, "share of the BF16 peak in chunks"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work) => work is { Kind: KernelKind.LinearAttention, Algorithm: not KernelAlgorithm.Convolution };

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double bytes = StateBytes(work, work.KeyValue?.BytesPerElement ?? WideState) + LeastRows(work);
        double read = bytes / (parameters[1] * device.Bandwidth);
        double product = Flop(work) / (parameters[2] * AttentionKernelShape.Peak(device, Arithmetic.Bf16));
        return (parameters[0] * Micro) + AttentionKernelShape.Overlap(read, product);
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device)
        => (StateBytes(work, work.KeyValue?.BytesPerElement ?? RowBytes) + LeastRows(work)) / device.Bandwidth;

    private static double Tokens(in KernelWork work) => work.Batch * Math.Max(1, work.QueryTokens);

    /// <summary>Every state read and written once.</summary>
    private static double StateBytes(in KernelWork work, double width)
        => 2 * work.Batch * work.Heads * work.HeadDim * work.ValueHeadDim * width;

    private static double LeastRows(in KernelWork work)
        => Tokens(work) * RowBytes
            * ((2 * work.KeyValueHeads * work.HeadDim) + (2 * work.Heads * work.ValueHeadDim));

    /// <summary>State in and out of each token, and its chunk's pairs.</summary>
    private static double Flop(in KernelWork work)
        => 2 * Tokens(work) * work.Heads
            * ((2 * work.HeadDim * work.ValueHeadDim)
                + (Math.Min(Chunk, Math.Max(1, work.QueryTokens)) * (work.HeadDim + work.ValueHeadDim)));
}
