using Chalkline.Layouts;
using Chalkline.Quantities;

namespace Chalkline.Serving.Split;

/// <summary>All layers on every device of one pool: what a split is held against.</summary>
public sealed record PoolPoint
{
    /// <summary>Machine of the pool, by catalogue identifier.</summary>
    public required string System { get; init; }

    /// <summary>Layout, replicas included.</summary>
    public required Layout Layout { get; init; }

    /// <summary>
    /// Micro-batches: 1 runs one operator after another, 2 hides dispatch and combine of one behind the arithmetic of
    /// the other (two-batch overlap).
    /// </summary>
    public required int MicroBatches { get; init; }

    /// <summary>Sequences of one attention-parallel group in one micro-batch.</summary>
    public required int SequencesPerMicroBatch { get; init; }

    /// <summary>Time of an output token at the mean context.</summary>
    public required Seconds TimePerOutputToken { get; init; }

    /// <summary>Cost of an output token; null without a price.</summary>
    public UsdPerToken? Cost { get; init; }

    /// <summary>Sequences in flight on all devices.</summary>
    public double Sequences
        => (double)MicroBatches * SequencesPerMicroBatch * Layout.AttentionParallel * Layout.Replicas;

    /// <summary>Output tokens a second.</summary>
    public TokensPerSecond Throughput => new Tokens(Sequences) / TimePerOutputToken;

    /// <summary>Output tokens a second for each device.</summary>
    public TokensPerSecondPerDevice PerDevice => Throughput / Layout.DeviceCount;
}
