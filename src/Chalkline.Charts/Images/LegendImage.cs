using System.Collections.Immutable;
using Chalkline.Charts.Layout;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>Names the series: in a row above the plot, or at the ends of the lines.</summary>
internal static class LegendImage
{
    private const double Size = ChartFrame.TextSize;

    /// <summary>Draws the legend of a chart.</summary>
    public static void Draw(SKCanvas canvas, PreparedChart chart, ChartFrame frame, TextBrush brush)
    {
        foreach ((ColouredSeries item, double x, double y) in frame.Legend)
        {
            DrawSwatch(canvas, item, x, y - (Size * 0.35));
            brush.Draw(canvas, item.Series.Name, x + 26, y, Size, Palette.Ink);
        }

        if (chart.Legend == LegendPlace.Direct)
        {
            DrawEnds(canvas, chart, frame, brush);
        }
    }

    private static void DrawSwatch(SKCanvas canvas, ColouredSeries item, double x, double middle)
    {
        using SKPaint paint = new() { Color = SKColor.Parse(item.Colour), IsAntialias = true };
        switch (item.Series)
        {
            case LineSeries line:
                paint.StrokeWidth = line.Bold ? 4 : 2.5f;
                if (line.Dashed)
                {
                    canvas.DrawLine((float)x, (float)middle, (float)x + 7, (float)middle, paint);
                    canvas.DrawLine((float)x + 12, (float)middle, (float)x + 19, (float)middle, paint);
                }
                else
                {
                    canvas.DrawLine((float)x, (float)middle, (float)x + 19, (float)middle, paint);
                }

                break;
            case PointSeries points:
                paint.Color = paint.Color.WithAlpha((byte)(points.Faint ? 110 : 230));
                canvas.DrawCircle((float)x + 10, (float)middle, points.Faint ? 4 : 5.5f, paint);
                break;
            case BarSeries:
                canvas.DrawRect((float)x + 2, (float)middle - 7, 15, 14, paint);
                break;
            default:
                paint.Color = paint.Color.WithAlpha(76);
                canvas.DrawRect((float)x, (float)middle - 7, 19, 14, paint);
                break;
        }
    }

    private static void DrawEnds(SKCanvas canvas, PreparedChart chart, ChartFrame frame, TextBrush brush)
    {
        Box plot = frame.Plot;
        List<(ColouredSeries Item, double X, double Y)> ends = [];
        foreach (ColouredSeries item in chart.Series)
        {
            if (item.Series is LineSeries line && line.Points.Any(point => point.IsFinite))
            {
                ChartPoint last = line.Points.Last(point => point.IsFinite);
                ends.Add((
                    item,
                    plot.Left + (Math.Clamp(chart.X.Fraction(last.X), 0, 1) * plot.Width),
                    plot.Top + ((1 - Math.Clamp(chart.Y.Fraction(last.Y), 0, 1)) * plot.Height)));
            }
        }

        ImmutableArray<double> spread = LabelPlacer.Spread(
            [.. ends.Select(end => end.Y)], Size * 1.25, plot.Top + 4, plot.Bottom - 4);
        for (int place = 0; place < ends.Count; place++)
        {
            (ColouredSeries item, double x, _) = ends[place];
            bool bold = item.Series is LineSeries { Bold: true };
            double room = frame.Whole.Width - ChartFrame.Edge - x - 10;
            string name = brush.Fit(item.Series.Name, Size, Math.Max(60, room));
            brush.Draw(canvas, name, x + 10, spread[place] + (Size * 0.36), Size, item.Colour, bold: bold);
        }
    }
}
