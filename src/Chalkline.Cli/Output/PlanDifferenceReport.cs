using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Search;

namespace Chalkline.Cli.Output;

/// <summary>Why one plan differs from another, objective by objective.</summary>
internal static class PlanDifferenceReport
{
    /// <summary>The differences of the objectives that both plans answer.</summary>
    public static IEnumerable<(PlanChoice First, PlanDifference Difference)> Of(PlanVariant first, PlanVariant second)
        => from one in first.Chosen
           join two in second.Chosen on one.Objective equals two.Objective
           select (one, PlanDifference.Of(first.Plan.Request, one.Point, second.Plan.Request, two.Point));

    /// <summary>Two tables an objective: terms that add up, and factors that multiply.</summary>
    public static IEnumerable<ReportSection> Sections(PlanVariant first, PlanVariant second)
        => Of(first, second).Select(pair => new ReportSection(
            $"Why {second.Name} differs from {first.Name}: {pair.First.Name.ToLowerInvariant()}",
            [
                new TableBlock(Terms(first, second, pair.Difference)),
                new TableBlock(Factors(first, second, pair.Difference)),
                new TextBlock(Text(second, pair.Difference)),
            ]));

    private static TableSpec Terms(PlanVariant first, PlanVariant second, PlanDifference difference) => Tables.Of(
        "Time of an output token, in ms: the terms add up",
        ["Term", first.Name, second.Name, "Change"],
        difference.First.All
            .Zip(difference.Second.All, (one, two) => (one.Name, First: one.Time, Second: two.Time))
            .Append((Name: "all", First: difference.First.Time, Second: difference.Second.Time))
            .Select(row => (IEnumerable<TableCell>)
            [
                row.Name,
                Tables.Cell(row.First, "ms", 3),
                Tables.Cell(row.Second, "ms", 3),
                Tables.Cell(row.Second - row.First, "ms", 3),
            ]));

    private static TableSpec Factors(PlanVariant first, PlanVariant second, PlanDifference difference) => Tables.Of(
        "Cost of an output token, input included: the factors multiply",
        ["Factor", $"{second.Name} over {first.Name}"],
        difference.Factors
            .Select(factor => (factor.Name, factor.Ratio))
            .Append((Name: "all", difference.Ratio))
            .Select(row => (IEnumerable<TableCell>)[row.Name, Tables.Number(row.Ratio)]));

    private static string Text(PlanVariant second, PlanDifference difference)
    {
        CostFactor most = difference.Factors.MaxBy(factor => Math.Abs(Math.Log(factor.Ratio)))!;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"A token costs {difference.Ratio:0.###} times as much on {second.Name}; most of that is the {most.Name}, {most.Ratio:0.###} times.");
    }
}
