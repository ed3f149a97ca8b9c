namespace Chalkline.Serving.Split;

/// <summary>Which pool runs an operator when attention and feed-forward layers stand on different devices.</summary>
public enum SplitSide
{
    /// <summary>
    /// Token mixers with their projections and caches, norms, routers, the embedding and the LM head: what needs the
    /// sequence's state, or the whole token before it is sent.
    /// </summary>
    Attention,

    /// <summary>Experts, shared experts and dense feed-forward layers, and the sums over their devices.</summary>
    FeedForward,

    /// <summary>Expert dispatch and combine: in a split they are the link itself.</summary>
    Exchange,
}
