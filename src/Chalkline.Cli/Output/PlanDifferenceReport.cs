using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Quantities;
using Chalkline.Search;

namespace Chalkline.Cli.Output;

/// <summary>Why one plan differs from another: what was asked, then objective by objective.</summary>
internal static class PlanDifferenceReport
{
    /// <summary>The differences of the objectives that both plans answer.</summary>
    public static IEnumerable<(SavedPoint First, SavedPoint Second, PlanDifference Difference)> Of(SavedPlan first, SavedPlan second)
        => from one in first.Points
           join two in second.Points on one.Objective equals two.Objective
           select (one, two, PlanDifference.Of(one.Point, two.Point));

    /// <summary>What was asked differently, and of each objective the points, terms, factors and memory.</summary>
    public static IEnumerable<ReportSection> Sections(SavedPlan first, SavedPlan second)
    {
        IReadOnlyList<AskedDifference> asked = AskedDifference.Of(first, second);
        yield return new("What was asked differently", [asked.Count == 0
            ? new TextBlock("Nothing: both plans answer the same question.")
            : new TableBlock(Tables.Of(
                "",
                ["Asked", first.Name, second.Name],
                asked.Select(row => (IEnumerable<TableCell>)[row.Name, row.First, row.Second])))]);
        foreach ((SavedPoint one, SavedPoint two, PlanDifference difference) in Of(first, second))
        {
            yield return new(
                $"Why {second.Name} differs from {first.Name}: {one.Name.ToLowerInvariant()}",
                [
                    new TableBlock(Chosen(first, one, second, two)),
                    new ChartBlock(Chart(first, one, second, two)),
                    new TableBlock(Terms(first, second, difference)),
                    new TableBlock(Factors(first, second, difference)),
                    new TextBlock(Text(first, second, difference)),
                    new TableBlock(Memory(first, one, second, two)),
                ]);
        }
    }

    private static TableSpec Chosen(SavedPlan first, SavedPoint one, SavedPlan second, SavedPoint two) => Tables.Of(
        "What was chosen",
        ["", first.Name, second.Name],
        new (string Name, Func<SavedPoint, TableCell> Cell)[]
        {
            ("Mode", point => point.Mode),
            ("Layout", point => point.Layout),
            ("Running sequences", point => Tables.Count(point.Point.Batch)),
            ("Devices paid", point => Tables.Count(point.Point.DevicesPaid)),
            ("TPOT", point => Tables.Cell(point.Point.Terms.Time)),
            ("TTFT", point => Tables.Cell(point.TimeToFirstToken)),
            ("Throughput", point => Tables.Cell(point.Point.Throughput)),
            ("Cost of output", point => point.Cost is { } cost ? Tables.Cell(cost) : "-"),
            ("Decode held up by", point => point.Bound),
        }.Select(row => (IEnumerable<TableCell>)[row.Name, row.Cell(one), row.Cell(two)]));

    private static ChartSpec Chart(SavedPlan first, SavedPoint one, SavedPlan second, SavedPoint two) => new()
    {
        Title = "Time of an output token by what it is spent on",
        Subtitle = one.Name,
        X = Axis.Linear("Time", "ms") with { Minimum = 0 },
        Y = Axis.Of("", first.Name, second.Name),
        Series =
        [
            .. one.Point.Terms.All
                .Zip(two.Point.Terms.All, (a, b) => (a.Name, First: a.Time, Second: b.Time))
                .Select((term, place) => new BarSeries(
                    term.Name, ImmutableArray.Create(Tables.In(term.First, "ms"), Tables.In(term.Second, "ms"))) { Colour = place })
                .Where(series => series.Values.Any(value => value > 0)),
        ],
        Legend = LegendPlace.Above,
    };

    private static TableSpec Terms(SavedPlan first, SavedPlan second, PlanDifference difference) => Tables.Of(
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

    private static TableSpec Factors(SavedPlan first, SavedPlan second, PlanDifference difference) => Tables.Of(
        $"{(difference.Priced ? "Cost" : "Device time")} of an output token, input included: the factors multiply",
        ["Factor", $"{second.Name} over {first.Name}"],
        difference.Factors
            .Select(factor => (factor.Name, factor.Ratio))
            .Append((Name: "all", difference.Ratio))
            .Select(row => (IEnumerable<TableCell>)[row.Name, Tables.Number(row.Ratio)]));

    private static TableSpec Memory(SavedPlan first, SavedPoint one, SavedPlan second, SavedPoint two)
    {
        string[] kinds = [.. one.Memory.Concat(two.Memory).Select(part => part.Name).Distinct(StringComparer.Ordinal)];
        return Tables.Of(
            "Memory of one device that decodes, in GB",
            ["Kind", first.Name, second.Name, "Change"],
            kinds.Select(kind => (Name: kind, First: Size(one, kind), Second: Size(two, kind)))
                .Append((Name: "all", First: All(one), Second: All(two)))
                .Select(row => (IEnumerable<TableCell>)
                [
                    row.Name,
                    Tables.Cell(row.First, "GB", 1),
                    Tables.Cell(row.Second, "GB", 1),
                    Tables.Cell(row.Second - row.First, "GB", 1),
                ]));

        static Bytes Size(SavedPoint point, string kind)
            => Quantity.Sum(point.Memory.Where(part => part.Name == kind).Select(part => part.Size));

        static Bytes All(SavedPoint point) => Quantity.Sum(point.Memory.Select(part => part.Size));
    }

    /// <summary>The ratio and its largest factor, in a sentence.</summary>
    public static string Text(SavedPlan first, SavedPlan second, PlanDifference difference)
    {
        string verb = difference.Priced ? "costs" : "takes";
        string what = difference.Priced ? "as much" : "the device time";
        string token = Math.Abs(Math.Log(difference.Ratio)) < 1e-9
            ? $"A token {verb} {(difference.Priced ? "as much" : "as much device time")} in {second.Name} as in {first.Name}"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"A token {verb} {difference.Ratio:0.###} times {what} in {second.Name} as in {first.Name}");
        CostFactor most = difference.Factors.MaxBy(factor => Math.Abs(Math.Log(factor.Ratio)))!;
        return Math.Abs(Math.Log(most.Ratio)) < 1e-9
            ? $"{token}."
            : string.Create(CultureInfo.InvariantCulture, $"{token}; most of that is the {most.Name}, {most.Ratio:0.###} times.");
    }
}
