using Chalkline.Charts.Layout;
using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;
using SkiaSharp;
using Box = Chalkline.Charts.Layout.Box;

namespace Chalkline.Charts.Images;

/// <summary>
/// Hands a chart to ScottPlot, which draws grid, axes and series; a logarithmic axis gets decimal logarithms.
/// </summary>
internal static class PlotDrawing
{
    /// <summary>Draws the inside of a chart.</summary>
    public static void Draw(SKCanvas canvas, PreparedChart chart, ChartFrame frame)
    {
        using Plot plot = new();
        // Skia's SVG writer turns a transparent clearing of the canvas into a black rectangle; paper covers it.
        plot.FigureBackground.Color = Color.FromHex(Palette.Paper);
        plot.DataBackground.Color = Colors.Transparent;
        SetAxes(plot, chart);
        foreach (ColouredSeries item in chart.Series.OrderBy(item => Layer(item.Series)))
        {
            Add(plot, chart, item);
        }

        AddLines(plot, chart);
        plot.Axes.SetLimits(
            chart.X.Position(chart.X.Low),
            chart.X.Position(chart.X.High),
            chart.Horizontal ? -chart.Y.High : chart.Y.Position(chart.Y.Low),
            chart.Horizontal ? -chart.Y.Low : chart.Y.Position(chart.Y.High));
        Box box = frame.Plot;
        plot.Layout.Fixed(new PixelRect((float)box.Left, (float)box.Right, (float)box.Bottom, (float)box.Top));
        canvas.Save();
        // Its first act is to clear the canvas, on which the charts above this one are already drawn.
        canvas.ClipRect(new SKRect(0, 0, (float)frame.Whole.Width, (float)frame.Whole.Height));
        plot.Render(canvas, new PixelRect(0, (float)frame.Whole.Width, (float)frame.Whole.Height, 0));
        canvas.Restore();
    }

    /// <summary>Bands and areas lie below points, points below lines that matter.</summary>
    private static int Layer(Series series) => series switch
    {
        BandSeries => 0,
        StepAreaSeries => 1,
        PointSeries { Faint: true } => 2,
        LineSeries { Bold: true } => 5,
        LineSeries => 3,
        _ => 4,
    };

    private static void SetAxes(Plot plot, PreparedChart chart)
    {
        Ticked(plot.Axes.Bottom, chart.X, 1);
        Ticked(plot.Axes.Left, chart.Y, chart.Horizontal ? -1 : 1);
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.IsVisible = false;
        plot.Grid.MajorLineColor = Color.FromHex(Palette.Grid);
        plot.Grid.MajorLineWidth = 1;
        plot.Grid.XAxisStyle.IsVisible = !chart.Spec.X.IsCategorical;
        plot.Grid.YAxisStyle.IsVisible = !chart.Spec.Y.IsCategorical;
    }

    private static void Ticked(IAxis axis, PreparedAxis prepared, double sign)
    {
        // Labels are drawn with the chart's own font; ScottPlot places ticks and grid only.
        axis.TickGenerator = new NumericManual(
            [.. prepared.Ticks.Select(tick => sign * prepared.Position(tick.Value))],
            [.. prepared.Ticks.Select(_ => "")]);
        axis.FrameLineStyle.Color = Color.FromHex(Palette.Line);
        axis.FrameLineStyle.Width = 1;
        axis.MajorTickStyle.Color = Color.FromHex(Palette.Line);
        axis.MajorTickStyle.Length = prepared.Axis.IsCategorical ? 0 : 5;
        axis.MinorTickStyle.Length = 0;
    }

    private static void Add(Plot plot, PreparedChart chart, ColouredSeries item)
    {
        Color colour = Color.FromHex(item.Colour);
        switch (item.Series)
        {
            case LineSeries line:
                AddLine(plot, chart, line, colour);
                break;
            case PointSeries points:
                Coordinates[] places =
                    [.. points.Points.Where(point => point.IsFinite).Select(point => Place(chart, point.X, point.Y))];
                Scatter scatter = plot.Add.ScatterPoints(places, colour.WithAlpha(points.Faint ? 0.4 : 0.9));
                scatter.MarkerSize = points.Faint ? 8 : 11;
                break;
            case StepAreaSeries area:
                AddArea(plot, chart, area, colour);
                break;
            case BandSeries band:
                AddBand(plot, chart, band, colour);
                break;
            case BarSeries bars:
                AddBars(plot, chart, chart.Series.IndexOf(item), colour);
                break;
        }
    }

