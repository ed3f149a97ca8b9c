using System.Collections.Immutable;
using System.Text;
using Chalkline.Charts.Layout;
using Chalkline.Charts.Reports;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>
/// Draws the charts of a report below each other, as SVG or PNG. Loads Skia and ScottPlot when called, not before.
/// </summary>
public static class ImageReport
{
    /// <summary>Width of a picture unless asked otherwise, pixels.</summary>
    public const int DefaultWidth = 1200;

    /// <summary>Height of each chart unless asked otherwise, pixels.</summary>
    public const int DefaultHeight = 750;

    /// <summary>The charts as an SVG document.</summary>
    /// <exception cref="ChalkException">There is no chart, or one cannot be drawn truthfully.</exception>
    public static string Svg(ReportSpec report, int width = DefaultWidth, int height = DefaultHeight)
    {
        ImmutableArray<PreparedChart> charts = Prepare(report, width, height);
        SvgText text = new();
        using MemoryStream stream = new();
        using (SKCanvas canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, height * charts.Length), stream))
        {
            Draw(canvas, charts, width, height, text);
        }

        return text.PutInto(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>The charts as a PNG file.</summary>
    /// <exception cref="ChalkException">There is no chart, or one cannot be drawn truthfully.</exception>
    public static byte[] Png(ReportSpec report, int width = DefaultWidth, int height = DefaultHeight)
    {
        ImmutableArray<PreparedChart> charts = Prepare(report, width, height);
        using SKSurface surface = SKSurface.Create(
            new SKImageInfo(width, height * charts.Length, SKColorType.Rgba8888, SKAlphaType.Premul))
            ?? throw new ChalkException(
                $"A picture of {width} x {height * charts.Length} pixels is too large; write fewer charts or .html.");
        surface.Canvas.Clear(SKColor.Parse(Palette.Paper));
        Draw(surface.Canvas, charts, width, height);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static ImmutableArray<PreparedChart> Prepare(ReportSpec report, int width, int height)
    {
        if (width is < 400 or > 8000 || height is < 300 or > 8000)
        {
            throw new ChalkException(
                $"A chart of {width} x {height} pixels cannot be drawn; take 400 to 8000 across and 300 to 8000 down.");
        }

        ImmutableArray<PreparedChart> charts = [.. report.Charts.Select(PreparedChart.From)];
        return charts.Length > 0
            ? charts
            : throw new ChalkException($"'{report.Title}' has no chart to draw; write it as .html or .md.");
    }

    private static void Draw(SKCanvas canvas, ImmutableArray<PreparedChart> charts, int width, int height,
        SvgText? text = null)
    {
        using TextBrush brush = new(text);
        for (int place = 0; place < charts.Length; place++)
        {
            canvas.Save();
            canvas.Translate(0, place * height);
            ChartImage.Draw(canvas, charts[place], brush, width, height);
            canvas.Restore();
        }
    }
}
