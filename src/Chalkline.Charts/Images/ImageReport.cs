using System.Collections.Immutable;
using System.Text;
using Chalkline.Charts.Layout;
using Chalkline.Charts.Racks;
using Chalkline.Charts.Reports;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>
/// Draws the pictures of racks and the charts of a report below each other, as SVG or PNG. Loads Skia and ScottPlot when called, not before.
/// </summary>
public static class ImageReport
{
    /// <summary>Width of a picture unless asked otherwise, pixels.</summary>
    public const int DefaultWidth = 1200;

    /// <summary>Height of each chart unless asked otherwise, pixels.</summary>
    public const int DefaultHeight = 750;

    /// <summary>The pictures and charts as an SVG document.</summary>
    /// <exception cref="ChalkException">There is nothing to draw, or it cannot be drawn truthfully.</exception>
    public static string Svg(ReportSpec report, int width = DefaultWidth, int height = DefaultHeight)
    {
        Page page = Prepare(report, width, height);
        SvgText text = new();
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, page.Width, page.Height), stream))
        {
            Draw(canvas, page, text);
        }

        return text.PutInto(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>The pictures and charts as a PNG file.</summary>
    /// <exception cref="ChalkException">There is nothing to draw, or it cannot be drawn truthfully.</exception>
    public static byte[] Png(ReportSpec report, int width = DefaultWidth, int height = DefaultHeight)
    {
        Page page = Prepare(report, width, height);
        using SKSurface surface = SKSurface.Create(
            new SKImageInfo(page.Width, page.Height, SKColorType.Rgba8888, SKAlphaType.Premul))
            ?? throw new ChalkException(
                $"A picture of {page.Width} x {page.Height} pixels is too large; write fewer charts or .html.");
        surface.Canvas.Clear(SKColor.Parse(Palette.Paper));
        Draw(surface.Canvas, page);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static Page Prepare(ReportSpec report, int width, int height)
    {
        if (width is < 400 or > 8000 || height is < 300 or > 8000)
        {
            throw new ChalkException(
                $"A chart of {width} x {height} pixels cannot be drawn; take 400 to 8000 across and 300 to 8000 down.");
        }

        ImmutableArray<(RackPicture Picture, int Height)> pictures = [];
        int wide = 0;
        foreach (RackPicture picture in report.Pictures)
        {
            (int across, int down) = RackImage.Measure(picture);
            wide = Math.Max(wide, across);
            pictures = pictures.Add((picture, down));
        }

        ImmutableArray<PreparedChart> charts = [.. report.Charts.Select(PreparedChart.From)];
        return pictures.Length + charts.Length > 0
            ? new(pictures, charts, charts.Length > 0 ? Math.Max(width, wide) : wide, height)
            : throw new ChalkException($"'{report.Title}' has no chart to draw; write it as .html or .md.");
    }

    private static void Draw(SKCanvas canvas, Page page, SvgText? text = null)
    {
        using TextBrush brush = new(text);
        if (page.Pictures.Length > 0 && text is not null)
        {
            new RackPen(canvas, brush).Box(0, 0, page.Width, page.Height, Palette.Paper);
        }

        int top = 0;
        foreach ((RackPicture picture, int down) in page.Pictures)
        {
            canvas.Save();
            canvas.Translate(0, top);
            RackImage.Draw(canvas, picture, brush, page.Width);
            canvas.Restore();
            top += down;
        }

        foreach (PreparedChart chart in page.Charts)
        {
            canvas.Save();
            canvas.Translate(0, top);
            ChartImage.Draw(canvas, chart, brush, page.Width, page.ChartHeight);
            canvas.Restore();
            top += page.ChartHeight;
        }
    }

    /// <summary>What is drawn, measured.</summary>
    private sealed record Page(
        ImmutableArray<(RackPicture Picture, int Height)> Pictures,
        ImmutableArray<PreparedChart> Charts,
        int Width,
        int ChartHeight)
    {
        public int Height => Pictures.Sum(picture => picture.Height) + (Charts.Length * ChartHeight);
    }
}
