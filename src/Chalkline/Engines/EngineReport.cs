using Chalkline.Quantities;

namespace Chalkline.Engines;

/// <summary>What clients and operators see of an engine under steady traffic. Means over all requests.</summary>
public sealed record EngineReport
{
    /// <summary>TTFT: from sending a request to its first token, waiting for a seat included.</summary>
    public required Seconds TimeToFirstToken { get; init; }

    /// <summary>TTFT of the middle request.</summary>
    public required Seconds MedianTimeToFirstToken { get; init; }

    /// <summary>TPOT: from the first token to the last, over the tokens after the first.</summary>
    public required Seconds TimePerOutputToken { get; init; }

    /// <summary>TPOT of the middle request.</summary>
    public required Seconds MedianTimePerOutputToken { get; init; }

    /// <summary>ITL: mean gap between two deliveries; with speculation a delivery is several tokens.</summary>
    public required Seconds InterTokenLatency { get; init; }

    /// <summary>E2E: from sending a request to its last token.</summary>
    public required Seconds EndToEnd { get; init; }

    /// <summary>Output tokens a second of the replica in the middle of the run.</summary>
    public required TokensPerSecond Throughput { get; init; }

    /// <summary>Output tokens over the whole time of the run, its start and its end included.</summary>
    public required TokensPerSecond RunThroughput { get; init; }

    /// <summary>Mean sequences that run at once in the replica.</summary>
    public required double RunningBatch { get; init; }

    /// <summary>Mean requests that wait for a seat or for their prefill.</summary>
    public required double Waiting { get; init; }

    /// <summary>Mean share of the KV cache in use.</summary>
    public required double CacheUse { get; init; }

    /// <summary>Share of the time spent in steps that process prompts.</summary>
    public required double PrefillShare { get; init; }

    /// <summary>Evictions for each request.</summary>
    public required double Evictions { get; init; }

    /// <summary>MFU: arithmetic of the busiest device at full dense peak, over the time; rejected drafts count.</summary>
    public required double ComputeUse { get; init; }

    /// <summary>MBU: reads and writes of its memory at full bandwidth, over the time.</summary>
    public required double MemoryUse { get; init; }

    /// <summary>Share of the time in collectives.</summary>
    public required double NetworkUse { get; init; }
}
