using System.Globalization;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>Draws a Sankey picture: columns from the left, each node as tall as what flows through it.</summary>
internal static class SankeyImage
{
    private const double Edge = ChartFrame.Edge;
    private const double Text = ChartFrame.TextSize;
    private const double Top = 100;
    private const double Bottom = 30;
    private const double NodeWidth = 16;

    /// <summary>Room for a label of the last column.</summary>
    private const double LabelWidth = 300;

    /// <summary>Least room for a node, so that labels do not lie on each other.</summary>
    private const double Row = 26;

    private const double FlowHeight = 520;

    /// <summary>Height of the whole picture, pixels.</summary>
    public static int HeightOf(SankeySpec sankey)
        => (int)(Top + PlotHeight(sankey) + Bottom + (sankey.Footnote.Length > 0 ? 26 : 0));

    /// <summary>Draws a picture with its upper left corner at the canvas' origin.</summary>
    public static void Draw(SKCanvas canvas, SankeySpec sankey, TextBrush brush, int width)
    {
        using (SKPaint paper = new() { Color = SKColor.Parse(Palette.Paper) })
        {
            canvas.DrawRect(0, 0, width, HeightOf(sankey), paper);
        }

        brush.Draw(
            canvas, brush.Fit(sankey.Title, ChartFrame.TitleSize, width - (2 * Edge)), Edge, 44, ChartFrame.TitleSize, Palette.Ink,
            bold: true);
        brush.Draw(canvas, brush.Fit(sankey.Subtitle, Text, width - (2 * Edge)), Edge, 70, Text, Palette.Soft);
        SKRect[] boxes = Place(sankey, width);
        DrawFlows(canvas, sankey, boxes);
        DrawNodes(canvas, sankey, brush, boxes);
        if (sankey.Footnote.Length > 0)
        {
            brush.Draw(
                canvas, brush.Fit(sankey.Footnote, ChartFrame.NoteSize, width - (2 * Edge)), Edge, Top + PlotHeight(sankey) + Bottom + 4,
                ChartFrame.NoteSize, Palette.Soft);
        }
    }

    private static double PlotHeight(SankeySpec sankey)
        => Math.Max(FlowHeight, Row * sankey.Nodes.GroupBy(node => node.Column).Max(column => column.Count()));

    /// <summary>Boxes of the nodes: by column from the top, spread over the height.</summary>
    private static SKRect[] Place(SankeySpec sankey, int width)
    {
        SKRect[] boxes = new SKRect[sankey.Nodes.Length];
        int last = sankey.Nodes.Max(node => node.Column);
        double height = PlotHeight(sankey);
        double step = last == 0 ? 0 : (width - (2 * Edge) - LabelWidth - NodeWidth) / last;
        double most = sankey.Nodes.Select((node, place) => (node.Column, Value: sankey.Through(place)))
            .GroupBy(node => node.Column).Max(column => column.Sum(node => node.Value));
        int crowd = sankey.Nodes.GroupBy(node => node.Column).Max(column => column.Count());
        double scale = (height - (crowd * Row * 0.8)) / most;
        for (int column = 0; column <= last; column++)
        {
            int[] places = [.. Enumerable.Range(0, boxes.Length).Where(place => sankey.Nodes[place].Column == column)];
            double used = places.Sum(place => scale * sankey.Through(place));
            double gap = places.Length > 1 ? Math.Min(40, (height - used) / (places.Length - 1)) : 0;
            double y = Top + ((height - used - (gap * (places.Length - 1))) / 2);
            foreach (int place in places)
            {
                double tall = Math.Max(1.5, scale * sankey.Through(place));
                double x = Edge + (column * step);
                boxes[place] = new((float)x, (float)y, (float)(x + NodeWidth), (float)(y + tall));
                y += tall + gap;
            }
        }

        return boxes;
    }

    private static void DrawFlows(SKCanvas canvas, SankeySpec sankey, SKRect[] boxes)
    {
        double[] left = [.. boxes.Select(box => (double)box.Top)];
        double[] entered = [.. boxes.Select(box => (double)box.Top)];
        foreach (SankeyFlow flow in sankey.Flows)
        {
            SKRect from = boxes[flow.From];
            SKRect to = boxes[flow.To];
            double out1 = from.Height * flow.Value / sankey.Through(flow.From);
            double in1 = to.Height * flow.Value / sankey.Through(flow.To);
            float middle = (from.Right + to.Left) / 2;
            using SKPath path = new();
            path.MoveTo(from.Right, (float)left[flow.From]);
            path.CubicTo(middle, (float)left[flow.From], middle, (float)entered[flow.To], to.Left, (float)entered[flow.To]);
            path.LineTo(to.Left, (float)(entered[flow.To] + in1));
            path.CubicTo(
                middle, (float)(entered[flow.To] + in1), middle, (float)(left[flow.From] + out1), from.Right, (float)(left[flow.From] + out1));
            path.Close();
            SKColor colour = SKColor.Parse(Palette.At(sankey.Nodes[flow.To].Colour));
            using SKPaint paint = new() { IsAntialias = true, Color = Pale(colour) };
            canvas.DrawPath(path, paint);
            left[flow.From] += out1;
            entered[flow.To] += in1;
        }
    }

    private static void DrawNodes(SKCanvas canvas, SankeySpec sankey, TextBrush brush, SKRect[] boxes)
    {
        double whole = sankey.Nodes.Select((node, place) => node.Column == 0 ? sankey.Through(place) : 0).Sum();
        using SKPaint paint = new() { IsAntialias = true };
        for (int place = 0; place < boxes.Length; place++)
        {
            SankeyNode node = sankey.Nodes[place];
            paint.Color = SKColor.Parse(Palette.At(node.Colour));
            canvas.DrawRect(boxes[place], paint);
            double value = sankey.Through(place);
            string label = string.Create(
                CultureInfo.InvariantCulture, $"{node.Name}  {value:G3} {sankey.Unit}, {100 * value / whole:0.#} %");
            brush.Draw(
                canvas, brush.Fit(label, Text, LabelWidth), boxes[place].Right + 8, boxes[place].MidY + (Text * 0.36), Text, Palette.Ink);
        }
    }

    /// <summary>Most of the way to white, so that labels can be read on it.</summary>
    private static SKColor Pale(SKColor full)
    {
        return new(Part(full.Red), Part(full.Green), Part(full.Blue));

        static byte Part(byte part) => (byte)(part + ((255 - part) * 0.72));
    }
}
