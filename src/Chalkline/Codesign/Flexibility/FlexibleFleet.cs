using Chalkline.Derivations;

namespace Chalkline.Codesign.Flexibility;

/// <summary>
/// A fleet of which a share x is flexible hardware: it does standard work at speed 1 and research nobody foresaw at
/// speed 1; the rest is specialised, e times as fast at standard work and k times slower at the unforeseen.
/// </summary>
/// <remarks>
/// V(x) = e (1 - x) + x + q v ln(1 + c/s), c = x + (1 - x)/k, in units of the standard work of an all-flexible fleet
/// (codesign recording, 16:22; the form is a modelling proposal, no source claims it). Capacity for the unforeseen has
/// falling returns: the first s of the fleet brings as much as the next 2 s.
/// </remarks>
public sealed record FlexibleFleet
{
    private static readonly Symbol SpeedSymbol = new("speed", "e", "e", "speed of specialised hardware at standard work");
    private static readonly Symbol StakeSymbol = new(
        "stake", "q v", "q v", "chance that the unforeseen matters, times its value in fleets of standard work");
    private static readonly Symbol LeakSymbol = new(
        "leak", "1/k", "1/k", "speed of specialised hardware at unforeseen work");
    private static readonly Symbol ScaleSymbol = new("scale", "s", "s", "share at which returns begin to fall");
    private static readonly Symbol StationarySymbol = new(
        "stationary", "x_0", "x_0", "share where dV/dx = 0", "codesign recording, 16:22");
    private static readonly Symbol BestSymbol = new("best", "x*", "x^*", "best share, held between 0 and 1");
    private static readonly Symbol BeginSymbol = new(
        "begin", "(q v)_0", "(q v)_0", "stake at which the first flexible device pays");

    /// <summary>e, speed of specialised over flexible hardware at standard work; at least 1.</summary>
    public required double Speed { get; init; }

    /// <summary>q, the chance that unforeseen work matters; from 0 to 1.</summary>
    public required double Chance { get; init; }

    /// <summary>v, value of the unforeseen work at the scale's first unit, in fleets of standard work; from 0.</summary>
    public required double Value { get; init; }

    /// <summary>k, how much slower specialised hardware is at it; at least 1, infinite where it cannot do it.</summary>
    public double Slowdown { get; init; } = double.PositiveInfinity;

    /// <summary>s, share of the fleet at which returns begin to fall; above 0.</summary>
    public double Scale { get; init; } = 0.05;

    /// <summary>The best share.</summary>
    public double Best
    {
        get
        {
            Quiet quiet = default;
            return BestShare(ref quiet);
        }
    }

    /// <summary>The stake q v at which the first flexible device pays.</summary>
    public double BreakEvenStake
    {
        get
        {
            Quiet quiet = default;
            return BreakEven(ref quiet);
        }
    }

    /// <summary>
    /// What the insurance costs if nothing unforeseen comes: the share of standard work given up against an
    /// all-specialised fleet.
    /// </summary>
    public double Premium(double share) => share * (Speed - 1) / Speed;

    /// <summary>Standard work done at a share, in work of an all-flexible fleet.</summary>
    public double Standard(double share) => (Speed * (1 - share)) + share;

    /// <summary>Expected value of the unforeseen work at a share, in the same unit.</summary>
    public double Unforeseen(double share) => Chance * Value * Math.Log(1 + ((share + ((1 - share) / Slowdown)) / Scale));

    /// <summary>V(x), expected value of the whole fleet, in the same unit.</summary>
    public double Total(double share) => Standard(share) + Unforeseen(share);

    /// <summary>The best share, with the work shown.</summary>
    public double BestShare<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        double speed = work.Given(SpeedSymbol, Speed);
        double stake = work.Given(StakeSymbol, Chance * Value);
        double leak = work.Given(LeakSymbol, 1 / Slowdown);
        double scale = work.Given(ScaleSymbol, Scale);
        if (leak >= 1)
        {
            return work.Given(BestSymbol, speed > 1 ? 0.0 : 1.0, name: "best");
        }

        if (speed <= 1)
        {
            return work.Given(BestSymbol, 1.0, name: "best");
        }

        double stationary = work.Step(StationarySymbol, (stake / (speed - 1)) - ((scale + leak) / (1 - leak)));
        double best = work.Step(BestSymbol, Math.Min(1, Math.Max(0, stationary)));
        return best;
    }

    /// <summary>The stake at which the first flexible device pays, with the work shown; infinite where none does.</summary>
    public double BreakEven<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        double speed = work.Given(SpeedSymbol, Speed);
        double leak = work.Given(LeakSymbol, 1 / Slowdown);
        double scale = work.Given(ScaleSymbol, Scale);
        if (leak >= 1)
        {
            return double.PositiveInfinity;
        }

        double begin = work.Step(BeginSymbol, (speed - 1) * (scale + leak) / (1 - leak));
        return begin;
    }
}
