using System.Collections.Immutable;
using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Latent attention of each query token over the tokens selected for it, absorbed: every query token gathers its own
/// rows, so that a prefill reads them once a query token and a context longer than the selection costs nothing. The
/// number of selected tokens stands in <see cref="KernelWork.K"/>; 0 means 2048, as in DeepSeek-V3.2 and GLM-5.
/// Kernels work on the whole selection even where the context is shorter.
/// </summary>
internal sealed class SparseKernelAttention : KernelModel
{
    private const double Micro = 1e-6;
    private const double DefaultSelection = 2048;

    /// <inheritdoc />
    public override string Name => "sparse-attention";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("launchUs", 0.5, 60, 10, "time of the smallest kernel, microseconds"),
        new("gatherShare", 0.05, 1, 0.8, "share of the memory bandwidth while selected rows are gathered"),
        new("matrixShare", 0.1, 1, 0.65, "share of the matrix peak with a 16-bit cache"),
        new("castShare", 0.1, 1, 0.45, "share of the BF16 peak with a cache that is cast up first"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work)
        => work.Kind == KernelKind.SparseAttention && work.Algorithm != KernelAlgorithm.Indexer;

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double selected = work.K > 0 ? work.K : DefaultSelection;
        double share = AttentionKernelShape.IsNarrow(work) ? parameters[3] : parameters[2];
        double product = Flop(work, selected) / (share * AttentionKernelShape.Peak(device, Arithmetic.Bf16));
        double read = LeastBytes(work, selected) / (parameters[1] * device.Bandwidth);
        return (parameters[0] * Micro) + AttentionKernelShape.Overlap(read, product);
    }

    /// <summary>
    /// As in <see cref="KernelModel.Floor"/>; the first tokens of a prompt see at least half a
    /// selection.
    /// </summary>
    public override double Floor(in KernelWork work, KernelDevice device)
    {
        double selected = Math.Min(work.KeyTokens, work.K > 0 ? work.K : DefaultSelection);
        double attended = work.QueryTokens > 1 ? selected / 2 : selected;
        return Math.Max(
            Flop(work, attended) / AttentionKernelShape.FastestPeak(work, device),
            LeastBytes(work, selected) / device.Bandwidth);
    }

    private static double Flop(in KernelWork work, double selected)
        => 2 * work.Batch * Math.Max(1, work.QueryTokens) * work.Heads * selected * (work.HeadDim + work.ValueHeadDim);

    /// <summary>
    /// Each sequence's selected rows once: the query tokens of a prefill share most of them in a
    /// cache.
    /// </summary>
    private static double LeastBytes(in KernelWork work, double selected)
        => work.Batch * selected * work.HeadDim * AttentionKernelShape.CacheBytes(work);
}
