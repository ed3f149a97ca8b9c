using System.Xml.Linq;
using Chalkline.Charts.Html;
using Chalkline.Charts.Images;
using Chalkline.Charts.Reports;

namespace Chalkline.Charts.Tests.Images;

/// <summary>Sankey pictures: drawn in every form, refused when they cannot be true.</summary>
public sealed class SankeyTests
{
    private static readonly SankeySpec Sound = new()
    {
        Title = "Where it goes",
        Nodes = [new("all", 0, 7), new("left", 1, 0), new("right", 1, 1)],
        Flows = [new(0, 1, 3), new(0, 2, 1)],
        Unit = "J",
    };

    private static ReportSpec Page(SankeySpec sankey) => new() { Title = "Page", Sections = [new("", [new SankeyBlock(sankey)])] };

    [Fact]
    public void It_is_drawn_as_SVG_PNG_HTML_and_Markdown()
    {
        string svg = ImageReport.Svg(Page(Sound));
        XDocument.Parse(svg).Descendants().Count(element => element.Name.LocalName == "path").ShouldBeGreaterThanOrEqualTo(2);
        svg.ShouldContain("left  3 J, 75 %");
        ImageReport.Png(Page(Sound)).Length.ShouldBeGreaterThan(5000);
        HtmlReport.Write(Page(Sound)).ShouldContain("<svg viewBox=");
        MarkdownReport.Write(Page(Sound)).ShouldContain("| all | left | 3 |");
    }

    [Fact]
    public void What_flows_through_a_node_is_what_comes_or_goes()
    {
        Sound.Through(0).ShouldBe(4);
        Sound.Through(1).ShouldBe(3);
    }

    [Fact]
    public void What_cannot_be_true_is_refused()
    {
        Refused(Sound with { Flows = [] }, "no bands");
        Refused(Sound with { Flows = [new(0, 9, 1)] }, "nowhere");
        Refused(Sound with { Flows = [new(1, 2, 1)] }, "to the right");
        Refused(Sound with { Flows = [new(0, 1, 0)] }, "carries nothing");
        Refused(Sound with { Flows = [new(0, 1, double.NaN)] }, "carries nothing");
    }

    private static void Refused(SankeySpec sankey, string why)
        => Should.Throw<ChalkException>(() => ImageReport.Svg(Page(sankey))).Message.ShouldContain(why);
}
