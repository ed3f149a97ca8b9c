using System.Collections.Immutable;
using System.Text.Json;
using Chalkline.Calibration;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Cli.Output;
using Chalkline.Serving;
using Chalkline.Validation;


namespace Chalkline.Cli.Tests.Output;

/// <summary>The page, the tables and the JSON of <c>chalk validate</c> for a handful of rows.</summary>
public sealed class ValidationReportTests
{
    private static readonly ImmutableArray<string> Models = ["org/a", "org/b", "org/c", "org/d", "org/e", "org/f", "org/g"];

    private static ValidationResult Result(double low = 9, double high = 12)
    {
        ScoredRow[] rows =
        [
            .. Enumerable.Range(0, 14).Select(place => new ScoredRow
            {
                Line = place + 2,
                Id = $"row-{place}",
                Quality = place == 13 ? CaseQuality.Weak : CaseQuality.Ok,
                Groups = ImmutableSortedDictionary.CreateRange([KeyValuePair.Create("model", Models[place % 7])]),
                Values = [new("tpot_ms", 10, 11, low, high, 5, false), new("ttft_ms", 100, 50 + place, low, high, 5, false)],
            }),
        ];
        static double Tolerance(ScoredRow row, string metric) => CaseTolerance.Default(metric);
        return new()
        {
            File = "/some/where/mine.csv",
            Kind = ValidationKind.Serving,
            Fidelity = Fidelity.Operator,
            GroupBy = ["model"],
            Rows = [.. rows],
            Ok = ScoreTable.Of(rows[..13], ["model"], Tolerance),
            NotOk = ScoreTable.Of(rows[13..], ["model"], Tolerance),
            Tolerances = [KeyValuePair.Create("tpot_ms", 0.3)],
        };
    }

    [Fact]
    public void The_json_has_the_members_of_the_contract_and_no_folder_of_this_machine()
    {
        string text = AnswerText.Json(ValidationReport.Of(Result()));
        JsonElement json = JsonElement.Parse(text);

        json.GetProperty("rows").GetInt32().ShouldBe(14);
        json.GetProperty("overall").GetProperty("tpot_ms").EnumerateObject().Select(field => field.Name).ShouldBe(
            ["n", "medianApe", "meanApe", "bias", "p90Ape", "coverage80", "withinTolerance", "floorViolations"]);
        json.GetProperty("overall").GetProperty("tpot_ms").GetProperty("medianApe").GetDouble().ShouldBe(0.1, 1e-12);
        json.GetProperty("groups")[0].GetProperty("by").GetProperty("model").GetString().ShouldBe("org/a");
        json.GetProperty("worst").GetArrayLength().ShouldBe(10);
        json.GetProperty("notOk").GetProperty("rows").GetInt32().ShouldBe(1);
        text.ShouldNotContain("/some/where");
    }

    [Fact]
    public void Without_intervals_coverage_is_null_and_the_page_says_why()
    {
        Answer answer = ValidationReport.Of(Result(double.NaN, double.NaN));

        JsonElement.Parse(AnswerText.Json(answer)).GetProperty("overall").GetProperty("tpot_ms").GetProperty("coverage80")
            .ValueKind.ShouldBe(JsonValueKind.Null);
        answer.Report.Footer.ShouldContain("This fidelity states no intervals.");
    }

    [Fact]
    public void Csv_has_a_line_for_each_value_and_empty_cells_for_what_is_not_stated()
    {
        string[] lines = AnswerText.Csv(ValidationReport.Of(Result(double.NaN, double.NaN)).Data).TrimEnd('\n').Split('\n');

        lines.Length.ShouldBe(1 + 28);
        lines[0].ShouldBe("line,case_id,quality,metric,measured,predicted,low,high,floor,error,model,remark");
        lines[1].ShouldBe("2,row-0,ok,tpot_ms,10,11,,,5,0.1,org/a,");
    }

    [Fact]
    public void Each_metric_has_a_scatter_on_equal_logarithmic_axes_with_its_line_and_band()
    {
        ChartSpec[] charts = [.. ValidationReport.Of(Result()).Report.Charts];

        charts.Length.ShouldBe(3);
        ChartSpec scatter = charts[0];
        (scatter.X.Minimum, scatter.X.Maximum).ShouldBe((scatter.Y.Minimum, scatter.Y.Maximum));
        scatter.X.Scale.ShouldBe(AxisScale.Log);
        scatter.Y.Scale.ShouldBe(AxisScale.Log);
        LineSeries line = scatter.Series.OfType<LineSeries>().ShouldHaveSingleItem();
        line.Points.ShouldAllBe(point => point.X == point.Y);
        BandSeries band = scatter.Series.OfType<BandSeries>().ShouldHaveSingleItem();
        (band.Intervals[0].High / band.Intervals[0].X).ShouldBe(1.3, 1e-12);

        // Five models with a colour of their own, without their organisation; the rest together; weak rows nowhere.
        PointSeries[] clouds = [.. scatter.Series.OfType<PointSeries>()];
        clouds.Select(cloud => cloud.Name).ShouldBe(["a", "b", "c", "d", "e", "others"]);
        clouds.Sum(cloud => cloud.Points.Length).ShouldBe(13);
    }

    [Fact]
    public void The_curve_of_errors_rises_to_one()
    {
        LineSeries tpot = ValidationReport.Of(Result()).Report.Charts.Last().Series.OfType<LineSeries>().First();

        tpot.Points.Zip(tpot.Points.Skip(1)).ShouldAllBe(pair => pair.First.X < pair.Second.X && pair.First.Y <= pair.Second.Y);
        tpot.Points[0].Y.ShouldBe(0);
        tpot.Points[^1].Y.ShouldBe(1);
    }

    [Fact]
    public void A_prediction_under_the_floor_stands_in_the_lead()
    {
        ValidationResult result = Result();
        ValidationReport.Of(result).Report.Lead.ShouldContain("No prediction is better than the proved floor allows.");
        ValidationReport.Of(result with { Ok = result.Ok with { FloorViolations = 3 } }).Report.Lead
            .ShouldContain("3 predictions are better than the proved floor allows: a defect");
    }

    [Fact]
    public void Weak_rows_have_their_own_section_and_every_section_prints()
    {
        ReportSpec report = ValidationReport.Of(Result()).Report;

        report.Sections.Select(section => section.Heading).ShouldBe(["Errors", "By model", "Worst rows", "Rows that are not ok"]);
        MarkdownReport.Write(report).ShouldContain("| org/a | TPOT | 2 | 10.0 % |");
    }
}
