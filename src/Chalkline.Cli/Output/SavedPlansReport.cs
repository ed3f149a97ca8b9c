using System.Text.Json;
using Chalkline.Charts.Reports;
using Chalkline.Files;
using Chalkline.Search;

namespace Chalkline.Cli.Output;

/// <summary>The page of two saved plans side by side.</summary>
internal static class SavedPlansReport
{
    /// <summary>The page.</summary>
    /// <exception cref="ChalkException">The plans have no objective in common.</exception>
    public static Answer Of(SavedPlan first, SavedPlan second)
    {
        (SavedPoint First, SavedPoint Second, PlanDifference Difference)[] pairs = [.. PlanDifferenceReport.Of(first, second)];
        if (pairs.Length == 0)
        {
            throw new ChalkException(
                $"{second.Name}: field 'objectives' names {Objectives(second)}, and {first.Name} names {Objectives(first)}; "
                + "save both for one objective.");
        }

        return new()
        {
            Command = "plan",
            Data = Data(pairs),
            Report = new()
            {
                Title = $"Why {second.Name} differs from {first.Name}",
                Lead = string.Join('\n', [
                    Question(first),
                    Question(second),
                    .. pairs.Select(pair => $"{pair.First.Name}: {PlanDifferenceReport.Text(first, second, pair.Difference)}"),
                ]),
                Sections = [.. PlanDifferenceReport.Sections(first, second)],
                Footer = "Both plans as they were saved; nothing was searched again. An operator counts as what holds it up, and one "
                    + "held up by memory is split by the bytes it reads.",
            },
            Json = writer => Write(writer, first, second),
        };
    }

    private static string Objectives(SavedPlan plan) => string.Join(", ", plan.Points.Select(point => PlanJson.Field(point.Objective)));

    private static string Question(SavedPlan plan)
        => $"{plan.Name}: **{plan.Json.Required("model").Text()}** on **{plan.Json.Required("system").Text()}**.";

    private static TableSpec Data(IEnumerable<(SavedPoint First, SavedPoint Second, PlanDifference Difference)> pairs) => Tables.Of(
        "",
        ["Objective", "What", "Unit", "First", "Second"],
        pairs.SelectMany(pair => pair.Difference.First.All
            .Zip(pair.Difference.Second.All, (one, two) => Row(pair.First, one.Name, "s", one.Time.Value, two.Time.Value))
            .Concat(pair.Difference.Factors.Select(factor => Row(pair.First, factor.Name, "factor", factor.First, factor.Second)))));

    private static IEnumerable<TableCell> Row(SavedPoint point, string name, string unit, double first, double second)
        => [point.Name, name, unit, Tables.Number(first), Tables.Number(second)];

    private static void Write(Utf8JsonWriter writer, SavedPlan first, SavedPlan second)
    {
        writer.WriteStartArray("plans");
        foreach (SavedPlan plan in new[] { first, second })
        {
            writer.WriteStartObject();
            foreach ((string name, JsonView value) in plan.Json.Fields().Where(field => field.Name is not ("version" or "command")))
            {
                writer.WritePropertyName(name);
                value.Element.WriteTo(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        PlanDifferenceJson.Write(writer, first, second);
    }
}
