using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using Chalkline.Charts.Html;
using Chalkline.Charts.Reports;

namespace Chalkline.Charts.Tests.Html;

public sealed partial class HtmlReportTests
{
    private const string Hostile = "</script><script>alert(\"1\")</script><img src=x onerror='alert(2)'>&amp;\u0001";

    [Fact]
    public void The_same_report_gives_the_same_bytes()
        => HtmlReport.Write(Demo.Report).ShouldBe(HtmlReport.Write(Demo.Report));

    [Fact]
    public void The_page_is_well_formed_and_holds_every_block()
    {
        XElement page = Parse(HtmlReport.Write(Demo.Report));
        page.Descendants("figure").Count().ShouldBe(6);
        page.Descendants("h2").Select(head => head.Value).ShouldBe(["Speed", "Cost", "Choices", "Work"]);
        page.Descendants("table").Single().Descendants("tr").Count().ShouldBe(5);
        page.Descendants("pre").Single().Value.ShouldContain("2.61 ms");
        page.Descendants("div").Count(item => item.Attribute("data-math") is not null).ShouldBe(1);
        page.Descendants("li").Count().ShouldBe(2);
    }

    [Fact]
    public void The_browser_is_given_nothing_to_fetch()
    {
        string html = HtmlReport.Write(Demo.Report);
        XElement page = Parse(html);
        page.DescendantsAndSelf().Attributes().Where(item => item.Name == "src" || item.Name == "href").ShouldBeEmpty();
        page.Descendants("link").ShouldBeEmpty();
        CssAddress().Matches(html).Select(match => match.Value).ShouldAllBe(address => address.StartsWith("url(data:"));
        html.ShouldContain("default-src 'none'");
    }

    [Fact]
    public void Hostile_texts_stay_texts()
    {
        ChartSpec chart = Demo.Latency with
        {
            Title = Hostile,
            Subtitle = Hostile,
            Footnote = Hostile,
            X = Demo.Latency.X with { Label = Hostile },
            Series = [new LineSeries(Hostile, [new(1, 1, Hostile, Hostile), new(2, 2)])],
            Lines = [ReferenceLine.AtX(1, Hostile)],
            Annotations = [new(1, 1, Hostile)],
        };
        TableSpec table = new() { Caption = Hostile, Columns = [new(Hostile)], Rows = [[Hostile]] };
        ReportSpec report = new()
        {
            Title = Hostile,
            Lead = Hostile,
            Footer = Hostile,
            Sections = [new(Hostile, [
                new ChartBlock(chart), new TableBlock(table), new TextBlock(Hostile),
                new EquationBlock(Hostile, Hostile), new PreformattedBlock(Hostile)])],
        };
        string html = HtmlReport.Write(report);
        XElement page = Parse(html);
        page.Descendants("img").ShouldBeEmpty();
        html.ShouldNotContain("alert(\"1\")");
        page.Descendants("script").Count().ShouldBe(5);
        page.Descendants("h1").Single().Value.ShouldBe(Hostile.Replace('\u0001', '\ufffd'));
    }

    [Fact]
    public void Fonts_of_equations_ride_along_only_with_equations()
    {
        string plain = HtmlReport.Write(ReportSpec.Of(Demo.Latency));
        plain.ShouldNotContain("KaTeX_Main");
        plain.ShouldContain("Apache Software Foundation");
        string simple = HtmlReport.Write(Page(new EquationBlock("a = b")));
        simple.ShouldContain("KaTeX_Main");
        simple.ShouldNotContain("Apache Software Foundation");
        string rare = HtmlReport.Write(Page(new EquationBlock("\\mathcal{O}(n)")));
        rare.Length.ShouldBeGreaterThan(simple.Length + 15_000);
    }

    [Fact]
    public void Numbers_stand_right_and_sort_by_value()
    {
        TableSpec table = new()
        {
            Columns = [new("Name"), new("Size", Numeric: true)],
            Rows = [["a", TableCell.Of(1500)]],
        };
        XElement cell = Parse(HtmlReport.Write(Page(new TableBlock(table)))).Descendants("td").Last();
        cell.Value.ShouldBe("1.5k");
        cell.Attribute("class")!.Value.ShouldBe("number");
        cell.Attribute("data-value")!.Value.ShouldBe("1500");
    }

    [Fact]
    public void A_long_name_may_be_broken_and_reads_as_it_was()
    {
        const string Long = "ix:2026_04_06_gpt_oss_120b_h100_sxm_vllm_fp4_<agg>_1024x8192";
        TableSpec table = new() { Columns = [new("Row")], Rows = [[Long], ["short_name"]] };
        XElement[] cells = [.. Parse(HtmlReport.Write(Page(new TableBlock(table)))).Descendants("td")];

        cells[0].Value.ShouldBe(Long);
        cells[0].Elements("wbr").Count().ShouldBe(Long.Count(sign => sign == '_'));
        cells[1].Elements().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("1.43 G - 10.3 G", true)]
    [InlineData("flash-13tb", true)]
    [InlineData("hard disk, 30 TB", false)]
    [InlineData("610 traces of agents, 33 turns in the median", false)]
    public void Intervals_and_names_stay_on_a_line(string text, bool whole)
    {
        TableSpec table = new() { Columns = [new("80 %")], Rows = [[text]] };

        (Parse(HtmlReport.Write(Page(new TableBlock(table)))).Descendants("td").Single().Attribute("class")?.Value == "name")
            .ShouldBe(whole);
    }

    [Fact]
    public void A_row_of_the_wrong_length_is_refused()
    {
        TableSpec table = new() { Caption = "T", Columns = [new("A"), new("B")], Rows = [["only one"]] };
        Should.Throw<ChalkException>(() => HtmlReport.Write(Page(new TableBlock(table))))
            .Message.ShouldBe("Table 'T': row 1 has 1 cells for 2 columns; give one for each.");
    }

    private static ReportSpec Page(ReportBlock block) => new() { Title = "Page", Sections = [new("", [block])] };

    /// <summary>The page as XML; scripts and styles, whose text is not markup in HTML, are emptied first.</summary>
    private static XElement Parse(string html)
    {
        string bare = RawText().Replace(html, "<${name}></${name}>");
        using StringReader text = new(bare);
        using XmlReader reader = XmlReader.Create(text, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XElement.Load(reader);
    }

    [GeneratedRegex("<(?<name>script|style)[^>]*>.*?</\\k<name>>",
        RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex RawText();

    [GeneratedRegex("url\\((?!#)[^)]{0,12}", RegexOptions.None, 5000)]
    private static partial Regex CssAddress();
}
