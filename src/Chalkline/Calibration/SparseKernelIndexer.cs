using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>
/// The indexer of sparse attention: scores of every query token against all cached tokens with a few narrow heads, in
/// FP8, added over heads and written out.
/// </summary>
internal sealed class SparseKernelIndexer : KernelModel
{
    private const double Micro = 1e-6;
    private const double ScoreBytes = 4;

    /// <inheritdoc />
    public override string Name => "sparse-indexer";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("launchUs", 0.5, 60, 8, "time of the smallest kernel, microseconds"),
        new("bandwidthShare", 0.1, 1, 0.8, "share of the memory bandwidth while keys stream and scores are written"),
        new("matrixShare", 0.1, 1, 0.6, "share of the matrix peak"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work)
        => work.Kind == KernelKind.SparseAttention && work.Algorithm == KernelAlgorithm.Indexer;

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double pairs = AttentionKernelShape.CausalPairs(work);
        double read = (KeyBytes(work) + (pairs * ScoreBytes)) / (parameters[1] * device.Bandwidth);
        double product = Flop(work) / (parameters[2] * AttentionKernelShape.Peak(device, work.Activations.Arithmetic));
        return (parameters[0] * Micro) + AttentionKernelShape.Overlap(read, product);
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device)
        => Math.Max(Flop(work) / AttentionKernelShape.FastestPeak(work, device), KeyBytes(work) / device.Bandwidth);

    private static double Flop(in KernelWork work)
        => 2 * work.Heads * AttentionKernelShape.CausalPairs(work) * work.HeadDim;

    private static double KeyBytes(in KernelWork work)
        => work.Batch * work.KeyTokens * Math.Max(1, work.KeyValueHeads) * work.HeadDim
            * AttentionKernelShape.CacheBytes(work);
}
