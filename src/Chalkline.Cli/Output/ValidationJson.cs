using System.Collections.Immutable;
using System.Text.Json;
using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk validate</c>; its schema is <c>data/schemas/validate.schema.json</c>.</summary>
internal static class ValidationJson
{
    public static void Write(Utf8JsonWriter writer, ValidationResult result)
    {
        writer.WriteString("kind", CaseFile.Word(result.Kind));
        writer.WriteString("fidelity", result.Fidelity.ToString().ToLowerInvariant());
        writer.WriteString("file", Path.GetFileName(result.File));
        writer.WriteStartArray("groupBy");
        foreach (string key in result.GroupBy)
        {
            writer.WriteStringValue(key);
        }

        writer.WriteEndArray();
        Counts(writer, result.Count, result.Predicted, result.Skipped, result.FloorViolations);
        Scores(writer, result.Ok);
        writer.WriteStartObject("tolerances");
        foreach (IGrouping<string, double> group in result.Tolerances
            .GroupBy(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal))
        {
            writer.WriteStartArray(group.Key);
            foreach (double tolerance in group)
            {
                writer.WriteNumberValue(tolerance);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
        writer.WriteStartObject("notOk");
        Counts(writer, result.NotOk.Rows, result.NotOk.Predicted, result.NotOk.Skipped, result.NotOk.FloorViolations);
        Scores(writer, result.NotOk);
        writer.WriteEndObject();
    }

    private static void Counts(
        Utf8JsonWriter writer, int rows, int predicted, ImmutableArray<KeyValuePair<string, int>> skipped, int floorViolations)
    {
        writer.WriteNumber("rows", rows);
        writer.WriteNumber("predicted", predicted);
        writer.WriteStartObject("skipped");
        foreach ((string reason, int count) in skipped)
        {
            writer.WriteNumber(reason, count);
        }

        writer.WriteEndObject();
        writer.WriteNumber("floorViolations", floorViolations);
    }

    private static void Scores(Utf8JsonWriter writer, ScoreTable table)
    {
        Metrics(writer, "overall", table.Overall);
        writer.WriteStartArray("groups");
        foreach (ScoreGroup group in table.Groups)
        {
            writer.WriteStartObject();
            writer.WriteStartObject("by");
            foreach ((string key, string value) in group.By)
            {
                writer.WriteString(key, value);
            }

            writer.WriteEndObject();
            Metrics(writer, "metrics", group.Metrics);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("worst");
        foreach (WorstValue worst in table.Worst)
        {
            Write(writer, worst);
        }

        writer.WriteEndArray();
    }

    private static void Metrics(Utf8JsonWriter writer, string name, ImmutableArray<MetricScore> scores)
    {
        writer.WriteStartObject(name);
        foreach (MetricScore score in scores)
        {
            writer.WriteStartObject(score.Metric);
            writer.WriteNumber("n", score.Count);
            writer.WriteNumber("medianApe", score.MedianApe);
            writer.WriteNumber("meanApe", score.MeanApe);
            writer.WriteNumber("bias", score.Bias);
            writer.WriteNumber("p90Ape", score.P90Ape);
            CommonJson.Finite(writer, "coverage80", score.Coverage80 ?? double.NaN);
            writer.WriteNumber("withinTolerance", score.WithinTolerance);
            writer.WriteNumber("floorViolations", score.UnderFloor);
            if (score.Deduction is { } rows && score.DeductionOnce is { } once)
            {
                Deduced(writer, rows);
                writer.WriteStartObject("architectures");
                writer.WriteNumber("n", once.Count);
                writer.WriteNumber("coverage80", once.Coverage80);
                Deduced(writer, once);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Deduced(Utf8JsonWriter writer, DeductionScore score)
    {
        writer.WriteNumber("coverage50", score.Coverage50);
        writer.WriteNumber("coverage95", score.Coverage95);
        writer.WriteNumber("medianFactor", score.MedianFactor);
        writer.WriteNumber("priorMedianFactor", score.PriorMedianFactor);
        writer.WriteNumber("width", score.MedianWidth);
        writer.WriteNumber("logScore", score.LogScore);
        writer.WriteNumber("priorLogScore", score.PriorLogScore);
        writer.WriteNumber("bitsGained", score.BitsGained);
    }

    private static void Write(Utf8JsonWriter writer, WorstValue worst)
    {
        writer.WriteStartObject();
        writer.WriteString("id", worst.Row.Id);
        writer.WriteNumber("line", worst.Row.Line);
        writer.WriteString("metric", worst.Value.Metric);
        writer.WriteNumber("measured", worst.Value.Measured);
        writer.WriteNumber("predicted", worst.Value.Predicted);
        CommonJson.Finite(writer, "low", worst.Value.Low);
        CommonJson.Finite(writer, "high", worst.Value.High);
        CommonJson.Finite(writer, "floor", worst.Value.Floor);
        writer.WriteNumber("error", worst.Value.Error);
        writer.WriteString("remark", worst.Row.Remark);
        writer.WriteEndObject();
    }
}
