using System.Collections.Immutable;
using Chalkline.Derivations;

namespace Chalkline.Codesign.Demand;

/// <summary>What a life of a model asks of machines: arithmetic and bytes by kind of token.</summary>
/// <param name="Kind">Pre-training, RL rollouts, prefill, decode.</param>
/// <param name="Tokens">How many.</param>
/// <param name="Flop">FLOP of all.</param>
/// <param name="Bytes">Memory bytes of all.</param>
public sealed record TokenDemand(string Kind, double Tokens, double Flop, double Bytes)
{
    /// <summary>FLOP a byte it asks for.</summary>
    public double Intensity => Bytes > 0 ? Flop / Bytes : double.PositiveInfinity;
}

/// <summary>A mix of pre-training, RL and serving of one model.</summary>
public sealed record DemandMix
{
    private static readonly Symbol ActiveSymbol = new("active", "N", "N", "active parameters");
    private static readonly Symbol TrainSymbol = new("trained", "D_train", @"D_{\text{train}}", "tokens of training");
    private static readonly Symbol PrefillSymbol = new("read", "D_prefill", @"D_{\text{prefill}}", "tokens of prompts");
    private static readonly Symbol DecodeSymbol = new("written", "D_decode", @"D_{\text{decode}}", "tokens decoded");
    private static readonly Symbol CacheSymbol = new("cache", "KV", "KV", "cache bytes that a decoded token reads");
    private static readonly Symbol RatioSymbol = new("ratio", "HOI", @"\text{HOI}", "FLOP a byte of the hardware");
    private static readonly Symbol TrainingSymbol = new("training", "C_train", @"C_{\text{train}}", "FLOP of training");
    private static readonly Symbol ReadingSymbol = new("reading", "C_prefill", @"C_{\text{prefill}}", "FLOP of prompts");
    private static readonly Symbol WritingSymbol = new("writing", "C_decode", @"C_{\text{decode}}", "FLOP of decoding, or as much as its cache's bytes cost");
    private static readonly Symbol LifeSymbol = new("life", "C", "C", "lifetime cost, FLOP", "MatX, Optimize for inference too, 2025");

    /// <summary>Forward and backward.</summary>
    private const double TrainingWork = 6;

    /// <summary>Batch tokens behind a reading of the weights in training and prefill: so many that the reading does not count.</summary>
    private const double ManyTokens = 1e6;

    /// <summary>Active parameters.</summary>
    public required double Active { get; init; }

    /// <summary>Bytes of all weights, as served.</summary>
    public required double Weights { get; init; }

    /// <summary>Cache bytes of a sequence at its context.</summary>
    public required double Cache { get; init; }

    /// <summary>Tokens of pre-training.</summary>
    public required double PreTraining { get; init; }

    /// <summary>Tokens of RL rollouts.</summary>
    public required double Rollouts { get; init; }

    /// <summary>Work of a rollout token a parameter: 2 where none is trained on, 6 where all are.</summary>
    public double RolloutWork { get; init; } = 4;

    /// <summary>Tokens of prompts served.</summary>
    public required double Prefill { get; init; }

    /// <summary>Tokens served.</summary>
    public required double Decode { get; init; }

    /// <summary>Sequences of a decoding step.</summary>
    public required double Batch { get; init; }

    /// <summary>The demand by kind of token.</summary>
    public ImmutableArray<TokenDemand> Parts =>
    [
        new("pre-training", PreTraining, TrainingWork * Active * PreTraining, 3 * Weights * PreTraining / ManyTokens),
        new("RL", Rollouts, RolloutWork * Active * Rollouts, DecodeBytes * Rollouts),
        new("prefill", Prefill, 2 * Active * Prefill, Weights * Prefill / ManyTokens),
        new("decode", Decode, 2 * Active * Decode, DecodeBytes * Decode),
    ];

    /// <summary>Bytes that a decoded token reads: its share of the weights, and its cache.</summary>
    public double DecodeBytes => (Weights / Batch) + Cache;

    /// <summary>FLOP a byte of the whole mix.</summary>
    public double Intensity => Parts.Sum(part => part.Flop) / Parts.Sum(part => part.Bytes);

    /// <summary>MatX's lifetime cost in FLOP: 6 N D_train + 2 N D_prefill + max(2 N, KV HOI) D_decode; weights taken as amortised.</summary>
    /// <param name="ratio">HOI, FLOP a byte of the hardware.</param>
    public double LifetimeCost(double ratio)
    {
        Quiet quiet = default;
        return LifetimeCost(ratio, ref quiet);
    }

    /// <summary>The lifetime cost, with the work shown.</summary>
    public double LifetimeCost<TWork>(double ratio, ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(RatioSymbol, ratio);
        double active = work.Given(ActiveSymbol, Active, name: "active");
        double trained = work.Given(TrainSymbol, PreTraining, name: "trained");
        double read = work.Given(PrefillSymbol, Prefill, name: "read");
        double written = work.Given(DecodeSymbol, Decode + Rollouts, name: "written");
        double cache = work.Given(CacheSymbol, Cache, name: "cache");
        double training = work.Step(TrainingSymbol, 6 * active * trained);
        double reading = work.Step(ReadingSymbol, 2 * active * read);
        double writing = work.Step(WritingSymbol, Math.Max(2 * active, cache * ratio) * written);
        return work.Step(LifeSymbol, training + reading + writing);
    }
}

/// <summary>Machines of a fleet, all together.</summary>
/// <param name="Name">In words.</param>
/// <param name="Devices">Devices.</param>
/// <param name="Flop">Dense peak of all, FLOP/s.</param>
/// <param name="Bandwidth">Memory bandwidth of all, B/s.</param>
/// <param name="Capacity">Memory of all, B.</param>
/// <param name="UsdPerHour">Rent of all; null where a price is not known.</param>
public sealed record Fleet(string Name, double Devices, double Flop, double Bandwidth, double Capacity, double? UsdPerHour)
{
    /// <summary>FLOP a byte it has.</summary>
    public double Intensity => Flop / Bandwidth;

    /// <summary>Seconds of all its arithmetic, and of all its bandwidth, that a demand takes at utilisations.</summary>
    public (double Compute, double Memory) Time(TokenDemand demand, double computeUse, double memoryUse)
        => (demand.Flop / (Flop * computeUse), demand.Bytes / (Bandwidth * memoryUse));
}
