using Chalkline.Operators;

namespace Chalkline.Serving.Split;

/// <summary>Shares the operators of a pass out over the sides of a split.</summary>
public static class SplitSides
{
    /// <summary>The side of an operator.</summary>
    public static SplitSide Of(in Operator op) => op.Part switch
    {
        ModelPart.FeedForward or ModelPart.SharedExperts => SplitSide.FeedForward,
        // The router decides where a token is sent, so it runs before the link.
        ModelPart.Experts => op.Name == "router" ? SplitSide.Attention : SplitSide.FeedForward,
        ModelPart.Network when op.Collective.Kind == CollectiveKind.AllToAll => SplitSide.Exchange,
        ModelPart.Network => op.OnLogits || op.Name == "all-reduce after attention"
            ? SplitSide.Attention
            : SplitSide.FeedForward,
        _ => SplitSide.Attention,
    };
}
