using System.Buffers.Binary;
using System.Xml.Linq;
using Chalkline.Charts.Images;
using Chalkline.Charts.Reports;
using SkiaSharp;

namespace Chalkline.Charts.Tests.Images;

public sealed class ImageReportTests
{
    [Fact]
    public void A_picture_has_the_size_asked_for_and_something_on_it()
    {
        byte[] png = ImageReport.Png(ReportSpec.Of(Demo.Latency));
        png[..8].ShouldBe([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)).ShouldBe(1200);
        BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)).ShouldBe(750);
        using SKBitmap picture = SKBitmap.Decode(png);
        picture.Pixels.Distinct().Count().ShouldBeGreaterThan(200);
        picture.Pixels.ShouldContain(SKColor.Parse(Palette.At(0)));
        picture.GetPixel(2, 2).ShouldBe(SKColors.White);
    }

    [Fact]
    public void Every_chart_of_a_report_is_drawn_below_the_last()
    {
        using SKBitmap picture = SKBitmap.Decode(ImageReport.Png(Demo.Report, 900, 600));
        picture.Height.ShouldBe(6 * 600);
        for (int chart = 0; chart < 6; chart++)
        {
            picture.Pixels.AsSpan(chart * 600 * 900, 600 * 900).ToArray().Distinct().Count().ShouldBeGreaterThan(40);
        }
    }

    [Fact]
    public void Nothing_touches_the_edge_of_the_picture()
    {
        foreach (ChartSpec chart in Demo.Report.Charts)
        {
            using SKBitmap picture = SKBitmap.Decode(ImageReport.Png(ReportSpec.Of(chart)));
            for (int y = 0; y < picture.Height; y++)
            {
                picture.GetPixel(0, y).ShouldBe(SKColors.White);
                picture.GetPixel(picture.Width - 2, y).ShouldBe(SKColors.White, $"{chart.Title}, row {y}");
            }
        }
    }

    [Fact]
    public void The_same_report_gives_the_same_bytes()
    {
        ImageReport.Png(Demo.Report).ShouldBe(ImageReport.Png(Demo.Report));
        ImageReport.Svg(Demo.Report).ShouldBe(ImageReport.Svg(Demo.Report));
    }

    [Fact]
    public void An_svg_is_xml_that_holds_every_word_whole()
    {
        XElement svg = XElement.Parse(ImageReport.Svg(Demo.Report));
        string[] words = [.. svg.Descendants().Where(item => item.Name.LocalName == "text").Select(item => item.Value)];
        foreach (ChartSpec chart in Demo.Report.Charts)
        {
            words.ShouldContain(chart.Title, StringComparer.Ordinal);
            chart.Series.ShouldAllBe(series => words.Contains(series.Name) || chart.Series.Length == 1);
            chart.Lines.ShouldAllBe(line => words.Contains(line.Label));
        }

        words.ShouldContain("Batch (sequences)", StringComparer.Ordinal);
        words.ShouldContain("8192", StringComparer.Ordinal);
        words.ShouldContain("EP72 DP72", StringComparer.Ordinal);
        words.ShouldContain("61.2", StringComparer.Ordinal);
    }

    [Fact]
    public void An_svg_shows_no_black_paper_and_keeps_hostile_titles_as_text()
    {
        string svg = ImageReport.Svg(ReportSpec.Of(Demo.Latency with { Title = "<script>alert(1)</script> & co" }));
        XElement root = XElement.Parse(svg);
        root.Descendants().ShouldNotContain(item => item.Name.LocalName == "script");
        // Skia writes a cleared canvas as rectangles without a fill, which are black; white paper has to follow them.
        XElement[] rectangles = [.. root.Descendants().Where(item =>
            item.Name.LocalName == "rect" && item.Parent!.Name.LocalName != "clipPath")];
        int lastBlack = Array.FindLastIndex(rectangles, item => item.Attribute("fill") is null);
        int paper = Array.FindLastIndex(rectangles, item => item.Attribute("fill")?.Value == "white");
        paper.ShouldBeGreaterThan(lastBlack);
    }

    [Fact]
    public void Long_words_are_shortened_rather_than_cut_off()
    {
        string name = new('w', 120);
        ChartSpec chart = Demo.Latency with
        {
            Title = string.Join(' ', Enumerable.Repeat("long", 90)),
            Series = [new LineSeries(name, [new(1, 1), new(64, 2)])],
            Legend = LegendPlace.Direct,
        };
        XElement svg = XElement.Parse(ImageReport.Svg(ReportSpec.Of(chart)));
        string[] words = [.. svg.Descendants().Where(item => item.Name.LocalName == "text").Select(item => item.Value)];
        words.ShouldContain(word => word.StartsWith("www", StringComparison.Ordinal) && word.EndsWith('…')
            && word.Length < 80);
        words.Count(word => word.StartsWith("long long", StringComparison.Ordinal)).ShouldBeGreaterThan(2);
    }

    [Fact]
    public void A_report_without_a_chart_has_no_picture()
        => Should.Throw<ChalkException>(() => ImageReport.Png(new() { Title = "T", Sections = [] }))
            .Message.ShouldBe("'T' has no chart to draw; write it as .html or .md.");

    [Theory]
    [InlineData(10, 750)]
    [InlineData(1200, 100_000)]
    public void A_picture_of_no_sensible_size_is_refused(int width, int height)
        => Should.Throw<ChalkException>(() => ImageReport.Png(ReportSpec.Of(Demo.Latency), width, height));
}
