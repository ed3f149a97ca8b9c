using System.Collections.Immutable;
using System.Xml.Linq;
using Chalkline.Charts.Html;
using Chalkline.Charts.Images;
using Chalkline.Charts.Racks;
using Chalkline.Charts.Reports;
using SkiaSharp;

namespace Chalkline.Charts.Tests.Images;

/// <summary>Pictures of racks: 8 devices, 72, and eight times 72.</summary>
public sealed class RackImageTests
{
    [Fact]
    public void Every_device_of_a_rack_is_named_and_idle_ones_say_so()
    {
        string[] words = Words(ImageReport.Svg(Report(Racks(1, 18, 4))));
        words.Count(word => word.StartsWith("GPU ", StringComparison.Ordinal)).ShouldBe(72);
        words.ShouldContain("GPU 71 idle", StringComparer.Ordinal);
        words.ShouldContain("experts 0–3", StringComparer.Ordinal);
        words.Count(word => word == "switch tray").ShouldBe(9);
        words.ShouldContain("inside 1 GB", StringComparer.Ordinal);
        words.ShouldContain("between 2 GB", StringComparer.Ordinal);
        words.ShouldContain("stage 0", StringComparer.Ordinal);
    }

    [Fact]
    public void Eight_racks_have_cells_without_text_and_still_their_names()
    {
        string[] words = Words(ImageReport.Svg(Report(Racks(8, 18, 4))));
        words.ShouldNotContain(word => word.StartsWith("GPU", StringComparison.Ordinal));
        words.ShouldContain("Rack 8", StringComparer.Ordinal);
    }

    [Theory]
    [InlineData(1, 2, 4)]
    [InlineData(1, 18, 4)]
    [InlineData(2, 18, 4)]
    [InlineData(8, 18, 4)]
    [InlineData(32, 1, 8)]
    [InlineData(1, 24, 24)]
    public void Nothing_touches_the_edge_and_the_colours_are_there(int racks, int trays, int across)
    {
        using SKBitmap picture = SKBitmap.Decode(ImageReport.Png(Report(Racks(racks, trays, across))));
        for (int y = 0; y < picture.Height; y++)
        {
            picture.GetPixel(0, y).ShouldBe(SKColors.White);
            picture.GetPixel(picture.Width - 2, y).ShouldBe(SKColors.White, $"row {y}");
        }

        for (int x = 0; x < picture.Width; x++)
        {
            picture.GetPixel(x, picture.Height - 2).ShouldBe(SKColors.White, $"column {x}");
        }

        picture.Width.ShouldBeLessThan(1700);
        picture.Pixels.ShouldContain(SKColor.Parse(RackPalette.Cache));
        picture.Pixels.ShouldContain(SKColor.Parse(Palette.At(0)));
    }

    [Fact]
    public void The_same_picture_gives_the_same_bytes()
    {
        ReportSpec report = Report(Racks(2, 18, 4));
        ImageReport.Svg(report).ShouldBe(ImageReport.Svg(report));
        ImageReport.Png(report).ShouldBe(ImageReport.Png(report));
    }

    [Fact]
    public void A_page_holds_the_picture_as_it_stands_and_markdown_its_words()
    {
        ReportSpec report = Report(Racks(1, 2, 4));
        string page = HtmlReport.Write(report);
        page.ShouldContain("<figure class=\"racks\">");
        page.ShouldContain("viewBox=");
        page.ShouldNotContain("<?xml");
        MarkdownReport.Write(report).ShouldContain("between 2 GB");
    }

    [Fact]
    public void Pictures_stand_above_charts()
    {
        ReportSpec report = Report(Racks(1, 2, 4));
        ReportSpec both = report with { Sections = [.. report.Sections, .. ReportSpec.Of(Demo.Latency).Sections] };
        using SKBitmap alone = SKBitmap.Decode(ImageReport.Png(report));
        using SKBitmap picture = SKBitmap.Decode(ImageReport.Png(both));
        picture.Height.ShouldBe(alone.Height + 750);
    }

    [Fact]
    public void What_cannot_be_drawn_is_told()
    {
        RackPicture picture = Racks(1, 2, 4);
        Should.Throw<ChalkException>(() => ImageReport.Svg(Report(picture with { Racks = [] }))).Message
            .ShouldContain("rack without devices");
        RackCell full = new("GPU 0", "", Palette.At(0), [new(0.7, Palette.Ink), new(0.4, Palette.Ink)]);
        RackPicture over = picture with { Racks = [new("Rack", [new([full])])] };
        Should.Throw<ChalkException>(() => ImageReport.Svg(Report(over))).Message.ShouldContain("add up to at most 1");
    }

    [Theory]
    [InlineData("#000000", 0.5, "#808080")]
    [InlineData("#2166ac", 0, "#2166ac")]
    [InlineData("#2166ac", 1, "#ffffff")]
    public void A_tint_is_a_mix_with_white(string colour, double white, string expected)
        => RackPalette.Tint(colour, white).ShouldBe(expected);

    private static ReportSpec Report(RackPicture picture)
        => new() { Title = "Racks", Sections = [new("", [new RackBlock(picture)])] };

    private static string[] Words(string svg)
        => [.. XElement.Parse(svg).Descendants().Where(item => item.Name.LocalName == "text").Select(item => item.Value)];

    private static RackPicture Racks(int racks, int trays, int across) => new()
    {
        Title = "A model on racks",
        Subtitle = "so many experts",
        Racks = [.. Enumerable.Range(1, racks).Select(rack => new RackColumn($"Rack {rack}", Trays(trays, across)))],
        Roles = [new("stage 0", Palette.At(0)), new("idle", "")],
        Fills = [new("KV cache", RackPalette.Cache)],
        Inside = "inside 1 GB",
        Outside = "between 2 GB",
        Leaves = true,
    };

    private static ImmutableArray<RackTray> Trays(int trays, int across)
    {
        List<RackTray> all = [];
        for (int tray = 0; tray < trays; tray++)
        {
            if (trays == 18 && tray == 10)
            {
                all.AddRange(Enumerable.Repeat(new RackTray([], "switch tray"), 9));
            }

            all.Add(new([.. Enumerable.Range(tray * across, across).Select(device => device == (trays * across) - 1 && device > 0
                ? new RackCell($"GPU {device} idle", "", "", [])
                : new RackCell(
                    $"GPU {device}",
                    $"experts {4 * device}–{(4 * device) + 3}",
                    Palette.At(0),
                    [new(0.3, RackPalette.Experts), new(0.4, RackPalette.Cache)],
                    device % 3 == 0))]));
        }

        return [.. all];
    }
}
