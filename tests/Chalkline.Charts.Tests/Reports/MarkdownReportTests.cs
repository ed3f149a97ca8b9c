using Chalkline.Charts.Reports;

namespace Chalkline.Charts.Tests.Reports;

public sealed class MarkdownReportTests
{
    [Fact]
    public void Tables_stay_tables_and_bars_in_cells_are_escaped()
    {
        TableSpec table = new()
        {
            Caption = "Sizes",
            Columns = [new("Name"), new("Size", Numeric: true)],
            Rows = [["a|b <i>", TableCell.Of(1500)]],
        };
        Write(new TableBlock(table)).ShouldBe(
            "# Page\n\n**Sizes**\n\n| Name | Size |\n| --- | ---: |\n| a\\|b &lt;i> | 1.5k |\n");
    }

    [Fact]
    public void Equations_stay_latex()
        => Write(new EquationBlock("a = b", "where b.")).ShouldBe("# Page\n\n$$\na = b\n$$\n\nwhere b.\n");

    [Fact]
    public void Preformatted_text_cannot_end_its_own_fence()
        => Write(new PreformattedBlock("a\n```\nb")).ShouldBe("# Page\n\n````text\na\n```\nb\n````\n");

    [Fact]
    public void A_chart_becomes_the_table_of_its_values()
    {
        ChartSpec chart = new()
        {
            Title = "Lines",
            X = Axis.Linear("x"),
            Y = Axis.Linear("y", "ms"),
            Series =
            [
                new LineSeries("a", [new(1, 10), new(2, double.NaN)]),
                new BandSeries("b", [new(1, 1, 2), new(3, 4, 5)]),
            ],
            Lines = [ReferenceLine.AtX(2, "here")],
        };
        Write(new ChartBlock(chart)).ShouldBe(
            """
            # Page

            ### Lines

            **y (ms)**

            | x | a | b |
            | ---: | ---: | ---: |
            | 1 | 10 | 1 to 2 |
            | 3 |  | 4 to 5 |

            Not drawn: 1 of 2 values of 'a', which are not finite.

            here: x = 2.

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void A_cloud_of_points_is_told_and_not_listed()
    {
        ChartSpec chart = new()
        {
            Title = "Cloud",
            X = Axis.Linear("x"),
            Y = Axis.Linear("y"),
            Series =
            [
                new PointSeries("rows", [.. Enumerable.Range(0, 1200).Select(x => new ChartPoint(x, x))]) { Faint = true },
                new LineSeries("y = x", [new(0, 0), new(1200, 1200)]),
            ],
        };

        string text = Write(new ChartBlock(chart));
        text.ShouldContain("A cloud of 1,200 points, drawn and not listed: rows.");
        text.ShouldNotContain("|");
    }

    [Fact]
    public void A_long_sweep_is_thinned_and_says_so()
    {
        ChartSpec chart = new()
        {
            Title = "Long",
            X = Axis.Linear("x"),
            Y = Axis.Linear("y"),
            Series = [new LineSeries("a", [.. Enumerable.Range(0, 1001).Select(x => new ChartPoint(x, x))])],
        };
        string text = Write(new ChartBlock(chart));
        text.ShouldContain("65 of 1001 positions are listed.");
        text.ShouldContain("| 0 | 0 |");
        text.ShouldContain("| 1k | 1k |");
    }

    private static string Write(ReportBlock block)
        => MarkdownReport.Write(new() { Title = "Page", Sections = [new("", [block])] });
}
