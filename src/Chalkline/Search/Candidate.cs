using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>An operating point as a search holds it: figures and numbers, nothing allocated.</summary>
internal readonly record struct Candidate
{
    /// <summary>One pool or two.</summary>
    public ServingMode Mode { get; init; }

    /// <summary>Number of the decode layout.</summary>
    public int Decode { get; init; }

    /// <summary>Number of the prefill worker; unused when there is one pool.</summary>
    public int Prefill { get; init; }

    /// <summary>Sequences in one decode replica.</summary>
    public double Batch { get; init; }

    /// <summary>Micro-batches in flight in a decode replica.</summary>
    public int MicroBatches { get; init; }

    /// <summary>Decode replicas.</summary>
    public int DecodeReplicas { get; init; }

    /// <summary>Prefill workers.</summary>
    public int PrefillReplicas { get; init; }

    /// <summary>Seconds to the first token.</summary>
    public double FirstToken { get; init; }

    /// <summary>Seconds for each output token.</summary>
    public double PerOutput { get; init; }

    /// <summary>Output tokens a second of the whole.</summary>
    public double Throughput { get; init; }

    /// <summary>Devices paid of the machine that decodes.</summary>
    public int Paid { get; init; }

    /// <summary>Devices paid of another machine that prefills; 0 without one.</summary>
    public int PaidForPrefill { get; init; }
}
