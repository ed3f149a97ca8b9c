using System.Collections.Immutable;

namespace Chalkline.Charts.Layout;

/// <summary>
/// Refuses charts that cannot be drawn truthfully, in one sentence that names the series and the value.
/// </summary>
public static class ChartChecks
{
    /// <summary>Checks a chart.</summary>
    /// <exception cref="ChalkException">Something in it cannot be drawn.</exception>
    public static void Check(ChartSpec chart)
    {
        if (string.IsNullOrWhiteSpace(chart.Title))
        {
            throw new ChalkException("A chart has no title; give it one.");
        }

        if (chart.Series.IsDefaultOrEmpty)
        {
            throw Wrong(chart, "it has no series; give it at least one");
        }

        CheckAxis(chart, chart.X, "horizontal");
        CheckAxis(chart, chart.Y, "vertical");
        if (chart.X.IsCategorical && chart.Y.IsCategorical)
        {
            throw Wrong(chart, "both axes are categories; one of them has to measure something");
        }

        foreach (Series series in chart.Series)
        {
            CheckSeries(chart, series);
        }

        foreach (ReferenceLine line in chart.Lines)
        {
            CheckValue(chart, line.Vertical ? chart.X : chart.Y, $"reference line '{line.Label}'", line.Value,
                finite: true);
        }

        foreach (Annotation note in chart.Annotations)
        {
            CheckValue(chart, chart.X, $"annotation '{note.Text}'", note.X, finite: true);
            CheckValue(chart, chart.Y, $"annotation '{note.Text}'", note.Y, finite: true);
        }
    }

    private static void CheckAxis(ChartSpec chart, Axis axis, string which)
    {
        if (axis.Scale == AxisScale.Log && axis.LogBase is not (2 or 10))
        {
            throw Wrong(chart, $"the {which} axis has base {axis.LogBase}; a logarithmic axis has base 2 or 10");
        }

        foreach (double end in new[] { axis.Minimum, axis.Maximum }.OfType<double>())
        {
            CheckValue(chart, axis, $"the range of the {which} axis", end, finite: true);
        }

        if (axis is { Minimum: double low, Maximum: double high } && !(low < high))
        {
            throw Wrong(
                chart,
                $"the {which} axis runs from {NumberText.Format(low)} to {NumberText.Format(high)}; "
                    + "its minimum has to be smaller");
        }
    }

    private static void CheckSeries(ChartSpec chart, Series series)
    {
        string where = $"series '{series.Name}'";
        switch (series)
        {
            case BarSeries bars:
                CheckBars(chart, bars);
                return;
            case BandSeries band:
                CheckNumbers(chart, where);
                foreach (ChartInterval interval in band.Intervals.Where(interval => interval.IsFinite))
                {
                    CheckPoint(chart, where, new(interval.X, interval.Low));
                    if (interval.High < interval.Low)
                    {
                        throw Wrong(
                            chart,
                            $"{where} has an interval from {NumberText.Format(interval.Low)} to "
                                + $"{NumberText.Format(interval.High)}; its low end comes first");
                    }
                }

                CheckOrder(chart, where, [.. band.Intervals.Select(interval => interval.X)]);
                return;
            case StepAreaSeries area:
                if (chart.Y.Scale == AxisScale.Log)
                {
                    throw Wrong(chart, $"{where} is an area, which stands on zero; give it a linear vertical axis");
                }

                CheckOrder(chart, where, [.. area.Points.Select(point => point.X)]);
                break;
        }

        CheckNumbers(chart, where);
        foreach (ChartPoint point in PointsOf(series).Where(point => point.IsFinite))
        {
            CheckPoint(chart, where, point);
        }
    }

    private static void CheckBars(ChartSpec chart, BarSeries bars)
    {
        Axis axis = chart.X.IsCategorical ? chart.X : chart.Y;
        Axis measure = chart.X.IsCategorical ? chart.Y : chart.X;
        if (!axis.IsCategorical)
        {
            throw Wrong(chart, $"series '{bars.Name}' has bars; make one axis an axis of categories");
        }

        if (measure.Scale == AxisScale.Log)
        {
            throw Wrong(chart, $"series '{bars.Name}' has bars, which stand on zero; give it a linear axis");
        }

        if (bars.Values.Length != axis.Categories.Length)
        {
            throw Wrong(
                chart,
                $"series '{bars.Name}' has {bars.Values.Length} values for {axis.Categories.Length} categories; "
                    + "give one for each");
        }
    }

    private static void CheckNumbers(ChartSpec chart, string where)
    {
        if (chart.X.IsCategorical || chart.Y.IsCategorical)
        {
            throw Wrong(chart, $"{where} has points, which need two axes of numbers; an axis of categories takes bars");
        }
    }

    private static void CheckOrder(ChartSpec chart, string where, ImmutableArray<double> positions)
    {
        for (int place = 1; place < positions.Length; place++)
        {
            if (positions[place] < positions[place - 1])
            {
                throw Wrong(
                    chart,
                    $"{where} goes back to {NumberText.Format(positions[place])}; "
                        + "order its points from left to right");
            }
        }
    }

    private static void CheckPoint(ChartSpec chart, string where, ChartPoint point)
    {
        CheckValue(chart, chart.X, where, point.X, finite: false);
        CheckValue(chart, chart.Y, where, point.Y, finite: false);
    }

    private static void CheckValue(ChartSpec chart, Axis axis, string where, double value, bool finite)
    {
        if (finite && !double.IsFinite(value))
        {
            throw Wrong(chart, $"{where} has the value {value}; it has to be a finite number");
        }

        if (axis.Scale == AxisScale.Log && value <= 0)
        {
            throw Wrong(
                chart,
                $"{where} has the value {NumberText.Format(value)} on the logarithmic axis '{axis.Label}'; "
                    + "values there are above zero");
        }
    }

    private static ImmutableArray<ChartPoint> PointsOf(Series series) => series switch
    {
        LineSeries line => line.Points,
        PointSeries points => points.Points,
        StepAreaSeries area => area.Points,
        _ => [],
    };

    private static ChalkException Wrong(ChartSpec chart, string what) => new($"Chart '{chart.Title}': {what}.");
}
