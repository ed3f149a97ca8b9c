using Chalkline.Quantities;

namespace Chalkline.Serving.Split;

/// <summary>
/// Share of the peak that feed-forward layers reach when a batch is the limit, BF16 weights (MegaScale-Infer,
/// arXiv 2504.02263, section 2): an expert sees only the k / E of a batch that is routed to it.
/// </summary>
public static class ExpertUtilisation
{
    /// <summary>Sequences at which a dense layer computes as long as it reads its weights: FLOPS / BW.</summary>
    public static double BalanceBatch(FlopPerSecond peak, BytesPerSecond memory) => (peak / memory).Value;

    /// <summary>
    /// Share of the peak, in [0, 1]: min(b k / (E balance), 1). The paper's form, min(b / balance, 1) k / E, is the
    /// same up to the balance batch.
    /// </summary>
    /// <param name="batch">Tokens that meet in the layer.</param>
    /// <param name="experts">Experts; 1 for a dense layer.</param>
    /// <param name="expertsPerToken">Experts a token visits.</param>
    /// <param name="peak">Dense BF16 peak.</param>
    /// <param name="memory">Memory bandwidth.</param>
    public static double Of(double batch, int experts, int expertsPerToken, FlopPerSecond peak, BytesPerSecond memory)
        => Math.Min(1, batch * expertsPerToken / (experts * BalanceBatch(peak, memory)));
}
