using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Economics.Lifecycle;

/// <summary>A model's life: what is known, and what is guessed.</summary>
public sealed record LifecycleRequest
{
    /// <summary>A month as the lecture counts it: 2 months are 60 days (card 19).</summary>
    public static Seconds Month { get; } = new(30 * 86400);

    /// <summary>N, active parameters.</summary>
    public required Parameters Active { get; init; }

    /// <summary>All parameters over active ones, from 1. Default: 1, dense.</summary>
    public double TotalOverActive { get; init; } = 1;

    /// <summary>Tokens served a second over the life.</summary>
    public required TokensPerSecond Traffic { get; init; }

    /// <summary>How long the model is served.</summary>
    public required Seconds Lifetime { get; init; }

    /// <summary>
    /// Probability that the model turns out good enough to be served, above 0 to 1; the lecture's derating. Default: 1.
    /// </summary>
    public double FrontierChance { get; init; } = 1;

    /// <summary>
    /// k: FLOP a parameter and RL token, from 2 (rollouts nobody trains on) to 6 (all trained on). Default: 3, card 18.
    /// </summary>
    public FlopPerParameterToken RolloutWork { get; init; } = new(3);

    /// <summary>
    /// eta: training's MFU over decode's, at least 1 in practice. Default: 3, card 18. (The lecture first multiplied by
    /// 1/eta and then turned it over; inefficient work costs more.)
    /// </summary>
    public double DecodePenalty { get; init; } = 3;

    /// <summary>How the heuristic shares compute out. Default: thirds.</summary>
    public LifecycleShares Shares { get; init; } = LifecycleShares.Thirds;

    /// <summary>Pre-training tokens; null for what the heuristic says.</summary>
    public Tokens? TrainTokens { get; init; }

    /// <summary>RL tokens; null for what the heuristic says.</summary>
    public Tokens? RlTokens { get; init; }

    /// <summary>The scaling law.</summary>
    public required ScalingLaw Law { get; init; }

    /// <summary>Experts, granularity, sparsity, bits of the law.</summary>
    public LawSetting Setting { get; init; } = LawSetting.Dense;

    /// <summary>Checks the numbers.</summary>
    /// <exception cref="ChalkException">One is out of its range.</exception>
    public LifecycleRequest Checked()
    {
        Check("active parameters", Active.Value, Active.Value is >= 1e3 and <= 1e17, "1e3 to 1e17");
        Check("total over active parameters", TotalOverActive, TotalOverActive is >= 1 and <= 1e4, "1 to 10,000");
        Check("tokens a second", Traffic.Value, Traffic.Value is > 0 and <= 1e15, "above 0 to 1e15");
        Check("months", Lifetime / Month, Lifetime / Month is > 0 and <= 1200, "above 0 to 1200");
        Check("chance of the frontier", FrontierChance, FrontierChance is > 0 and <= 1, "above 0 to 1");
        Check("FLOP a parameter and RL token", RolloutWork.Value, RolloutWork.Value is >= 2 and <= 6, "2 to 6");
        Check("decode penalty", DecodePenalty, DecodePenalty is > 0 and <= 1e4, "above 0 to 10,000");
        double train = TrainTokens?.Value ?? 1;
        double rl = RlTokens?.Value ?? 0;
        Check("training tokens", train, train is > 0 and <= 1e24, "above 0 to 1e24");
        Check("RL tokens", rl, rl is >= 0 and <= 1e24, "0 to 1e24");
        return this;
    }

    private static void Check(string name, double value, bool right, string range)
    {
        if (!right)
        {
            throw new ChalkException(
                FormattableString.Invariant($"A lifecycle takes {name} from {range}; {value:G6} is outside."));
        }
    }
}
