using Chalkline.Charts.Layout;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>
/// Draws one chart: ScottPlot draws what lies inside the axes, this class every word around and on it.
/// </summary>
internal static class ChartImage
{
    private const double Size = ChartFrame.TextSize;

    /// <summary>Draws a chart with its upper left corner at the canvas' origin.</summary>
    public static void Draw(SKCanvas canvas, PreparedChart chart, TextBrush brush, int width, int height)
    {
        ChartFrame frame = ChartFrame.Measure(chart, brush, width, height);
        using (SKPaint paper = new() { Color = SKColor.Parse(Palette.Paper) })
        {
            canvas.DrawRect(0, 0, width, height, paper);
        }

        PlotDrawing.Draw(canvas, chart, frame);
        frame.Title.ToList().ForEach(line => brush.Draw(
            canvas, line.Text, ChartFrame.Edge, line.Y, ChartFrame.TitleSize, Palette.Ink, bold: true));
        frame.Subtitle.ToList().ForEach(line => brush.Draw(canvas, line.Text, ChartFrame.Edge, line.Y, Size,
            Palette.Soft));
        frame.Notes.ToList().ForEach(line => brush.Draw(
            canvas, line.Text, ChartFrame.Edge, line.Y, ChartFrame.NoteSize, Palette.Soft));
        DrawAxes(canvas, chart, frame, brush);
        DrawReferenceLabels(canvas, chart, frame, brush);
        LegendImage.Draw(canvas, chart, frame, brush);
        MarkImage.Draw(canvas, chart, frame, brush);
    }

    private static void DrawAxes(SKCanvas canvas, PreparedChart chart, ChartFrame frame, TextBrush brush)
    {
        Box plot = frame.Plot;
        double free = double.NegativeInfinity;
        foreach (Tick tick in chart.X.Ticks)
        {
            double x = plot.Left + (chart.X.Fraction(tick.Value) * plot.Width);
            string text = chart.Spec.X.IsCategorical
                ? brush.Fit(tick.Label, Size, (plot.Width / chart.X.Ticks.Length) - 8)
                : tick.Label;
            double half = brush.Width(text, Size) / 2;
            if (x - half >= free)
            {
                brush.Draw(canvas, text, x, plot.Bottom + 25, Size, Palette.Soft, align: 0.5);
                free = x + half + 6;
            }
        }

        foreach (Tick tick in chart.Y.Ticks)
        {
            // The first category is read first: on top.
            double fraction = chart.Spec.Y.IsCategorical ? chart.Y.Fraction(tick.Value)
                : 1 - chart.Y.Fraction(tick.Value);
            double y = plot.Top + (fraction * plot.Height);
            brush.Draw(
                canvas, brush.Fit(tick.Label, Size, frame.TickWidth + 1), plot.Left - 10, y + (Size * 0.36), Size,
                    Palette.Soft, align: 1);
        }

        brush.Draw(
            canvas, chart.Spec.X.Heading, plot.Left + (plot.Width / 2), plot.Bottom + 56, Size, Palette.Ink,
                align: 0.5);
        canvas.Save();
        canvas.Translate((float)(ChartFrame.Edge + Size - 4), (float)(plot.Top + (plot.Height / 2)));
        canvas.RotateDegrees(-90);
        brush.Draw(canvas, chart.Spec.Y.Heading, 0, 0, Size, Palette.Ink, align: 0.5);
        canvas.Restore();
    }

    private static void DrawReferenceLabels(SKCanvas canvas, PreparedChart chart, ChartFrame frame, TextBrush brush)
    {
        Box plot = frame.Plot;
        int place = 0;
        foreach (ReferenceLine line in chart.Lines)
        {
            if (!line.Vertical)
            {
                double level = plot.Top + ((1 - chart.Y.Fraction(line.Value)) * plot.Height);
                brush.Draw(canvas, line.Label, plot.Left + 8, level - 6, Size, Palette.Soft);
                continue;
            }

            double half = brush.Width(line.Label, Size) / 2;
            double x = plot.Left + (chart.X.Fraction(line.Value) * plot.Width);
            // A label near an edge moves inwards rather than out of the picture.
            double first = ChartFrame.Edge + half;
            double middle = Math.Clamp(x, first, Math.Max(first, frame.Whole.Width - first));
            double y = plot.Top - 8 - (frame.LineRows[place++] * Size * 1.35);
            brush.Draw(canvas, line.Label, middle, y, Size, Palette.Soft, align: 0.5);
        }
    }
}
