using System.Text.Json;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of several plans; its schema is <c>data/schemas/plans.schema.json</c>.</summary>
internal static class PlanVariantsJson
{
    public static void Write(Utf8JsonWriter writer, IReadOnlyList<PlanVariant> variants, bool compare)
    {
        writer.WriteStartArray("plans");
        foreach (PlanVariant variant in variants)
        {
            writer.WriteStartObject();
            PlanJson.Write(writer, variant);
            if (variant.Plan.Obstacle is { } obstacle)
            {
                writer.WriteString("unanswered", obstacle);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (compare && variants.All(variant => variant.Chosen.Count > 0))
        {
            PlanDifferenceJson.Write(writer, SavedPlan.Of(variants[0]), SavedPlan.Of(variants[1]));
        }
    }
}