    private static Coordinates Place(PreparedChart chart, double x, double y)
        => new(chart.X.Position(x), chart.Y.Position(y));

    private static void AddLine(Plot plot, PreparedChart chart, LineSeries line, Color colour)
    {
        foreach (List<ChartPoint> run in Runs(line.Points))
        {
            Scatter scatter = plot.Add.Scatter(
                run.Select(point => Place(chart, point.X, point.Y)).ToArray(), colour);
            scatter.LineWidth = line.Bold ? 4.5f : 2.5f;
            scatter.LinePattern = line.Dashed ? LinePattern.Dashed : LinePattern.Solid;
            scatter.MarkerSize = line.Markers || line.Points.Any(point => point.Label.Length > 0) ? 9 : 0;
            // A point between two gaps would have neither line nor dot.
            scatter.MarkerSize = run.Count == 1 ? 9 : scatter.MarkerSize;
        }
    }

    /// <summary>Stretches of points without a gap.</summary>
    private static IEnumerable<List<ChartPoint>> Runs(IEnumerable<ChartPoint> points)
    {
        List<ChartPoint> run = [];
        foreach (ChartPoint point in points)
        {
            if (point.IsFinite)
            {
                run.Add(point);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0)
        {
            yield return run;
        }
    }

    private static void AddArea(Plot plot, PreparedChart chart, StepAreaSeries area, Color colour)
    {
        foreach (List<ChartPoint> run in Runs(area.Points))
        {
            List<Coordinates> edge = [];
            for (int place = 0; place < run.Count; place++)
            {
                edge.Add(Place(chart, run[place].X, run[place].Y));
                if (place + 1 < run.Count)
                {
                    edge.Add(Place(chart, run[place + 1].X, run[place].Y));
                }
            }

            Polygon fill = plot.Add.Polygon(
                [Place(chart, run[0].X, 0), .. edge, Place(chart, run[^1].X, 0)]);
            fill.FillColor = colour.WithAlpha(0.25);
            fill.LineWidth = 0;
            Scatter line = plot.Add.ScatterLine(edge.ToArray(), colour);
            line.LineWidth = 2;
        }
    }

    private static void AddBand(Plot plot, PreparedChart chart, BandSeries band, Color colour)
    {
        ChartInterval[] drawn = [.. band.Intervals.Where(interval => interval.IsFinite)];
        Polygon fill = plot.Add.Polygon(
        [
            .. drawn.Select(interval => Place(chart, interval.X, interval.High)),
            .. drawn.Reverse().Select(interval => Place(chart, interval.X, interval.Low)),
        ]);
        fill.FillColor = colour.WithAlpha(0.2);
        fill.LineWidth = 0;
    }

    private static void AddBars(Plot plot, PreparedChart chart, int series, Color colour)
    {
        Bar[] bars = [.. BarStack.Of([.. chart.Series.Select(item => item.Series)])
            .Where(piece => piece.Series == series)
            .Select(piece =>
            {
                BarBox box = BarBoxes.Of(chart, piece);
                return new Bar
                {
                    Position = chart.Horizontal ? -box.Middle : box.Middle,
                    Size = box.Thickness,
                    ValueBase = box.From,
                    Value = box.To,
                    FillColor = colour,
                    LineColor = Color.FromHex(Palette.Paper),
                    LineWidth = 1,
                    Orientation = chart.Horizontal ? Orientation.Horizontal : Orientation.Vertical,
                };
            })];
        plot.Add.Bars(bars);
    }

    private static void AddLines(Plot plot, PreparedChart chart)
    {
        foreach (ReferenceLine line in chart.Lines)
        {
            AxisLine drawn = line.Vertical
                ? plot.Add.VerticalLine(chart.X.Position(line.Value))
                : plot.Add.HorizontalLine(chart.Y.Position(line.Value));
            drawn.LineColor = Color.FromHex(Palette.Soft);
            drawn.LineWidth = 1.5f;
            drawn.LinePattern = LinePattern.Dashed;
        }
    }
}
