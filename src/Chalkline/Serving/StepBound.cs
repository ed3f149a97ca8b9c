namespace Chalkline.Serving;

/// <summary>What holds one operator of a step up.</summary>
public enum StepBound
{
    /// <summary>Arithmetic takes longest.</summary>
    Compute,

    /// <summary>Reading and writing device memory takes longest.</summary>
    Memory,

    /// <summary>Bytes on the links take at least half of the time of a collective.</summary>
    Network,

    /// <summary>
    /// Launches of kernels take longer than their work, or the start of a collective longer than its bytes.
    /// </summary>
    Latency,

    /// <summary>The processor: scheduling, sampling, preparing the next step.</summary>
    Host,
}
