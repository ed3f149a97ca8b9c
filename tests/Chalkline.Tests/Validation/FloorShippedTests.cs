using Chalkline.Calibration;
using Chalkline.Tests.Catalog;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>The floor against the world: every measurement that is shipped.</summary>
public sealed class FloorShippedTests
{
    private const string End = "<!-- end -->";

    [Fact]
    public void Nothing_measured_lies_under_the_floor_unexplained()
        => Measurements.Result.Unexplained.Select(finding => finding.Case.Id).ShouldBeEmpty();

    [Fact]
    public void Most_rows_are_checked()
    {
        FloorResult result = Measurements.Result;
        int ok = result.Findings.Where(finding => finding.Case.Quality == CaseQuality.Ok)
            .Select(finding => finding.Case.Id)
            .Distinct(StringComparer.Ordinal)
            .Count();

        result.Rows.ShouldBe(3828);
        result.Checked.ShouldBeGreaterThanOrEqualTo(3059);
        ok.ShouldBeGreaterThanOrEqualTo(2796);
        result.Findings.Count(finding => finding.OfLayout).ShouldBeGreaterThan(4500);
    }

    [Fact]
    public void The_listing_is_as_approved()
    {
        FloorResult result = Measurements.Result;
        string listing = $"{FloorReport.Measures(result)}\n{FloorReport.Skipped(result)}\n"
            + $"{FloorReport.Under(result)}\n{FloorReport.Nearest(result, 20)}";

        listing.ShouldBeApproved("floor.md");
    }

    [Fact]
    public void The_page_shows_the_check_of_today()
    {
        string page = Path.Combine(HardwareData.Folder.Path, "..", "docs", "floor.md");
        FloorResult result = Measurements.Result;
        string text = File.ReadAllText(page);
        string fresh = Fill(text, "table", FloorReport.Table(result));
        fresh = Fill(fresh, "measures", FloorReport.Measures(result));
        fresh = Fill(fresh, "skipped", FloorReport.Skipped(result));
        fresh = Fill(fresh, "nearest", FloorReport.Nearest(result, 10));
        if (Environment.GetEnvironmentVariable("CHALKLINE_APPROVE") == "1")
        {
            File.WriteAllText(page, fresh);
            text = fresh;
        }

        text.ShouldBe(fresh, "docs/floor.md is stale; CHALKLINE_APPROVE=1 writes it anew.");
    }

    [Fact]
    public void Two_runs_say_the_same()
    {
        IEnumerable<ServingCase> some = Measurements.Shipped.Where((_, at) => at % 20 == 0);

        FloorReport.Table(Measurements.Check(some.Reverse())).ShouldBe(FloorReport.Table(Measurements.Check(some)));
    }

    [Fact]
    public void Times_cut_to_a_third_are_caught()
    {
        FloorResult cut = Measurements.Check(Measurements.Shipped.Where(Static).Select(row => Scaled(row, 1.0 / 3)));

        cut.Checked.ShouldBeGreaterThan(60);
        cut.Unexplained.Count().ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_time_cut_to_just_under_its_floor_is_caught_and_one_just_above_is_not()
    {
        foreach (FloorFinding finding in Measurements.Result.Findings.Where(finding => Static(finding.Case)))
        {
            Verdict(finding, 0.999).ShouldBe(FloorVerdict.Unexplained, finding.Case.Id);
            Verdict(finding, 1.001).ShouldBe(FloorVerdict.Above, finding.Case.Id);
        }
    }

    [Fact]
    public void Where_speculation_is_not_recorded_halved_times_are_put_down_to_it_or_caught()
    {
        FloorResult cut = Measurements.Check(
            Measurements.Shipped.Where(row => row.Hardware == "h100_sxm").Select(row => Scaled(row, 0.5)));

        cut.Under.ShouldNotBeEmpty();
        cut.Under.Count(finding => finding.Verdict == FloorVerdict.SpeculationUnknown).ShouldBeGreaterThan(10);
    }

    private static bool Static(ServingCase row)
        => row is { Source: "fastertransformer_a100", Speculation: Known.No, Quality: CaseQuality.Ok, EndToEnd: not null };

    private static FloorVerdict Verdict(FloorFinding finding, double timesFloor)
        => Measurements.Check([Scaled(finding.Case, timesFloor / finding.Ratio)]).Findings.Single().Verdict;

    private static ServingCase Scaled(ServingCase row, double share) => row with
    {
        TimeToFirstToken = share * row.TimeToFirstToken,
        TimePerOutputToken = share * row.TimePerOutputToken,
        EndToEnd = share * row.EndToEnd,
    };

    private static string Fill(string page, string name, string table)
    {
        string start = $"<!-- {name} -->\n";
        int from = page.IndexOf(start, StringComparison.Ordinal) + start.Length;
        from.ShouldBeGreaterThanOrEqualTo(start.Length, $"docs/floor.md has no place for '{name}'");
        int to = page.IndexOf(End, from, StringComparison.Ordinal);
        to.ShouldBeGreaterThan(0);
        return page[..from] + table + page[to..];
    }
}
