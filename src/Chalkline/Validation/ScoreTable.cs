using System.Collections.Immutable;

namespace Chalkline.Validation;

/// <summary>The scores of rows that are trusted alike.</summary>
public sealed record ScoreTable
{
    /// <summary>How many of the worst values are kept.</summary>
    public const int MostWorst = 10;

    /// <summary>Rows, predicted or not.</summary>
    public required int Rows { get; init; }

    /// <summary>Rows of which something was predicted.</summary>
    public required int Predicted { get; init; }

    /// <summary>Rows of which nothing was, by reason; most first.</summary>
    public required ImmutableArray<KeyValuePair<string, int>> Skipped { get; init; }

    /// <summary>Predictions that are better than the proved limit allows; there must be none.</summary>
    public required int FloorViolations { get; init; }

    /// <summary>A score for each metric over all rows.</summary>
    public required ImmutableArray<MetricScore> Overall { get; init; }

    /// <summary>Scores by group, in ordinal order of their values.</summary>
    public required ImmutableArray<ScoreGroup> Groups { get; init; }

    /// <summary>The values predicted worst, one a row, worst first.</summary>
    public required ImmutableArray<WorstValue> Worst { get; init; }

    /// <summary>Scores rows.</summary>
    /// <param name="rows">The rows, with all their groups.</param>
    /// <param name="groupBy">Keys to group by; every row has them.</param>
    /// <param name="tolerance">How far a metric of a row may be off, as a fraction.</param>
    public static ScoreTable Of(
        IReadOnlyCollection<ScoredRow> rows, ImmutableArray<string> groupBy, Func<ScoredRow, string, double> tolerance)
    {
        ScoredRow[] predicted = [.. rows.Where(row => row.Skipped is null)];
        return new()
        {
            Rows = rows.Count,
            Predicted = predicted.Length,
            Skipped = Reasons(rows),
            FloorViolations = predicted.Sum(row => row.Values.Count(value => value.UnderFloor)),
            Overall = Scores(predicted, tolerance),
            Groups = groupBy.IsEmpty ? [] : Grouped(predicted, groupBy, tolerance),
            Worst =
            [
                .. predicted.Select(row => row.Values
                        .Select(value => new WorstValue(row, value, tolerance(row, value.Metric)))
                        .MaxBy(worst => worst.Badness)!)
                    .OrderByDescending(worst => worst.Badness)
                    .ThenBy(worst => worst.Row.Line)
                    .Take(MostWorst),
            ],
        };
    }

    private static ImmutableArray<KeyValuePair<string, int>> Reasons(IEnumerable<ScoredRow> rows) =>
    [
        .. rows.Where(row => row.Skipped is not null)
            .GroupBy(row => row.Skipped!, StringComparer.Ordinal)
            .Select(group => KeyValuePair.Create(group.Key, group.Count()))
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, StringComparer.Ordinal),
    ];

    private static ImmutableArray<ScoreGroup> Grouped(
        IEnumerable<ScoredRow> rows, ImmutableArray<string> keys, Func<ScoredRow, string, double> tolerance) =>
    [
        .. rows.GroupBy(row => string.Join('\u001f', keys.Select(key => row.Groups[key])), StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ScoreGroup(
                [.. keys.Select(key => KeyValuePair.Create(key, group.First().Groups[key]))], Scores(group, tolerance))),
    ];

    private static ImmutableArray<MetricScore> Scores(IEnumerable<ScoredRow> rows, Func<ScoredRow, string, double> tolerance) =>
    [
        .. rows.SelectMany(row => row.Values.Select(value => (Value: value, Tolerance: tolerance(row, value.Metric))))
            .GroupBy(item => item.Value.Metric, StringComparer.Ordinal)
            .OrderBy(group => Place(group.Key))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => MetricScore.Of(group.Key, [.. group])),
    ];

    /// <summary>The metrics people look for come first.</summary>
    private static int Place(string metric)
    {
        int place = Array.IndexOf(["tpot_ms", "itl_ms", "ttft_ms", "e2e_ms", "time_us", "iteration_s"], metric);
        return place < 0 ? int.MaxValue : place;
    }
}
