using Chalkline.Layouts;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>A way to serve a workload, and what comes of it.</summary>
public sealed record ServingPoint
{
    /// <summary>Which parts of the work share devices.</summary>
    public required ServingMode Mode { get; init; }

    /// <summary>
    /// Layout of the decode devices; of all devices when aggregated; of the attention side, its replicas the workers of
    /// all units, when attention and feed-forward layers stand apart.
    /// </summary>
    public required Layout Decode { get; init; }

    /// <summary>Layout of the feed-forward side, all units; null when all layers stand on the same devices.</summary>
    public Layout? FeedForward { get; init; }

    /// <summary>Micro-batches in flight in one decode replica; as many as stages leave none idle.</summary>
    public int MicroBatches { get; init; } = 1;

    /// <summary>Second copies of experts in each layer of the decode devices, found by the search.</summary>
    public int RedundantExperts { get; init; }

    /// <summary>The same of the prefill devices.</summary>
    public int PrefillRedundantExperts { get; init; }

    /// <summary>Layout of the prefill devices when they are separate; its replicas are the prefill workers.</summary>
    public Layout? Prefill { get; init; }

    /// <summary>Sequences running in all decode replicas together.</summary>
    public required double Batch { get; init; }

    /// <summary>Sequences running in one decode replica, or in one unit of attention and feed-forward devices.</summary>
    public required double BatchPerReplica { get; init; }

    /// <summary>Time to the first token of a request that finds the machine at this load, without queueing for a seat.</summary>
    public required Seconds TimeToFirstToken { get; init; }

    /// <summary>Mean time of each output token after the first, prefill of newcomers included.</summary>
    public required Seconds TimePerOutputToken { get; init; }

    /// <summary>The proved floor under the time of an output token.</summary>
    public required Seconds Floor { get; init; }

    /// <summary>Output tokens a second, whole system.</summary>
    public required TokensPerSecond Throughput { get; init; }

    /// <summary>Devices that work; what is paid for may be more.</summary>
    public required int DevicesUsed { get; init; }

    /// <summary>Devices that are paid for.</summary>
    public required int DevicesPaid { get; init; }

    /// <summary>What holds the decode step up.</summary>
    public required Bound Bound { get; init; }

    /// <summary>Share of the time that goes to output tokens; the rest goes to input tokens.</summary>
    public required double OutputShare { get; init; }

    /// <summary>Cost of an input token; null without a price.</summary>
    public UsdPerToken? InputCost { get; init; }

    /// <summary>Cost of an output token; null without a price.</summary>
    public UsdPerToken? OutputCost { get; init; }

    /// <summary>Cost of a request's tokens, input and output, over its output tokens; null without a price.</summary>
    public UsdPerToken? CostPerOutput { get; init; }

    /// <summary>Units of attention and feed-forward devices, or decode replicas.</summary>
    public int Units => (int)Math.Round(Batch / BatchPerReplica);

    /// <summary>Output tokens a second for each device paid for.</summary>
    public TokensPerSecondPerDevice PerDevice => Throughput / new Devices(DevicesPaid);

    /// <summary>Tokens a second of one stream.</summary>
    public TokensPerSecondPerUser Speed => new(1 / TimePerOutputToken.Value);
}

/// <summary>How prefill, and attention and feed-forward layers in decode, share a machine.</summary>
public enum ServingMode
{
    /// <summary>On the same devices.</summary>
    Aggregated,

    /// <summary>Prefill and decode in separate pools, the KV cache handed over.</summary>
    Disaggregated,

    /// <summary>
    /// Prefill in a pool of its own; in decode, attention and feed-forward layers on different devices, micro-batches
    /// going to and fro.
    /// </summary>
    AttentionFeedForward,
}
