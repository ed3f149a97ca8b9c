using System.Collections.Immutable;

namespace Chalkline.Codesign.Regret;

/// <summary>
/// Designs by scenarios: how each does in each, what it gives away against the best there is, and which one to build without
/// knowing what will come (codesign recording, 9:34).
/// </summary>
/// <param name="Designs">Names of the designs.</param>
/// <param name="Scenarios">Names of the scenarios.</param>
/// <param name="Probabilities">Their probabilities; they add up to 1.</param>
/// <param name="Performance">Performance by design and scenario; 0 where it cannot do it.</param>
public sealed record RegretStudy(
    ImmutableArray<string> Designs, ImmutableArray<string> Scenarios, ImmutableArray<double> Probabilities,
    ImmutableArray<ImmutableArray<double>> Performance)
{
    /// <summary>The best performance in a scenario, over all designs.</summary>
    public double Best(int scenario) => Performance.Max(row => row[scenario]);

    /// <summary>Performance over the best in the scenario, 0 to 1: 1 means no regret.</summary>
    public double Ratio(int design, int scenario) => Best(scenario) is > 0 and var best ? Performance[design][scenario] / best : 1;

    /// <summary>The worst ratio of a design: what it keeps of the best, whatever comes.</summary>
    public double Worst(int design) => Enumerable.Range(0, Scenarios.Length).Min(scenario => Ratio(design, scenario));

    /// <summary>Expected logarithm of the ratio; minus infinity where the design cannot do something that may come.</summary>
    public double ExpectedLog(int design) => Enumerable.Range(0, Scenarios.Length)
        .Where(scenario => Probabilities[scenario] > 0)
        .Sum(scenario => Probabilities[scenario] * Math.Log(Ratio(design, scenario)));

    /// <summary>The design with the best worst case: minimax regret.</summary>
    public int Minimax => Enumerable.Range(0, Designs.Length).MaxBy(Worst);

    /// <summary>The design with the best expected logarithm.</summary>
    public int BestExpected => Enumerable.Range(0, Designs.Length).MaxBy(ExpectedLog);

    /// <summary>The specialist of a scenario: the best in it.</summary>
    public int Specialist(int scenario) => Enumerable.Range(0, Designs.Length).MaxBy(design => Performance[design][scenario]);

    /// <summary>
    /// Probability of a scenario, the others keeping their shares among themselves, at which two designs are expected to do as well
    /// (mean ratio); null where one is better whatever it is.
    /// </summary>
    /// <param name="one">The design that has to be made: it bears the engineering.</param>
    /// <param name="other">The design that is there.</param>
    /// <param name="scenario">The scenario whose probability is sought.</param>
    /// <param name="engineering">Non-recurring engineering over the cost of the machines it is spread over; at least 0.</param>
    public double? BreakEven(int one, int other, int scenario, double engineering = 0)
    {
        double rest = 1 - Probabilities[scenario];
        double Mean(int design) => rest > 0
            ? Enumerable.Range(0, Scenarios.Length).Where(place => place != scenario).Sum(place => Probabilities[place] / rest * Ratio(design, place))
            : 0;
        double bears = 1 / (1 + engineering);
        double inside = (bears * Ratio(one, scenario)) - Ratio(other, scenario);
        double outside = Mean(other) - (bears * Mean(one));
        double probability = outside / (inside + outside);
        return double.IsFinite(probability) && probability is > 0 and < 1 ? probability : null;
    }
}
