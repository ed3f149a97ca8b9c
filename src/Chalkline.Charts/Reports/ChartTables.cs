using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Reports;

/// <summary>The values of a chart as tables, for renderings without pictures.</summary>
public static class ChartTables
{
    /// <summary>Most rows of a table; longer sweeps are thinned evenly and say so.</summary>
    private const int MostRows = 65;

    /// <summary>
    /// One table: a row for each category or position, a column for each series; none for a cloud of many faint points.
    /// </summary>
    /// <param name="chart">The chart.</param>
    /// <param name="notes">What has to be said below: the chart's notes, its reference lines, rows left out.</param>
    /// <exception cref="ChalkException">The chart cannot be drawn truthfully.</exception>
    public static ImmutableArray<TableSpec> Of(ChartSpec chart, out IReadOnlyList<string> notes)
    {
        PreparedChart prepared = PreparedChart.From(chart);
        List<string> said = [.. prepared.Notes];
        notes = said;
        foreach (ReferenceLine line in chart.Lines)
        {
            Axis axis = line.Vertical ? chart.X : chart.Y;
            said.Add($"{line.Label}: {axis.Heading} = {NumberText.Format(line.Value, axis.Style)}.");
        }

        PointSeries[] clouds = [.. chart.Series.OfType<PointSeries>().Where(points => points.Faint)];
        int cloud = clouds.Sum(points => points.Points.Length);
        if (cloud > MostRows)
        {
            // A cloud is looked at, not read; a thinned list of it would be neither.
            said.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"A cloud of {cloud:N0} points, drawn and not listed: {string.Join(", ", clouds.Select(points => points.Name))}."));
            return [];
        }

        bool bars = chart.X.IsCategorical || chart.Y.IsCategorical;
        return bars ? [Categories(chart)] : [Positions(chart, prepared, said)];
    }

    private static TableSpec Categories(ChartSpec chart)
    {
        Axis across = chart.X.IsCategorical ? chart.X : chart.Y;
        Axis along = chart.X.IsCategorical ? chart.Y : chart.X;
        BarSeries[] series = [.. chart.Series.OfType<BarSeries>()];
        return new()
        {
            Caption = along.Heading,
            Columns = [new(across.Label), .. series.Select(bars => new TableColumn(bars.Name, Numeric: true))],
            Rows = [.. across.Categories.Select((name, place) => (ImmutableArray<TableCell>)
                [name, .. series.Select(bars => TableCell.Of(bars.Values[place], along.Style))])],
        };
    }

    private static TableSpec Positions(ChartSpec chart, PreparedChart prepared, List<string> said)
    {
        Dictionary<double, string[]> rows = [];
        for (int column = 0; column < prepared.Series.Length; column++)
        {
            foreach ((double x, string text) in Values(prepared.Series[column].Series, chart.Y.Style))
            {
                if (!rows.TryGetValue(x, out string[]? row))
                {
                    rows[x] = row = [.. Enumerable.Repeat("", prepared.Series.Length)];
                }

                row[column] = row[column].Length == 0 ? text : row[column] + "; " + text;
            }
        }

        double[] all = [.. rows.Keys.Order()];
        double[] shown = all.Length <= MostRows
            ? all
            : [.. Enumerable.Range(0, MostRows).Select(place =>
                all[(int)((long)place * (all.Length - 1) / (MostRows - 1))])];
        if (shown.Length < all.Length)
        {
            said.Add($"{shown.Length} of {all.Length} positions are listed.");
        }

        return new()
        {
            Caption = chart.Y.Heading,
            Columns =
            [
                new(chart.X.Heading, Numeric: true),
                .. prepared.Series.Select(item => new TableColumn(item.Series.Name, Numeric: true)),
            ],
            Rows = [.. shown.Select(x => (ImmutableArray<TableCell>)
                [TableCell.Of(x, chart.X.Style), .. rows[x].Select(TableCell.FromString)])],
        };
    }

    private static IEnumerable<(double X, string Text)> Values(Series series, NumberStyle style) => series switch
    {
        LineSeries line => line.Points.Where(point => point.IsFinite).Select(point => (point.X, Value(point, style))),
        PointSeries points => points.Points.Where(point => point.IsFinite).Select(point =>
            (point.X, Value(point, style))),
        StepAreaSeries area => area.Points.Where(point => point.IsFinite).Select(point =>
            (point.X, Value(point, style))),
        BandSeries band => band.Intervals.Where(interval => interval.IsFinite).Select(interval => (
            interval.X, $"{NumberText.Format(interval.Low, style)} to {NumberText.Format(interval.High, style)}")),
        _ => [],
    };

    private static string Value(ChartPoint point, NumberStyle style)
        => NumberText.Format(point.Y, style) + (point.Label.Length > 0 ? $" ({point.Label})" : "");
}
