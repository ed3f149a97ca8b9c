using System.Globalization;
using Chalkline.Charts.Layout;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>Draws a timetable the way papers on pipelines do: lanes from the top, time to the right.</summary>
internal static class GanttImage
{
    private const double Edge = ChartFrame.Edge;
    private const double Text = ChartFrame.TextSize;
    private const double Top = 126;
    private const double Below = 76;

    /// <summary>Narrower boxes than this get no gap between them: gaps would outshine the boxes.</summary>
    private const double Gap = 3;

    /// <summary>Height of the whole picture, pixels.</summary>
    public static int HeightOf(GanttSpec gantt) => (int)Math.Ceiling(
        Top + (gantt.Lanes.Length * Lane(gantt)) + Below + (gantt.Footnote.Length > 0 ? 26 : 0));

    /// <summary>Draws a timetable with its upper left corner at the canvas' origin.</summary>
    public static void Draw(SKCanvas canvas, GanttSpec gantt, TextBrush brush, int width)
    {
        using (SKPaint paper = new() { Color = SKColor.Parse(Palette.Paper) })
        {
            canvas.DrawRect(0, 0, width, HeightOf(gantt), paper);
        }

        double names = gantt.Lanes.Max(lane => brush.Width(lane, Text));
        double left = Edge + names + 12;
        Box plot = new(left, Top, width - Edge - left, gantt.Lanes.Length * Lane(gantt));
        brush.Draw(
            canvas, brush.Fit(gantt.Title, ChartFrame.TitleSize, width - (2 * Edge)), Edge, 44, ChartFrame.TitleSize,
            Palette.Ink, bold: true);
        brush.Draw(canvas, brush.Fit(gantt.Subtitle, Text, width - (2 * Edge)), Edge, 70, Text, Palette.Soft);
        DrawLegend(canvas, gantt, brush);
        DrawAxis(canvas, gantt, brush, plot);
        DrawLanes(canvas, gantt, brush, plot);
        if (gantt.Footnote.Length > 0)
        {
            brush.Draw(
                canvas, brush.Fit(gantt.Footnote, ChartFrame.NoteSize, width - (2 * Edge)), Edge, plot.Bottom + Below + 4,
                ChartFrame.NoteSize, Palette.Soft);
        }
    }

    /// <summary>Height of a lane, pixels: a few stand apart, many move together.</summary>
    private static double Lane(GanttSpec gantt) => Math.Clamp(640.0 / gantt.Lanes.Length, 17, 46);

    private static void DrawLanes(SKCanvas canvas, GanttSpec gantt, TextBrush brush, Box plot)
    {
        double height = Lane(gantt);
        double space = Math.Min(4, height * 0.12);
        double scale = plot.Width / gantt.End;
        double size = Math.Min(14, (height - space) * 0.62);
        bool[] labelled = Labelled(gantt, brush, scale, size);
        using SKPaint paint = new() { IsAntialias = true, Color = SKColor.Parse(Palette.Grid) };
        for (int lane = 0; lane < gantt.Lanes.Length; lane++)
        {
            double top = plot.Top + (lane * height) + (space / 2);
            canvas.DrawRect((float)plot.Left, (float)top, (float)plot.Width, (float)(height - space), paint);
            brush.Draw(
                canvas, gantt.Lanes[lane], plot.Left - 10, top + ((height - space) / 2) + (Text * 0.36), Text,
                Palette.Soft, align: 1);
        }

        foreach (GanttBox box in gantt.Boxes)
        {
            double left = plot.Left + (box.Start * scale);
            double wide = (box.End - box.Start) * scale;
            double top = plot.Top + (box.Lane * height) + (space / 2);
            string colour = Palette.At(gantt.Kinds[box.Kind].Colour);
            paint.Color = box.Pale ? Lighter(colour) : SKColor.Parse(colour);
            double gap = wide >= Gap ? 1 : 0;
            canvas.DrawRect((float)left, (float)top, (float)(wide - gap), (float)(height - space), paint);
            if (labelled[box.Kind] && box.Label.Length > 0 && brush.Width(box.Label, size) + 3 <= wide)
            {
                brush.Draw(
                    canvas, box.Label, left + ((wide - gap) / 2), top + ((height - space) / 2) + (size * 0.36), size,
                    box.Pale ? Palette.Ink : Palette.Paper, align: 0.5);
            }
        }
    }

    /// <summary>Kinds whose labels are drawn: those where nearly all fit; a few here and there mislead.</summary>
    private static bool[] Labelled(GanttSpec gantt, TextBrush brush, double scale, double size)
    {
        int[] all = new int[gantt.Kinds.Length];
        int[] fit = new int[gantt.Kinds.Length];
        Dictionary<string, double> widths = new(StringComparer.Ordinal);
        foreach (GanttBox box in gantt.Boxes)
        {
            if (!widths.TryGetValue(box.Label, out double width))
            {
                widths.Add(box.Label, width = brush.Width(box.Label, size));
            }

            all[box.Kind]++;
            fit[box.Kind] += width + 3 <= (box.End - box.Start) * scale ? 1 : 0;
        }

        return [.. all.Select((count, kind) => size >= 8 && fit[kind] >= 0.9 * count)];
    }

    private static void DrawAxis(SKCanvas canvas, GanttSpec gantt, TextBrush brush, Box plot)
    {
        using SKPaint line = new() { IsAntialias = true, Color = SKColor.Parse(Palette.Line), StrokeWidth = 1 };
        canvas.DrawLine((float)plot.Left, (float)plot.Bottom + 4, (float)plot.Right, (float)plot.Bottom + 4, line);
        double end = gantt.End;
        foreach (Tick tick in Ticks.For(Axis.Linear("Time", gantt.Unit), 0, end))
        {
            double x = plot.Left + (tick.Value / end * plot.Width);
            canvas.DrawLine((float)x, (float)plot.Bottom + 4, (float)x, (float)plot.Bottom + 10, line);
            brush.Draw(canvas, tick.Label, x, plot.Bottom + 28, Text, Palette.Soft, align: 0.5);
        }

        string heading = string.Create(CultureInfo.InvariantCulture, $"Time ({gantt.Unit})");
        brush.Draw(canvas, heading, plot.Left + (plot.Width / 2), plot.Bottom + 54, Text, Palette.Ink, align: 0.5);
    }

    private static void DrawLegend(SKCanvas canvas, GanttSpec gantt, TextBrush brush)
    {
        double x = Edge;
        using SKPaint paint = new() { IsAntialias = true };
        foreach ((string name, string colour) in gantt.Kinds.Select(kind => (kind.Name, Palette.At(kind.Colour)))
            .Append((gantt.Idle, Palette.Grid)))
        {
            paint.Color = SKColor.Parse(colour);
            canvas.DrawRect((float)x, 88, 16, 16, paint);
            brush.Draw(canvas, name, x + 24, 102, Text, Palette.Ink);
            x += 24 + brush.Width(name, Text) + 26;
        }
    }

    /// <summary>Half way to white.</summary>
    private static SKColor Lighter(string colour)
    {
        SKColor full = SKColor.Parse(colour);
        return new(Half(full.Red), Half(full.Green), Half(full.Blue));

        static byte Half(byte part) => (byte)(part + ((255 - part) * 0.55));
    }
}
