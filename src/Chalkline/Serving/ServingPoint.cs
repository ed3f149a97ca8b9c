using Chalkline.Layouts;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>A way to serve a workload, and what comes of it.</summary>
public sealed record ServingPoint
{
    /// <summary>Prefill and decode on the same devices, or in separate pools.</summary>
    public required ServingMode Mode { get; init; }

    /// <summary>Layout of the decode devices; of all devices when aggregated.</summary>
    public required Layout Decode { get; init; }

    /// <summary>Layout of the prefill devices when they are separate; its replicas are the prefill workers.</summary>
    public Layout? Prefill { get; init; }

    /// <summary>Sequences running in all decode replicas together.</summary>
    public required double Batch { get; init; }

    /// <summary>Sequences running in one decode replica.</summary>
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

    /// <summary>Output tokens a second for each device paid for.</summary>
    public TokensPerSecondPerDevice PerDevice => Throughput / new Devices(DevicesPaid);

    /// <summary>Tokens a second of one stream.</summary>
    public TokensPerSecondPerUser Speed => new(1 / TimePerOutputToken.Value);
}

/// <summary>How prefill and decode share a machine.</summary>
public enum ServingMode
{
    /// <summary>On the same devices.</summary>
    Aggregated,

    /// <summary>In separate pools, the KV cache handed over.</summary>
    Disaggregated,
}
