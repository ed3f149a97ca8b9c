using Chalkline.Quantities;

namespace Chalkline.Models;

/// <summary>Parameters of a model by part. Exact: every weight that the architecture has is counted once.</summary>
public sealed record ModelSize
{
    /// <summary>
    /// Tables a token reads one row of: the input embedding, learned positions, per-layer embeddings.
    /// </summary>
    public required Parameters Embedding { get; init; }

    /// <summary>The part of <see cref="Embedding"/> that is also the LM head; zero when the two are separate.</summary>
    public required Parameters TiedHead { get; init; }

    /// <summary>Token mixers: attention of any kind, indexers, linear attention, state space.</summary>
    public required Parameters Attention { get; init; }

    /// <summary>Dense feed-forward layers.</summary>
    public required Parameters DenseFeedForward { get; init; }

    /// <summary>All routed experts.</summary>
    public required Parameters RoutedExperts { get; init; }

    /// <summary>Routed experts that one token visits: k of E.</summary>
    public required Parameters VisitedExperts { get; init; }

    /// <summary>Shared experts, their gates, and the projections around latent experts.</summary>
    public required Parameters SharedExperts { get; init; }

    /// <summary>Routers with their biases.</summary>
    public required Parameters Router { get; init; }

    /// <summary>Norms of the residual width, the final one included.</summary>
    public required Parameters Norms { get; init; }

    /// <summary>Everything else every token meets: residual mixing, per-layer inputs.</summary>
    public required Parameters Other { get; init; }

    /// <summary>The LM head; zero when it shares the embedding's weights.</summary>
    public required Parameters Head { get; init; }

    /// <summary>Multi-token-prediction layers; in neither <see cref="Total"/> nor <see cref="Active"/>.</summary>
    public required Parameters Prediction { get; init; }

    /// <summary>All parameters of the trunk: what publishers state, multi-token prediction apart.</summary>
    public required Parameters Total { get; init; }

    /// <summary>
    /// Parameters that one token is multiplied with: the total less unvisited experts and less the tables it only reads
    /// a row of. The LM head counts, tied or not. This is the N of 2 N FLOP a token.
    /// </summary>
    public required Parameters Active { get; init; }

    /// <summary>
    /// The other usual reading of "active": the total less unvisited experts, input embedding included. Publishers use
    /// either; for a dense model this one is the total.
    /// </summary>
    public Parameters ActiveWithEmbedding => Total - RoutedExperts + VisitedExperts;

    /// <summary>The total without embedding tables and LM head, as scaling laws count.</summary>
    public Parameters NonEmbedding => Total - Embedding - Head;
}
