namespace Chalkline.Engines;

/// <summary>What is measured of a server, as far as intervals differ.</summary>
public enum ServedMetric
{
    /// <summary>TTFT, or the time of a prefill.</summary>
    TimeToFirstToken,

    /// <summary>TPOT, ITL, or the time of a decode step.</summary>
    TimePerOutputToken,

    /// <summary>E2E: the whole time of a request or of a static batch.</summary>
    EndToEnd,

    /// <summary>Tokens a second, of all devices or of each.</summary>
    Throughput,
}
