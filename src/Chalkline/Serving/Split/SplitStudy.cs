using Chalkline.Quantities;
using static System.FormattableString;

namespace Chalkline.Serving.Split;

/// <summary>Whether to split: the best split beside the best single pools of as many devices.</summary>
public sealed record SplitStudy
{
    /// <summary>What was asked.</summary>
    public required SplitRequest Request { get; init; }

    /// <summary>The best split; null when none fits memory and TPOT.</summary>
    public SplitPoint? Split { get; init; }

    /// <summary>The best split if activations arrived at once: what the link takes away is the difference.</summary>
    public SplitPoint? FreeLinkSplit { get; init; }

    /// <summary>The best single pool on the attention side's machine; null when none fits.</summary>
    public PoolPoint? AttentionPool { get; init; }

    /// <summary>That on the feed-forward side's machine; null when none fits or the machine is the same.</summary>
    public PoolPoint? FeedForwardPool { get; init; }

    /// <summary>The better single pool: by cost where prices are known, else by tokens a second and device.</summary>
    public PoolPoint? Pool => FeedForwardPool is { } other && (AttentionPool is not { } one || Beats(other, one))
        ? other
        : AttentionPool;

    /// <summary>
    /// Tokens for each dollar, or for each device where prices are unknown, of the split over the better single pool;
    /// above 1 the split pays. Null when either does not fit.
    /// </summary>
    public double? Gain => Over(Split);

    /// <summary>
    /// The gain if activations arrived at once. Where it is below 1 too, the link is not to blame: every micro-batch
    /// reads the weights anew, and one side waits for the other.
    /// </summary>
    public double? FreeLinkGain => Over(FreeLinkSplit);

    /// <summary>
    /// Bandwidth of the link a device of the feed-forward side has, over that of its memory: what decides whether
    /// activations of a batch that pays for its weights can be moved in the time the weights are read.
    /// </summary>
    public double LinkOverMemory
    {
        get
        {
            BytesPerSecond link = Request.OneDomain || Request.FeedForwardOn.ScaleOut is not { } outer
                ? Request.FeedForwardOn.ScaleUp.Bandwidth.Value
                : outer.Bandwidth.Value;
            return link / Request.FeedForwardOn.Accelerator.Memory.Bandwidth.Value;
        }
    }

    /// <summary>Whether it pays and why, in words.</summary>
    public string Verdict
    {
        get
        {
            if (Split is not { } split)
            {
                return $"No split of {Request.Devices} devices fits memory and TPOT.";
            }

            PingPong layer = split.Layer;
            string per = split.Cost is null ? "device" : "dollar";
            string pays = Gain is not { } gain
                ? "No single pool of as many devices fits, so only the split serves this"
                : $"The split {(gain > 1 ? "pays" : "does not pay")}: "
                    + Invariant($"{gain:0.00} times the tokens for each {per}");
            string why = split.Limit switch
            {
                SplitLimit.Link => "the link is slower than either side",
                SplitLimit.RoundTrip => "the way there and back is longer than the micro-batches fill",
                SplitLimit.Attention => "attention sets the pace",
                _ => "feed-forward layers set the pace",
            };
            string network = split.Link.ScaleOut ? "scale-out" : "scale-up";
            return $"{pays}{Blame}; {why}. A layer takes {layer.Attention} of attention, {layer.FeedForward} of "
                + $"feed-forward, {layer.Out} out and {layer.Back} back over {network}, "
                + Invariant($"whose bandwidth is {100 * LinkOverMemory:0.0} % of the memory's; attention devices work ")
                + Invariant($"{100 * split.AttentionBusy:0} % of the time, feed-forward devices ")
                + Invariant($"{100 * split.FeedForwardBusy:0} %.");
        }
    }

    private string Blame => FreeLinkGain is { } free
        ? Invariant($", {free:0.00} if the link took no time")
        : "";

    private double? Over(SplitPoint? some) => (some, Pool) switch
    {
        ({ Cost: { } split }, { Cost: { } pool }) => pool / split,
        ({ } split, { } pool) => split.PerDevice / pool.PerDevice,
        _ => null,
    };

    private static bool Beats(PoolPoint one, PoolPoint other)
        => one.Cost is { } cost && other.Cost is { } otherCost ? cost < otherCost : one.PerDevice > other.PerDevice;
}
