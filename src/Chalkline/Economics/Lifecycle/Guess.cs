namespace Chalkline.Economics.Lifecycle;

/// <summary>One guess behind the answer, and what the answer becomes at the ends of what is plausible.</summary>
/// <param name="Name">What is guessed.</param>
/// <param name="Low">Its low end, in words.</param>
/// <param name="High">Its high end, in words.</param>
/// <param name="AtLow">Tokens of the cheapest model of the same quality at the low end, over those at the
/// guess.</param>
/// <param name="AtHigh">The same at the high end.</param>
/// <param name="Heuristic">Percent that the heuristic's tokens move for a percent of the guess; null for a
/// choice.</param>
/// <param name="OptimalTokens">Percent that D* moves, quality held; null for a choice.</param>
/// <param name="OptimalParameters">Percent that N* moves, quality held; null for a choice.</param>
public sealed record Guess(
    string Name,
    string Low,
    string High,
    double AtLow,
    double AtHigh,
    double? Heuristic,
    double? OptimalTokens,
    double? OptimalParameters)
{
    /// <summary>How far apart the ends are, as the larger over the smaller.</summary>
    public double Swing => Math.Max(Math.Max(AtLow, AtHigh), 1) / Math.Min(Math.Min(AtLow, AtHigh), 1);
}
