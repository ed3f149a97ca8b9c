using System.Globalization;
using Chalkline.Quantities;

namespace Chalkline.Serving.Split;

/// <summary>Whether to split: the best split beside the best single pools of as many devices.</summary>
public sealed record SplitStudy
{
    /// <summary>What was asked.</summary>
    public required SplitRequest Request { get; init; }

    /// <summary>The best split; null when none fits memory and TPOT.</summary>
    public SplitPoint? Split { get; init; }

    /// <summary>The best single pool on the attention side's machine; null when none fits.</summary>
    public PoolPoint? AttentionPool { get; init; }

    /// <summary>That on the feed-forward side's machine; null when none fits or the machine is the same.</summary>
    public PoolPoint? FeedForwardPool { get; init; }

    /// <summary>The better single pool: by cost where prices are known, else by tokens a second.</summary>
    public PoolPoint? Pool => FeedForwardPool is { } other && (AttentionPool is not { } one || Beats(other, one))
        ? other
        : AttentionPool;

    /// <summary>
    /// Tokens for each dollar, or for each device where prices are unknown, of the split over the better single pool;
    /// above 1 the split pays. Null when either does not fit.
    /// </summary>
    public double? Gain => (Split, Pool) switch
    {
        ({ Cost: { } split }, { Cost: { } pool }) => pool / split,
        ({ } split, { } pool) => split.PerDevice / pool.PerDevice,
        _ => null,
    };

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
            string pays = Gain switch
            {
                null => "No single pool of as many devices fits, so only the split serves this",
                > 1 => string.Create(CultureInfo.InvariantCulture, $"The split pays: {Gain:0.00} times the tokens for the money"),
                _ => string.Create(CultureInfo.InvariantCulture, $"The split does not pay: {Gain:0.00} times the tokens for the money"),
            };
            string why = split.Limit switch
            {
                SplitLimit.Link => "the link is slower than either side",
                SplitLimit.RoundTrip => "the way there and back is longer than the micro-batches fill",
                SplitLimit.Attention => "attention sets the pace",
                _ => "feed-forward layers set the pace",
            };
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{pays}; {why}. A layer takes {layer.Attention} of attention, {layer.FeedForward} of feed-forward, {layer.Out} out and "
                    + $"{layer.Back} back over {(split.Link.ScaleOut ? "scale-out" : "scale-up")}, whose bandwidth is {100 * LinkOverMemory:0.0} % "
                    + $"of the memory's; attention devices work {100 * split.AttentionBusy:0} % of the time, feed-forward devices {100 * split.FeedForwardBusy:0} %.");
        }
    }

    private static bool Beats(PoolPoint one, PoolPoint other)
        => one.Cost is { } cost && other.Cost is { } otherCost ? cost < otherCost : one.Throughput > other.Throughput;
}
