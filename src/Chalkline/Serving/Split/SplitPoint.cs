using Chalkline.Layouts;
using Chalkline.Quantities;

namespace Chalkline.Serving.Split;

/// <summary>Attention and feed-forward layers on two pools, and what comes of it.</summary>
public sealed record SplitPoint
{
    /// <summary>Layout of one attention worker: its tensor parallelism.</summary>
    public required Layout AttentionWorker { get; init; }

    /// <summary>Attention workers, each with sequences of its own.</summary>
    public required int AttentionWorkers { get; init; }

    /// <summary>Layout of all feed-forward devices.</summary>
    public required Layout FeedForward { get; init; }

    /// <summary>Micro-batches in flight.</summary>
    public required int MicroBatches { get; init; }

    /// <summary>Sequences of one attention worker in one micro-batch.</summary>
    public required int SequencesPerMicroBatch { get; init; }

    /// <summary>The pipeline of the kind of layer that most layers are of.</summary>
    public required PingPong Layer { get; init; }

    /// <summary>The link of that kind of layer.</summary>
    public required ActivationLink Link { get; init; }

    /// <summary>Time of an output token at the mean context.</summary>
    public required Seconds TimePerOutputToken { get; init; }

    /// <summary>Share of the time in which attention devices work, in [0, 1].</summary>
    public required double AttentionBusy { get; init; }

    /// <summary>Share of the time in which feed-forward devices work, in [0, 1].</summary>
    public required double FeedForwardBusy { get; init; }

    /// <summary>Sequences a worker could hold to the end of their answers, all micro-batches.</summary>
    public required double Room { get; init; }

    /// <summary>Cost of an output token; null without both prices.</summary>
    public UsdPerToken? Cost { get; init; }

    /// <summary>Devices of the attention side.</summary>
    public int AttentionDevices => AttentionWorkers * AttentionWorker.Devices;

    /// <summary>Devices of the feed-forward side.</summary>
    public int FeedForwardDevices => FeedForward.Devices;

    /// <summary>Attention devices for each feed-forward device.</summary>
    public double Ratio => (double)AttentionDevices / FeedForwardDevices;

    /// <summary>Sequences in flight on all devices.</summary>
    public double Sequences => (double)MicroBatches * SequencesPerMicroBatch * AttentionWorkers;

    /// <summary>Output tokens a second, both pools.</summary>
    public TokensPerSecond Throughput => new Tokens(Sequences) / TimePerOutputToken;

    /// <summary>Output tokens a second for each device of either pool.</summary>
    public TokensPerSecondPerDevice PerDevice => Throughput / new Devices(AttentionDevices + FeedForwardDevices);

    /// <summary>What sets the pace.</summary>
    public SplitLimit Limit => Layer.MicroBatches * Layer.Pace < Layer.RoundTrip ? SplitLimit.RoundTrip
        : Layer.Pace > Layer.Stage ? SplitLimit.Link
        : Layer.Attention >= Layer.FeedForward ? SplitLimit.Attention : SplitLimit.FeedForward;
}

/// <summary>What sets the pace of a split.</summary>
public enum SplitLimit
{
    /// <summary>The attention devices.</summary>
    Attention,

    /// <summary>The feed-forward devices.</summary>
    FeedForward,

    /// <summary>The link: it is slower than either side.</summary>
    Link,

    /// <summary>The way of one micro-batch: there are too few of them to fill it.</summary>
    RoundTrip,
}
