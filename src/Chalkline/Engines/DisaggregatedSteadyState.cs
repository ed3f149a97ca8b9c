using Chalkline.Quantities;

namespace Chalkline.Engines;

/// <summary>The steady state of separate pools under a closed loop.</summary>
/// <param name="TimePerOutputToken">TPOT: a decode step over the tokens it yields.</param>
/// <param name="TimeToFirstToken">TTFT: everything before decode, waiting and the host's time of a request included.</param>
/// <param name="Throughput">Output tokens a second of all decode workers.</param>
/// <param name="BatchPerWorker">Sequences that one decode worker runs.</param>
/// <param name="PrefillLoad">Load over capacity of the prefill pool, in [0, 1].</param>
public sealed record DisaggregatedSteadyState(
    Seconds TimePerOutputToken,
    Seconds TimeToFirstToken,
    TokensPerSecond Throughput,
    double BatchPerWorker,
    double PrefillLoad);
