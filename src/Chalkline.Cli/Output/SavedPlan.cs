using System.Globalization;
using System.Text;
using System.Text.Json;
using Chalkline.Cli.Commands;
using Chalkline.Files;

namespace Chalkline.Cli.Output;

/// <summary>A plan as its JSON tells it: what was asked, and the points asked for.</summary>
/// <param name="Name">What tells it from another: its file, or machine and format.</param>
/// <param name="Json">All of it.</param>
/// <param name="Points">The points asked for that were found.</param>
/// <remarks>A plan just found is compared through its JSON too, so that saving it cannot change a comparison.</remarks>
internal sealed record SavedPlan(string Name, JsonView Json, IReadOnlyList<SavedPoint> Points)
{
    /// <summary>The plan that a search found.</summary>
    public static SavedPlan Of(PlanVariant variant)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", AnswerText.Version);
            writer.WriteString("command", "plan");
            PlanJson.Write(writer, variant);
            writer.WriteEndObject();
        }

        return Of(JsonView.Parse(variant.Name, Encoding.UTF8.GetString(stream.ToArray())));
    }

    /// <summary>A plan that was saved with <c>--out plan.json</c> or <c>--format json</c>.</summary>
    /// <exception cref="ChalkException">The file is not such a plan, or holds no point.</exception>
    public static SavedPlan Read(string file)
    {
        JsonView json = JsonView.Read(file);
        if (json.Optional("command") is not { Element.ValueKind: JsonValueKind.String } command)
        {
            throw new ChalkException($"{file}: is not a saved plan; save one with chalk plan ... --out plan.json.");
        }

        if (command.Text() != "plan")
        {
            throw command.Wrong("must be \"plan\"", "save one with chalk plan ... --out plan.json");
        }

        if (json.Required("version") is var version && version.Integer(1, int.MaxValue) != AnswerText.Version)
        {
            throw version.Wrong(string.Create(
                CultureInfo.InvariantCulture, $"must be {AnswerText.Version}, the version that this program reads"));
        }

        if (json.Has("plans"))
        {
            throw json.Wrong("holds several plans", "save each with a search of its own");
        }

        return json.Has("unanswered")
            ? throw json.Wrong("holds no point, because its search found none", "save a plan with an answer")
            : Of(json);
    }

    private static SavedPlan Of(JsonView json)
    {
        JsonView asked = json.Optional("objectives")
            ?? throw json.Wrong("has no 'objectives'", "an older version saved this plan, save it again");
        SavedPoint[] points =
        [
            .. from name in asked.Items()
               let objective = ObjectiveOf(name)
               let point = json.Optional(PlanJson.Field(objective))
               where point is not null
               select SavedPoint.Read(objective, point),
        ];
        return points.Length > 0
            ? new(json.File, json, points)
            : throw asked.Wrong("names no point that is there", "save a plan with an answer");
    }

    private static PlanObjective ObjectiveOf(JsonView name)
        => Enum.GetValues<PlanObjective>().Cast<PlanObjective?>()
            .FirstOrDefault(objective => PlanJson.Field(objective!.Value) == name.Text())
            ?? throw name.Wrong(
                "is not a point known here", $"the points are {string.Join(", ", Enum.GetValues<PlanObjective>().Select(PlanJson.Field))}");
}
