using System.Xml.Linq;
using Chalkline.Charts.Html;
using Chalkline.Charts.Images;
using Chalkline.Charts.Reports;
using SkiaSharp;

namespace Chalkline.Charts.Tests.Images;

/// <summary>Timetables as pictures.</summary>
public sealed class GanttImageTests
{
    private static GanttSpec Two { get; } = new()
    {
        Title = "Two workers",
        Subtitle = "for example",
        Lanes = ["stage 0", "stage 1"],
        Kinds = [new("forward", 0), new("backward", 1)],
        Boxes = [new(0, 0, 0, 1, "7"), new(0, 1, 3, 5, "8"), new(1, 0, 1, 2, "9", Pale: true)],
        Unit = "ms",
        Footnote = "made up",
    };

    [Fact]
    public void Every_kind_its_pale_form_and_idle_time_have_their_colour()
    {
        using SKBitmap picture = SKBitmap.Decode(ImageReport.Png(Report(Two)));
        picture.Pixels.ShouldContain(SKColor.Parse(Palette.At(0)));
        picture.Pixels.ShouldContain(SKColor.Parse(Palette.At(1)));
        picture.Pixels.Count(pixel => pixel == SKColor.Parse(Palette.Grid)).ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Words_and_numbers_stand_in_the_svg_where_there_is_room()
    {
        string[] words = Words(Two);
        foreach (string word in (string[])["Two workers", "for example", "forward", "idle", "7", "8", "9", "stage 1", "Time (ms)", "made up"])
        {
            words.ShouldContain(word, StringComparer.Ordinal);
        }

        GanttSpec crowded = Two with
        {
            Boxes = [.. Enumerable.Range(0, 1000).Select(place => new GanttBox(0, 0, place, place + 1, "x"))],
        };
        Words(crowded).ShouldNotContain("x", StringComparer.Ordinal);
    }

    [Fact]
    public void A_page_and_markdown_hold_it_too()
    {
        string html = HtmlReport.Write(Report(Two));
        html.ShouldContain("<figure class=\"gantt\">");
        html.ShouldContain("viewBox=\"0 0 1200 ");
        string text = MarkdownReport.Write(Report(Two));
        text.ShouldContain("| stage 0 | 1 | 2 | 2 |");
        text.ShouldContain("| stage 1 | 1 | 0 | 4 |");
    }

    [Fact]
    public void What_cannot_be_drawn_truthfully_is_refused()
    {
        Refused(Two with { Boxes = [] }, "no lanes or no boxes");
        Refused(Two with { Boxes = [new(2, 0, 0, 1, "")] }, "outside its lanes");
        Refused(Two with { Boxes = [new(0, 2, 0, 1, "")] }, "of no kind");
        Refused(Two with { Boxes = [new(0, 0, 2, 1, "")] }, "ends before it starts");
        Refused(Two with { Boxes = [new(0, 0, 0, 0, "")] }, "takes no time");

        static void Refused(GanttSpec gantt, string hint)
            => Should.Throw<ChalkException>(() => ImageReport.Png(Report(gantt))).Message.ShouldContain(hint);
    }

    private static ReportSpec Report(GanttSpec gantt)
        => new() { Title = gantt.Title, Sections = [new("", [new GanttBlock(gantt)])] };

    private static string[] Words(GanttSpec gantt)
        => [.. XElement.Parse(ImageReport.Svg(Report(gantt))).Descendants()
            .Where(item => item.Name.LocalName == "text").Select(item => item.Value)];
}
