using System.Collections.Immutable;

namespace Chalkline.Validation;

/// <summary>The scores of rows that are alike.</summary>
/// <param name="By">What they have in common, in the order it was asked for.</param>
/// <param name="Metrics">A score for each metric they have.</param>
public sealed record ScoreGroup(
    ImmutableArray<KeyValuePair<string, string>> By, ImmutableArray<MetricScore> Metrics);

/// <summary>A value that was predicted badly.</summary>
/// <param name="Row">Its row.</param>
/// <param name="Value">Measured and predicted.</param>
/// <param name="Tolerance">How far it may be off, as a fraction.</param>
public sealed record WorstValue(ScoredRow Row, ScoredValue Value, double Tolerance)
{
    /// <summary>How many times too large or too small, at least 1: a tenfold error is ten either way.</summary>
    public double Factor => Math.Max(Value.Predicted / Value.Measured, Value.Measured / Value.Predicted);

    /// <summary>
    /// How bad it is: so many tolerances off, on a logarithmic scale, so that too small counts as much as too large and
    /// a metric that is hard to predict does not fill the list.
    /// </summary>
    public double Badness => Math.Log(Factor) / Math.Log(1 + Tolerance);
}
