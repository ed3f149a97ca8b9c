using Chalkline.Charts.Reports;
using Chalkline.Search;

namespace Chalkline.Cli.Output;

/// <summary>The page of several plans side by side.</summary>
internal static class PlanVariantsReport
{
    public static Answer Of(IReadOnlyList<PlanVariant> variants, bool compare)
    {
        PlanVariant[] found = [.. variants.Where(variant => variant.Chosen.Count > 0)];
        string[] obstacles = [.. variants.Where(variant => variant.Chosen.Count == 0).Select(Obstacle)];
        TableSpec best = Best(found);
        List<ReportSection> sections = [];
        if (found.Length > 0)
        {
            sections.Add(new("Best points within the service levels", [new TableBlock(best), new TableBlock(Layouts(found))]));
            sections.Add(new("Pareto fronts: speed against throughput", [new ChartBlock(PlanCharts.Fronts(found))]));
        }

        if (compare && found.Length == 2)
        {
            sections.AddRange(PlanDifferenceReport.Sections(SavedPlan.Of(found[0]), SavedPlan.Of(found[1])));
        }

        sections.AddRange(found.SelectMany(variant => PlanDeployments.Sections(variant)
            .Select(section => section with { Heading = $"{variant.Name}: {section.Heading}" })));
        return new()
        {
            Command = "plan",
            Data = best,
            Unanswered = found.Length > 0 ? null : string.Join(' ', obstacles),
            Report = new()
            {
                Title = $"Serving {variants[0].Inputs.Model.Name} on {string.Join(", ", variants.Select(variant => variant.Name))}",
                Lead = string.Join("\n\n", [Winners(found), .. obstacles]),
                Sections = [.. sections],
                Footer = string.Join(' ', variants.Select(Price)),
            },
            Json = writer => PlanVariantsJson.Write(writer, variants, compare),
        };
    }

    private static string Obstacle(PlanVariant variant) => $"{variant.Name}: {variant.Plan.Obstacle}";

    private static string Price(PlanVariant variant)
        => $"{variant.Name}: {PlanReport.Searched(variant.Plan.Statistics)}{PlanReport.SearchedSplits(variant.Plan)}" + (variant.Inputs.Price is { } price
            ? $"Price {price} ({variant.Inputs.PriceSource})."
            : "No price known.");

    private static string Winners(PlanVariant[] found) => found.Length == 0
        ? "**No answer.**"
        : string.Join('\n', found.SelectMany(variant => variant.Chosen.Select(choice => (Variant: variant, Choice: choice)))
            .GroupBy(pair => pair.Choice.Objective)
            .Select(group => group.MaxBy(pair => Merit(pair.Variant, pair.Choice)))
            .Select(pair => $"{pair.Choice.Name}: **{pair.Variant.Name}**, {PlanReport.Layout(pair.Choice.Point)}."));

    /// <summary>How good a point is at its objective; more is better.</summary>
    private static double Merit(PlanVariant variant, PlanChoice choice) => choice.Objective switch
    {
        Commands.PlanObjective.Fastest => choice.Point.Speed.Value,
        Commands.PlanObjective.LeastDevices => -choice.Point.DevicesPaid,
        Commands.PlanObjective.TokensPerMegawatt =>
            choice.Point.Throughput.Value / DevicePower.Of(variant.Plan.Request, choice.Point)!.Value.Value,
        _ => choice.Point.CostPerOutput is { } cost ? -cost.Value : double.MinValue + choice.Point.PerDevice.Value,
    };

    private static TableSpec Best(PlanVariant[] found) => Tables.Of(
        "",
        ["Machine", "Best at", "tok/s/user", "tok/s/device", "TTFT ms", "$/Mtok out", "$ all/Mtok out", "Devices", "tok/s/MW"],
        from variant in found
        from choice in variant.Chosen
        let point = choice.Point
        select (IEnumerable<TableCell>)
        [
            Short(variant, found),
            choice.Name,
            Tables.Cell(point.Speed, "tok/s/user", 1),
            Tables.Cell(point.PerDevice, "tok/s/device", 1),
            Tables.Cell(point.TimeToFirstToken, "ms", 0),
            Tables.Cell(point.OutputCost, "$/Mtok", 3),
            Tables.Cell(point.CostPerOutput, "$/Mtok", 3),
            Tables.Count(point.DevicesPaid),
            DevicePower.Of(variant.Plan.Request, point) is { } watts ? Tables.Count(point.Throughput.Value / watts.Value * 1e6) : new("-"),
        ]);

    private static TableSpec Layouts(PlanVariant[] found) => Tables.Of(
        "",
        ["Machine", "Best at", "Layout"],
        from variant in found
        from choice in variant.Chosen
        select (IEnumerable<TableCell>)[Short(variant, found), choice.Name, PlanReport.Layout(choice.Point)]);

    /// <summary>The machine, and the format where it tells variants apart.</summary>
    private static string Short(PlanVariant variant, PlanVariant[] found)
        => found.Select(one => one.Inputs.Formats).Distinct(StringComparer.Ordinal).Count() == 1 ? variant.Inputs.System.Id : variant.Name;
}
