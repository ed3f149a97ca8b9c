using System.Collections.Immutable;
using Chalkline.Charts.Layout;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>
/// Draws what is written inside a plot: labels of points, annotations, values of bars and totals of stacks.
/// </summary>
internal static class MarkImage
{
    private const double Size = 15;

    /// <summary>Draws the marks of a chart.</summary>
    public static void Draw(SKCanvas canvas, PreparedChart chart, ChartFrame frame, TextBrush brush)
    {
        DrawLabels(canvas, chart, frame, brush);
        if (chart.Series.Any(item => item.Series is BarSeries))
        {
            DrawBarValues(canvas, chart, frame, brush);
        }
    }

    private static void DrawLabels(SKCanvas canvas, PreparedChart chart, ChartFrame frame, TextBrush brush)
    {
        Box plot = frame.Plot;
        ChartPoint[] labels = [.. ChartPoints.Labelled(chart)];
        ImmutableArray<(LabelSide Side, Box Box)> placed = LabelPlacer.Place(
            plot,
            [.. labels.Select(label => (
                plot.Left + (chart.X.Fraction(label.X) * plot.Width),
                plot.Top + ((1 - chart.Y.Fraction(label.Y)) * plot.Height),
                brush.Width(label.Label, Size),
                Size * 1.2))],
            ChartPoints.Obstacles(chart, plot));
        using SKPaint dot = new() { Color = SKColor.Parse(Palette.Ink), IsAntialias = true };
        for (int place = 0; place < labels.Length; place++)
        {
            Box box = placed[place].Box;
            brush.Draw(canvas, labels[place].Label, box.Left, box.Bottom - (Size * 0.3), Size, Palette.Ink);
        }

        foreach (Annotation note in chart.Annotations)
        {
            canvas.DrawCircle(
                (float)(plot.Left + (chart.X.Fraction(note.X) * plot.Width)),
                (float)(plot.Top + ((1 - chart.Y.Fraction(note.Y)) * plot.Height)),
                3.5f,
                dot);
        }
    }

    private static void DrawBarValues(SKCanvas canvas, PreparedChart chart, ChartFrame frame, TextBrush brush)
    {
        ImmutableArray<Series> series = [.. chart.Series.Select(item => item.Series)];
        PreparedAxis measure = chart.Horizontal ? chart.X : chart.Y;
        NumberStyle style = measure.Axis.Style;
        foreach (BarPiece piece in BarStack.Of(series))
        {
            bool alone = ((BarSeries)series[piece.Series]).SideBySide;
            string text = NumberText.Format(piece.To - piece.From, style, 3);
            double share = Math.Abs(piece.To - piece.From) / (measure.High - measure.Low);
            double room = share * (chart.Horizontal ? frame.Plot.Width : frame.Plot.Height);
            double needed = chart.Horizontal ? brush.Width(text, Size) + 8 : Size * 1.4;
            if (alone || room >= needed)
            {
                DrawValue(canvas, chart, frame, brush, text, BarBoxes.Of(chart, piece), outside: alone);
            }
        }

        if (BarStack.Lanes(series) == 1 && series.Count(item => item is BarSeries { SideBySide: false }) > 1)
        {
            int categories = (chart.Horizontal ? chart.Y : chart.X).Axis.Categories.Length;
            ImmutableArray<double> totals = BarStack.Totals(series, categories);
            for (int category = 0; category < categories; category++)
            {
                if (totals[category] > 0)
                {
                    BarBox box = BarBoxes.Of(chart, new(0, category, 0, 0, totals[category]));
                    DrawValue(canvas, chart, frame, brush, NumberText.Format(totals[category], style), box,
                        outside: true);
                }
            }
        }
    }

    private static void DrawValue(
        SKCanvas canvas, PreparedChart chart, ChartFrame frame, TextBrush brush, string text, BarBox box, bool outside)
    {
        PreparedAxis measure = chart.Horizontal ? chart.X : chart.Y;
        double along = measure.Fraction(outside ? Math.Max(box.From, box.To) : (box.From + box.To) / 2);
        string colour = outside ? Palette.Ink : Palette.Paper;
        if (chart.Horizontal)
        {
            double y = frame.Plot.Top + (chart.Y.Fraction(box.Middle) * frame.Plot.Height) + (Size * 0.36);
            double x = frame.Plot.Left + (along * frame.Plot.Width) + (outside ? 8 : 0);
            brush.Draw(canvas, text, x, y, Size, colour, outside ? 0 : 0.5, bold: outside);
        }
        else
        {
            double x = frame.Plot.Left + (chart.X.Fraction(box.Middle) * frame.Plot.Width);
            double y = frame.Plot.Top + ((1 - along) * frame.Plot.Height) + (outside ? -7 : Size * 0.36);
            brush.Draw(canvas, text, x, y, Size, colour, 0.5, bold: outside);
        }
    }
}
