using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Engines;
using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>How many measurements lie in the 80 % intervals of served figures, on all rows and on groups left out.</summary>
internal static class IntervalCoverage
{
    /// <summary>A row a metric, a column for each way to leave out, and a last row over all.</summary>
    public static TableSpec Table(ValidationResult serving)
    {
        ScoredRow[] rows = [.. serving.Rows.Where(row => row.Quality == Calibration.CaseQuality.Ok)];
        ImmutableArray<ImmutableSortedDictionary<ServedMetric, (int Count, int Covered)>> columns =
        [
            Shipped(rows),
            .. ServedIntervals.LeftOutBy.Select(key => ServedIntervals.LeftOut(rows, key)),
        ];
        return Tables.Of(
            "",
            ["Metric", "n", "With all rows", .. ServedIntervals.LeftOutBy.Select(key => $"Each {key} left out"), "Left out, together"],
            columns[0].Keys.Select(metric => (IEnumerable<TableCell>)
            [
                Name(metric),
                Tables.Count(columns[0][metric].Count),
                .. columns.Select(column => Covered(column.GetValueOrDefault(metric))),
                Covered(Sum(columns.Skip(1).Select(column => column.GetValueOrDefault(metric)))),
            ]).Append(
            [
                "all",
                Tables.Count(Sum(columns[0].Values).Count),
                .. columns.Select(column => Covered(Sum(column.Values))),
                Covered(Sum(columns.Skip(1).SelectMany(column => column.Values))),
            ]));
    }

    /// <summary>The spreads in use: a row for each group that rests on rows of its own.</summary>
    public static TableSpec Groups(ServedSpread spread) => Tables.Of(
        "",
        ["Metric", .. ServedFacts.Keys, "Rows", "Evidence", "Interval over prediction"],
        spread.Groups.SelectMany(pair => pair.Value
            .Where(group => group.Facts.Length == ServedFacts.Keys.Length)
            .Select(group => (IEnumerable<TableCell>)
            [
                Name(pair.Key),
                .. group.Facts.Select(fact => (TableCell)fact),
                Tables.Count(group.Rows),
                Tables.Number(Math.Round(group.Evidence, 1)),
                Text(group.Factors(group.Kernels)),
            ])));

    private static ImmutableSortedDictionary<ServedMetric, (int Count, int Covered)> Shipped(IEnumerable<ScoredRow> rows)
        => rows.SelectMany(row => row.Values)
            .Where(value => ServedIntervals.Metric(value.Metric) is not null && MetricScore.HasInterval(value))
            .GroupBy(value => ServedIntervals.Metric(value.Metric)!.Value)
            .ToImmutableSortedDictionary(group => group.Key, group => (group.Count(), group.Count(value => value.Covered)));

    private static (int Count, int Covered) Sum(IEnumerable<(int Count, int Covered)> found)
        => found.Aggregate((Count: 0, Covered: 0), (sum, one) => (sum.Count + one.Count, sum.Covered + one.Covered));

    private static TableCell Covered((int Count, int Covered) found)
        => found.Count == 0 ? new("- (one group)") : Tables.Percent(found.Covered / (double)found.Count);

    private static string Text((double Low, double High) factors)
        => string.Create(CultureInfo.InvariantCulture, $"{factors.Low:0.00} to {factors.High:0.00}");

    private static string Name(ServedMetric metric) => metric switch
    {
        ServedMetric.TimeToFirstToken => "TTFT, prefill",
        ServedMetric.TimePerOutputToken => "TPOT, decode step",
        ServedMetric.EndToEnd => "end to end",
        _ => "tokens/s",
    };
}
