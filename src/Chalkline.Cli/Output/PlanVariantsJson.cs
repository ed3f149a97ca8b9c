using System.Text.Json;
using Chalkline.Search;

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
        if (!compare)
        {
            return;
        }

        writer.WriteStartArray("differences");
        foreach ((PlanChoice choice, PlanDifference difference) in PlanDifferenceReport.Of(variants[0], variants[1]))
        {
            writer.WriteStartObject();
            writer.WriteString("objective", choice.Name);
            Terms(writer, "firstSeconds", difference.First);
            Terms(writer, "secondSeconds", difference.Second);
            writer.WriteStartObject("costFactors");
            foreach (CostFactor factor in difference.Factors)
            {
                writer.WriteNumber(factor.Name, factor.Ratio);
            }

            writer.WriteEndObject();
            writer.WriteNumber("costRatio", difference.Ratio);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Terms(Utf8JsonWriter writer, string name, StepTerms terms)
    {
        writer.WriteStartObject(name);
        foreach ((string term, Quantities.Seconds time) in terms.All)
        {
            writer.WriteNumber(term, time.Value);
        }

        writer.WriteEndObject();
    }
}
