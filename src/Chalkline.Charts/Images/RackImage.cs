using System.Text;
using Chalkline.Charts.Racks;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>Draws racks. The height follows from what is drawn, so it is drawn once without a picture to measure it.</summary>
internal static class RackImage
{
    private const double LineHeight = 1.35;
    private const double LegendSize = 14;

    /// <summary>Width and height of a picture, whole pixels.</summary>
    public static (int Width, int Height) Measure(RackPicture picture)
    {
        picture.Check();
        using TextBrush brush = new(new SvgText());
        using SKPictureRecorder recorder = new();
        RackFrame frame = RackFrame.Of(picture);
        double height = Draw(recorder.BeginRecording(new SKRect(0, 0, 1, 1)), picture, brush, frame.Width);
        return ((int)Math.Ceiling(frame.Width), (int)Math.Ceiling(height));
    }

    /// <summary>The picture as SVG.</summary>
    public static string Svg(RackPicture picture)
    {
        (int width, int height) = Measure(picture);
        SvgText text = new();
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height), stream))
        {
            using TextBrush brush = new(text);
            RackPen pen = new(canvas, brush);
            pen.Box(0, 0, width, height, Palette.Paper);
            Draw(canvas, picture, brush, width);
        }

        return text.PutInto(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>Draws a picture from the upper left corner and returns how high it became.</summary>
    public static double Draw(SKCanvas canvas, RackPicture picture, TextBrush brush, double width)
    {
        RackFrame frame = RackFrame.Of(picture);
        RackPen pen = new(canvas, brush);
        double y = ChartFrame.Edge;
        y = Lines(pen, picture.Title, ChartFrame.TitleSize, width, y, Palette.Ink, bold: true);
        y = Lines(pen, picture.Subtitle, ChartFrame.TextSize, width, y + 2, Palette.Soft, bold: false) + 12;
        y = Legend(pen, picture.Roles, width, y);
        y = Legend(pen, picture.Fills, width, y) + 8;
        for (int row = 0; row < frame.Rows; row++)
        {
            RackColumn[] racks = [.. picture.Racks.Skip(row * frame.Columns).Take(frame.Columns)];
            double x = ChartFrame.Edge;
            foreach (RackColumn rack in racks)
            {
                Rack(pen, frame, rack, x, y);
                x += frame.RackWidth + RackFrame.RackGap;
            }

            y += RackFrame.NameHeight + frame.RackHeight;
            y = Traffic(pen, frame, picture, racks.Length, y);
        }

        return y + ChartFrame.Edge - 8;
    }

    private static void Rack(RackPen pen, RackFrame frame, RackColumn rack, double left, double top)
    {
        pen.Text(pen.Fit(rack.Name, 14, frame.RackWidth), left, top + 16, 14, Palette.Ink, bold: true);
        double y = top + RackFrame.NameHeight;
        pen.Outline(left, y, frame.RackWidth, frame.RackHeight, Palette.Line);
        y += RackFrame.Padding;
        double inner = left + RackFrame.Padding + frame.Gap;
        double wide = frame.RackWidth - (2 * (RackFrame.Padding + frame.Gap));
        foreach (RackTray tray in rack.Trays)
        {
            y += frame.Gap;
            if (tray.Cells.IsDefaultOrEmpty)
            {
                pen.Box(inner, y, wide, frame.SwitchHeight, Palette.Grid);
                if (frame.Text)
                {
                    pen.Text(tray.Name, inner + (wide / 2), y + 10, 10, Palette.Soft, align: 0.5);
                }

                y += frame.SwitchHeight;
                continue;
            }

            for (int place = 0; place < tray.Cells.Length; place++)
            {
                Cell(pen, frame, tray.Cells[place], inner + (place * (frame.CellWidth + frame.Gap)), y);
            }

            y += frame.CellHeight;
        }
    }

    private static void Cell(RackPen pen, RackFrame frame, RackCell cell, double x, double y)
    {
        bool idle = cell.Colour.Length == 0;
        pen.Box(
            x, y, frame.CellWidth, frame.CellHeight,
            idle ? Palette.Grid : RackPalette.Tint(cell.Colour, frame.Text ? 0.84 : 0.45));
        if (idle)
        {
            pen.Hatch(x, y, frame.CellWidth, frame.CellHeight, Palette.Line);
        }
        else
        {
            pen.Box(x, y, frame.Text ? 4 : 2, frame.CellHeight, cell.Colour);
        }

        double bar = y + frame.CellHeight - frame.BarHeight - (frame.Text ? 3 : 2);
        if (!idle)
        {
            Bar(pen, frame, cell, x + (frame.Text ? 8 : 4), bar);
        }

        if (frame.Text)
        {
            double room = frame.CellWidth - 14;
            double size = frame.TextSize;
            double line = size * LineHeight;
            pen.Text(pen.Fit(cell.Name, size, room - 8), x + 9, y + size + 2, size, Palette.Ink, bold: !idle);
            pen.Text(pen.Fit(cell.Detail, size, room), x + 9, y + size + 1 + line, size, Palette.Soft);
        }

        if (cell.Marked)
        {
            pen.Corner(x + frame.CellWidth, y, frame.Text ? 10 : 6, RackPalette.Copy);
        }
    }

    private static void Bar(RackPen pen, RackFrame frame, RackCell cell, double left, double y)
    {
        double wide = frame.CellWidth - (frame.Text ? 13 : 6);
        pen.Box(left, y, wide, frame.BarHeight, Palette.Paper);
        double x = left;
        foreach (RackFill part in cell.Fill)
        {
            pen.Box(x, y, part.Share * wide, frame.BarHeight, part.Colour);
            x += part.Share * wide;
        }
    }

    private static double Traffic(RackPen pen, RackFrame frame, RackPicture picture, int racks, double top)
    {
        double y = top + 6;
        double whole = (racks * (frame.RackWidth + RackFrame.RackGap)) - RackFrame.RackGap;
        double wide = Math.Max(whole, frame.Width - (2 * ChartFrame.Edge));
        if (picture.Inside.Length > 0)
        {
            for (int rack = 0; rack < racks; rack++)
            {
                double x = ChartFrame.Edge + (rack * (frame.RackWidth + RackFrame.RackGap));
                pen.Both(x, y + (RackFrame.BandHeight / 2), frame.RackWidth, RackPalette.Inside);
            }

            y += RackFrame.BandHeight;
            y = Lines(pen, picture.Inside, LegendSize, wide + (2 * ChartFrame.Edge), y, RackPalette.Inside, bold: false);
        }

        if (picture.Outside.Length == 0)
        {
            return y + 10;
        }

        y += 4;
        string colour = picture.Leaves ? RackPalette.Outside : Palette.Line;
        for (int rack = 0; rack < racks; rack++)
        {
            double x = ChartFrame.Edge + (rack * (frame.RackWidth + RackFrame.RackGap)) + (frame.RackWidth / 2);
            pen.UpDown(x, y, RackFrame.ArrowHeight, colour, picture.Leaves);
        }

        y += RackFrame.ArrowHeight;
        pen.Box(ChartFrame.Edge, y, wide, RackFrame.BandHeight, RackPalette.Tint(colour, 0.8));
        pen.Text(
            pen.Fit(picture.Outside, LegendSize, wide - 16),
            ChartFrame.Edge + (wide / 2),
            y + 18,
            LegendSize,
            picture.Leaves ? RackPalette.Outside : Palette.Soft,
            align: 0.5);
        return y + RackFrame.BandHeight + 12;
    }

    private static double Legend(RackPen pen, IEnumerable<RackKey> keys, double width, double top)
    {
        double x = ChartFrame.Edge;
        double y = top;
        bool any = false;
        foreach (RackKey key in keys)
        {
            double entry = 18 + pen.Width(key.Text, LegendSize) + 20;
            if (any && x + entry > width - ChartFrame.Edge)
            {
                x = ChartFrame.Edge;
                y += LegendSize * 1.6;
            }

            any = true;
            pen.Box(x, y, 12, 12, key.Colour.Length == 0 ? Palette.Grid : key.Colour);
            if (key.Colour.Length == 0)
            {
                pen.Hatch(x, y, 12, 12, Palette.Line);
            }

            pen.Text(key.Text, x + 18, y + 11, LegendSize, Palette.Ink);
            x += entry;
        }

        return any ? y + (LegendSize * 1.6) : y;
    }

    private static double Lines(
        RackPen pen, string text, double size, double width, double top, string colour, bool bold)
    {
        double y = top;
        foreach (string line in pen.Wrap(text, size, width - (2 * ChartFrame.Edge), bold))
        {
            pen.Text(line, ChartFrame.Edge, y + size, size, colour, bold);
            y += size * LineHeight;
        }

        return y;
    }
}
