using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Chalkline.Charts.Layout;
using Chalkline.Charts.Racks;
using Chalkline.Charts.Reports;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>
/// Draws the pictures of racks and the charts of a report below each other, as SVG or PNG. Loads Skia and ScottPlot
/// when called, not before.
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
        ImmutableArray<Picture> pictures = Prepare(report, ref width, height);
        return Svg(pictures, width);
    }

    /// <summary>A timetable as an SVG element for a page, as wide as the page.</summary>
    internal static string Inline(GanttSpec gantt) => Inline(Picture.Of(gantt.Check(), DefaultWidth));

    /// <summary>A Sankey picture as an SVG element for a page, as wide as the page.</summary>
    internal static string Inline(SankeySpec sankey) => Inline(Picture.Of(sankey.Check(), DefaultWidth));

    private static string Inline(Picture picture)
    {
        string svg = Svg([picture], DefaultWidth);
        string size = string.Create(CultureInfo.InvariantCulture, $"viewBox=\"0 0 {DefaultWidth} {picture.Height}\" ");
        int start = svg.IndexOf("<svg", StringComparison.Ordinal);
        return string.Concat("<svg ", size, svg.AsSpan(start + 4));
    }

    /// <summary>The pictures and charts as a PNG file.</summary>
    /// <exception cref="ChalkException">There is nothing to draw, or it cannot be drawn truthfully.</exception>
    public static byte[] Png(ReportSpec report, int width = DefaultWidth, int height = DefaultHeight)
    {
        ImmutableArray<Picture> pictures = Prepare(report, ref width, height);
        int whole = pictures.Sum(picture => picture.Height);
        using SKSurface surface = SKSurface.Create(
            new SKImageInfo(width, whole, SKColorType.Rgba8888, SKAlphaType.Premul))
            ?? throw new ChalkException(
                $"A picture of {width} x {whole} pixels is too large; write fewer charts or .html.");
        surface.Canvas.Clear(SKColor.Parse(Palette.Paper));
        Draw(surface.Canvas, pictures);
        using SKImage image = surface.Snapshot();
        using SKData data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static string Svg(ImmutableArray<Picture> pictures, int width)
    {
        SvgText text = new();
        using MemoryStream stream = new();
        SKRect whole = new(0, 0, width, pictures.Sum(picture => picture.Height));
        using (SKCanvas canvas = SKSvgCanvas.Create(whole, stream))
        {
            Draw(canvas, pictures, text);
        }

        return text.PutInto(Encoding.UTF8.GetString(stream.ToArray()));
    }

    /// <summary>
    /// What there is to draw. Racks are as wide as they need: the page widens to them, and where nothing else is drawn
    /// it is no wider.
    /// </summary>
    private static ImmutableArray<Picture> Prepare(ReportSpec report, ref int width, int height)
    {
        if (width is < 400 or > 8000 || height is < 300 or > 8000)
        {
            throw new ChalkException(
                $"A chart of {width} x {height} pixels cannot be drawn; take 400 to 8000 across and 300 to 8000 down.");
        }

        ReportBlock[] blocks = [.. report.Sections.SelectMany(section => section.Blocks).Where(block => block.IsDrawn)];
        if (blocks.Length == 0)
        {
            throw new ChalkException($"'{report.Title}' has no chart to draw; write it as .html or .md.");
        }

        ImmutableDictionary<RackBlock, (int Width, int Height)> sizes = blocks.OfType<RackBlock>()
            .Distinct().ToImmutableDictionary(block => block, block => RackImage.Measure(block.Picture));
        int racks = sizes.Values.Select(size => size.Width).DefaultIfEmpty().Max();
        int across = blocks.All(block => block is RackBlock) ? racks : Math.Max(width, racks);
        width = across;
        return
        [
            .. blocks.Select(block => block switch
            {
                SankeyBlock sankey => Picture.Of(sankey.Sankey.Check(), across),
                GanttBlock gantt => Picture.Of(gantt.Gantt.Check(), across),
                RackBlock rack => Picture.Of(rack.Picture, across, sizes[rack].Height),
                _ => Picture.Of(PreparedChart.From(((ChartBlock)block).Chart), across, height),
            }),
        ];
    }

    private static void Draw(SKCanvas canvas, ImmutableArray<Picture> pictures, SvgText? text = null)
    {
        using TextBrush brush = new(text);
        int top = 0;
        foreach (Picture picture in pictures)
        {
            canvas.Save();
            canvas.Translate(0, top);
            picture.Draw(canvas, brush);
            canvas.Restore();
            top += picture.Height;
        }
    }

    /// <summary>One picture of a report.</summary>
    private sealed record Picture(int Height, Action<SKCanvas, TextBrush> Draw)
    {
        public static Picture Of(PreparedChart chart, int width, int height)
            => new(height, (canvas, brush) => ChartImage.Draw(canvas, chart, brush, width, height));

        public static Picture Of(GanttSpec gantt, int width)
            => new(GanttImage.HeightOf(gantt), (canvas, brush) => GanttImage.Draw(canvas, gantt, brush, width));

        public static Picture Of(SankeySpec sankey, int width)
            => new(SankeyImage.HeightOf(sankey), (canvas, brush) => SankeyImage.Draw(canvas, sankey, brush, width));

        public static Picture Of(RackPicture racks, int width, int height) => new(height, (canvas, brush) =>
        {
            new RackPen(canvas, brush).Box(0, 0, width, height, Palette.Paper);
            RackImage.Draw(canvas, racks, brush, width);
        });
    }
}
