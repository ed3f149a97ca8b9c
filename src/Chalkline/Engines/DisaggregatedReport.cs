namespace Chalkline.Engines;

/// <summary>What clients and operators see of two pools under steady traffic.</summary>
/// <param name="Run">
/// The whole: the running batch and the cache are those of the decode workers, all together; MFU, MBU and network are
/// means over the devices of both pools.
/// </param>
/// <param name="Prefill">The prefill workers.</param>
/// <param name="Decode">The decode workers.</param>
public sealed record DisaggregatedReport(EngineReport Run, PoolReport Prefill, PoolReport Decode)
{
    /// <summary>Load over capacity from which a prefill pool is full, so that prompts queue before it.</summary>
    private const double FullPool = 0.99;

    /// <summary>Whether requests queue before a full pool, so that waiting decides over their first token.</summary>
    public bool OverCapacity => Prefill.Load > FullPool || ServedFacts.WaitingDecides(Run.Waiting, Run.RunningBatch);

    /// <summary>The pool that is nearer to its limit, and holds the other back when it is there: the higher load over capacity.</summary>
    public ServingPhase HeldBackBy => Prefill.Load >= Decode.Load ? ServingPhase.Prefill : ServingPhase.Decode;
}

/// <summary>One of the two phases of a request.</summary>
public enum ServingPhase
{
    /// <summary>The prompt.</summary>
    Prefill,

    /// <summary>The answer.</summary>
    Decode,
}
