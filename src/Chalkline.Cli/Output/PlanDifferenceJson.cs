using System.Text.Json;
using Chalkline.Search;

namespace Chalkline.Cli.Output;

/// <summary>The difference of two plans in the JSON of several; its schema is <c>data/schemas/plans.schema.json</c>.</summary>
internal static class PlanDifferenceJson
{
    public static void Write(Utf8JsonWriter writer, SavedPlan first, SavedPlan second)
    {
        writer.WriteStartArray("askedDifferently");
        foreach (AskedDifference asked in AskedDifference.Of(first, second))
        {
            writer.WriteStartObject();
            writer.WriteString("asked", asked.Name);
            writer.WriteString("first", asked.First);
            writer.WriteString("second", asked.Second);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("differences");
        foreach ((SavedPoint one, SavedPoint two, PlanDifference difference) in PlanDifferenceReport.Of(first, second))
        {
            writer.WriteStartObject();
            writer.WriteString("objective", one.Name);
            writer.WriteString("firstLayout", one.Layout);
            writer.WriteString("secondLayout", two.Layout);
            PlanJson.Terms(writer, "firstSeconds", difference.First);
            PlanJson.Terms(writer, "secondSeconds", difference.Second);
            writer.WriteStartObject("costFactors");
            foreach (CostFactor factor in difference.Factors)
            {
                writer.WriteNumber(factor.Name, factor.Ratio);
            }

            writer.WriteEndObject();
            writer.WriteNumber("costRatio", difference.Ratio);
            writer.WriteBoolean("priced", difference.Priced);
            PlanJson.Sizes(writer, "firstMemoryBytes", one.Memory);
            PlanJson.Sizes(writer, "secondMemoryBytes", two.Memory);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
