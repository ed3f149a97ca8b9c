using System.Collections.Immutable;
using Chalkline.Codesign.Energy;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Codesign.Sensitivities;

/// <summary>What is to be better.</summary>
public enum Objective
{
    /// <summary>Dollars a million output tokens: devices times time a token.</summary>
    Cost,

    /// <summary>Joules a token.</summary>
    Energy,

    /// <summary>Tokens a second of one user.</summary>
    Speed,

    /// <summary>Tokens a second of a device.</summary>
    Throughput,
}

/// <summary>How an objective at one operating point answers to every figure of hardware, model, format and workload.</summary>
public sealed record TokenSensitivity
{
    private TokenSensitivity(StepSlopes slopes, Objective objective, double value, ImmutableArray<(Figure Figure, double Elasticity)> all)
    {
        Slopes = slopes;
        Objective = objective;
        Value = value;
        Elasticities = all;
    }

    /// <summary>The step's slopes.</summary>
    public StepSlopes Slopes { get; }

    /// <summary>What is to be better.</summary>
    public Objective Objective { get; }

    /// <summary>Its value: USD a million tokens, J a token, tok/s a user, or tok/s a device.</summary>
    public double Value { get; }

    /// <summary>Elasticity by figure, largest first: percent of the objective for a percent of the figure, all else held.</summary>
    public ImmutableArray<(Figure Figure, double Elasticity)> Elasticities { get; }

    /// <summary>The elasticities at a point.</summary>
    /// <param name="pass">A prepared model.</param>
    /// <param name="batch">Sequences of a replica.</param>
    /// <param name="context">Tokens each holds.</param>
    /// <param name="objective">What is to be better.</param>
    /// <param name="price">Price of a device; needed for cost.</param>
    /// <param name="terms">Energies of the device; needed for energy.</param>
    /// <exception cref="ChalkException">Cost is asked without a price, or energy without terms.</exception>
    public static TokenSensitivity Of(
        PassModel pass, double batch, Tokens context, Objective objective, UsdPerDeviceHour? price, EnergyTerms? terms)
    {
        StepSlopes slopes = StepSlopes.Of(pass, batch, context);
        double devices = pass.Layout.DevicesPerReplica;
        double stages = pass.Layout.PipelineStages;
        Func<TokenAmounts, double> weigh;
        double value;
        switch (objective)
        {
            case Objective.Speed:
                value = 1 / (stages * slopes.Step.Time);
                return Ratio(-1, 0);
            case Objective.Throughput:
                value = batch / (devices * stages * slopes.Step.Time);
                return Ratio(-1, 1);
            case Objective.Cost:
                value = (price ?? throw new ChalkException("$/Mtok needs a price of the device; give --price.")).Value
                    * devices * stages * slopes.Step.Time / 3600 / batch * 1e6;
                return Ratio(1, -1, (Figure.Price, 1));
            default:
                weigh = Energies(pass, batch, terms ?? throw new ChalkException("J/tok needs the device's energies."));
                value = weigh(slopes.Step);
                return Energy();
        }

        TokenSensitivity Ratio(double ofTime, double ofBatch, params (Figure Figure, double Elasticity)[] more) => new(
            slopes, objective, value,
            Ranked(Enum.GetValues<Figure>().Select(figure => (
                figure,
                (ofTime * slopes.Of(figure).Time / slopes.Step.Time) + (figure == Figure.Batch ? ofBatch : 0)
                    + more.Where(one => one.Figure == figure).Sum(one => one.Elasticity)))));

        TokenSensitivity Energy() => new(
            slopes, objective, value,
            Ranked(Enum.GetValues<Figure>().Select(figure => (
                figure,
                (figure switch
                {
                    // A larger batch shares what does not grow with it.
                    Figure.Batch => weigh(slopes.Of(figure)) - value,
                    Figure.Power => Static(slopes.Step),
                    Figure.MemoryEnergy => OfMemory(slopes.Step),
                    Figure.ArithmeticEnergy => value - Static(slopes.Step) - OfMemory(slopes.Step) - OfLinks(slopes.Step),
                    _ => weigh(slopes.Of(figure)),
                }) / value))));

        double Static(TokenAmounts amounts) => weigh(new(amounts.Time, 0, 0, 0, 0, 0));
        double OfMemory(TokenAmounts amounts) => weigh(new(0, 0, 0, amounts.Memory, 0, 0));
        double OfLinks(TokenAmounts amounts) => weigh(new(0, 0, 0, 0, amounts.ScaleUp, amounts.ScaleOut));
    }

    /// <summary>Energy of a token as a linear form of what a device does in a step.</summary>
    private static Func<TokenAmounts, double> Energies(PassModel pass, double batch, EnergyTerms terms)
    {
        double share = pass.Layout.DevicesPerReplica / batch;
        double stages = pass.Layout.PipelineStages;
        TokenTraffic sample = TokenEnergyStudy.Decode(pass, batch, new(1), Fidelity.Operator);
        return amounts => TokenEnergy.Of(
            new()
            {
                WeightArithmetic = sample.WeightArithmetic,
                WeightFlop = new(share * amounts.Products),
                AttentionFlop = new(share * amounts.Attention),
                Weights = new(share * amounts.Memory),
                ScaleUp = new(share * amounts.ScaleUp),
                ScaleOut = new(share * amounts.ScaleOut),
                DeviceTime = new(share * stages * amounts.Time),
            },
            terms).Total.Value;
    }

    private static ImmutableArray<(Figure Figure, double Elasticity)> Ranked(IEnumerable<(Figure Figure, double Elasticity)> all)
        => [.. all.Where(one => Math.Abs(one.Elasticity) > 1e-12).OrderByDescending(one => Math.Abs(one.Elasticity)).ThenBy(one => one.Figure)];
}
