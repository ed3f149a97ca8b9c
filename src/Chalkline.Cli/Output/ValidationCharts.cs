using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Calibration;
using Chalkline.Charts;
using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>Predicted against measured, and how many errors are how large.</summary>
internal static class ValidationCharts
{
    private const string Others = "others";

    /// <summary>Groups with a colour of their own; the rest share one.</summary>
    private const int MostGroups = 5;

    private const double LeastError = 0.01;
    private const double MostError = 3;
    private const int ErrorSteps = 60;

    /// <summary>A scatter for each metric, then the errors of all.</summary>
    public static IEnumerable<ChartSpec> Of(ValidationResult result)
    {
        ScoredRow[] rows = [.. result.Rows.Where(row => row.Quality == CaseQuality.Ok && !row.Values.IsEmpty)];
        foreach (MetricScore score in result.Ok.Overall)
        {
            yield return Scatter(result, rows, score);
        }

        if (rows.Length > 0)
        {
            yield return Errors(result, rows);
        }
    }

    private static ChartSpec Scatter(ValidationResult result, IReadOnlyList<ScoredRow> rows, MetricScore score)
    {
        (ScoredRow Row, ScoredValue Value)[] points =
            [.. rows.SelectMany(row => row.Values.Where(value => value.Metric == score.Metric).Select(value => (row, value)))];
        double low = points.Min(point => Math.Min(point.Value.Measured, point.Value.Predicted));
        double high = points.Max(point => Math.Max(point.Value.Measured, point.Value.Predicted));
        (low, high) = (Rounded(low / 1.3), Rounded(high * 1.3));
        double tolerance = CaseTolerance.Default(score.Metric);
        string unit = ValidationTables.Unit(score.Metric);
        return new()
        {
            Title = $"{Capital(ValidationTables.Name(score.Metric))}: predicted against measured",
            Subtitle = string.Create(
                CultureInfo.InvariantCulture,
                $"{score.Count:N0} values, median error {score.MedianApe:0.0 %}, bias {score.Bias:+0.0 %;-0.0 %}; "
                    + $"fidelity {result.Fidelity.ToString().ToLowerInvariant()}"),
            X = Axis.Log("Measured", unit) with { Minimum = low, Maximum = high },
            Y = Axis.Log("Predicted", unit) with { Minimum = low, Maximum = high },
            Legend = LegendPlace.Above,
            Series =
            [
                new BandSeries(
                    string.Create(CultureInfo.InvariantCulture, $"within {tolerance:0.# %}"),
                    [Band(low, tolerance), Band(high, tolerance)]) { Colour = 7 },
                new LineSeries("as measured (y = x)", [new(low, low), new(high, high)]) { Bold = true },
                .. Clouds(result, points),
            ],
        };
    }

    /// <summary>Points by the first key of the groups: those with most points in colours of their own.</summary>
    private static IEnumerable<PointSeries> Clouds(ValidationResult result, IReadOnlyList<(ScoredRow Row, ScoredValue Value)> points)
    {
        string key = result.GroupBy.FirstOrDefault("");
        string Group(ScoredRow row) => row.Groups.GetValueOrDefault(key, "predictions");
        string[] named =
        [
            .. points.GroupBy(point => Group(point.Row), StringComparer.Ordinal)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => group.Key)
                .Take(MostGroups),
        ];
        return points
            .GroupBy(
                point => named.Contains(Group(point.Row), StringComparer.Ordinal) ? Group(point.Row) : Others,
                StringComparer.Ordinal)
            .OrderBy(group => group.Key == Others ? int.MaxValue : Array.IndexOf(named, group.Key))
            .Select(group => new PointSeries(Short(group.Key), [.. group.Select(point =>
                new ChartPoint(point.Value.Measured, point.Value.Predicted, Tooltip: point.Row.Id))]) { Faint = true });
    }

    /// <summary>The share of values whose error is at most so large; kernels by kind, others by metric.</summary>
    private static ChartSpec Errors(ValidationResult result, IReadOnlyList<ScoredRow> rows)
    {
        bool kernels = result.Kind == ValidationKind.Kernels;
        var curves = rows
            .SelectMany(row => row.Values.Select(value => (
                Name: kernels ? row.Groups.GetValueOrDefault("kind", value.Metric) : ValidationTables.Name(value.Metric),
                Error: Math.Abs(value.Error))))
            .GroupBy(item => item.Name, item => item.Error, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(8);
        return new()
        {
            Title = "Share of predictions within an error",
            Subtitle = "Where a curve crosses 50% is the median error; the further left, the better",
            X = Axis.Log("Error, at most") with { Style = NumberStyle.Percent },
            Y = Axis.Linear("Share of values") with { Style = NumberStyle.Percent, Minimum = 0, Maximum = 1 },
            Legend = LegendPlace.Above,
            Series = [.. curves.Select(group => new LineSeries(group.Key, Cumulative([.. group.Order()])))],
            Lines = [ReferenceLine.AtY(0.5, "median")],
        };
    }

    private static ImmutableArray<ChartPoint> Cumulative(double[] sorted) =>
    [
        .. Enumerable.Range(0, ErrorSteps + 1).Select(step =>
        {
            double error = Rounded(LeastError * Math.Pow(MostError / LeastError, step / (double)ErrorSteps));
            return new ChartPoint(error, sorted.Count(each => each <= error) / (double)sorted.Length);
        }),
    ];

    private static ChartInterval Band(double at, double tolerance) => new(at, at * (1 - tolerance), at * (1 + tolerance));

    /// <summary>Powers differ in their last digits between machines; three digits are the same on all.</summary>
    private static double Rounded(double value)
        => double.Parse(value.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>A model without its organisation: the legend has little room.</summary>
    private static string Short(string name) => name[(name.LastIndexOf('/') + 1)..];

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
