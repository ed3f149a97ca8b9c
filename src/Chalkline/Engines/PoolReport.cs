namespace Chalkline.Engines;

/// <summary>What the workers of one pool do. Means over the workers and over the whole time of a run.</summary>
public sealed record PoolReport
{
    /// <summary>Share of the time in which steps run, in [0, 1].</summary>
    public required double Busy { get; init; }

    /// <summary>
    /// Load over capacity: of prefill workers the share of the time they work, of decode workers running and waiting
    /// sequences over seats.
    /// </summary>
    public required double Load { get; init; }

    /// <summary>Requests that wait for a worker or are in its prompts (prefill), or wait for a seat (decode).</summary>
    public required double Waiting { get; init; }

    /// <summary>MFU: arithmetic of the busiest device at full dense peak, over the time.</summary>
    public required double ComputeUse { get; init; }

    /// <summary>MBU: reads and writes of its memory at full bandwidth, over the time.</summary>
    public required double MemoryUse { get; init; }

    /// <summary>Share of the time in collectives.</summary>
    public required double NetworkUse { get; init; }
}
