using System.Text.Json;
using Chalkline.Deduction;
using Chalkline.Deduction.Points;
using Chalkline.Economics.PriceSheets;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk deduce</c>; its schema is <c>data/schemas/deduce.schema.json</c>.</summary>
internal static class DeduceJson
{
    public static void Write(Utf8JsonWriter writer, SheetDeduction found, IReadOnlyList<SheetFinding> findings)
    {
        DeductionResult result = found.Posterior;
        writer.WriteStartObject("sheet");
        PriceSheetWriter.Members(writer, found.Entry.Sheet);
        writer.WriteEndObject();
        Findings(writer, findings);
        writer.WriteNumber("seed", result.Request.Seed);
        if (found.Truth is { } truth)
        {
            Truth(writer, truth);
        }

        writer.WriteStartArray("marginals");
        foreach (Marginal marginal in result.Marginals)
        {
            Write(writer, marginal);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("observations");
        foreach (ObservationBits one in result.Observations)
        {
            writer.WriteStartObject();
            writer.WriteString("name", one.Name);
            Bits(writer, "bitsAlone", [.. one.Added]);
            Bits(writer, "bitsLostWithout", [.. one.LeftOut]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("hardware");
        foreach (HardwareShare share in result.Hardware)
        {
            writer.WriteStartObject();
            writer.WriteString("accelerator", share.Id);
            writer.WriteNumber("prior", share.Prior);
            writer.WriteNumber("posterior", share.Posterior);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Caches(writer, result);
        Strings(writer, "unused", result.Unused);
        writer.WriteNumber("sparsePrior", result.Sparse.Prior);
        writer.WriteNumber("sparsePosterior", result.Sparse.Posterior);
        writer.WriteStartArray("samples");
        foreach (DeductionSample sample in result.Samples.Take(500))
        {
            writer.WriteStartArray();
            foreach (double value in new[]
            {
                sample.Active.Value, sample.Total.Value, sample.KeyValue.Value, sample.Batch, sample.PriceOverCost,
            })
            {
                writer.WriteNumberValue(value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        Points(writer, found.Points);
        writer.WriteStartObject("diagnostics");
        writer.WriteNumber("draws", result.Diagnostics.Draws);
        writer.WriteNumber("effectiveSamples", result.Diagnostics.EffectiveSamples);
        writer.WriteNumber("betweenBatches", result.Diagnostics.BetweenBatches);
        writer.WriteEndObject();
        Strings(writer, "notes", result.Notes);
    }

    /// <summary>Writes what was found wrong with a file.</summary>
    public static void Findings(Utf8JsonWriter writer, IReadOnlyList<SheetFinding> findings)
        => Strings(writer, "findings", findings.Select(finding => finding.Sentence));

    private static void Truth(Utf8JsonWriter writer, OpenSheet truth)
    {
        writer.WriteStartObject("public");
        writer.WriteString("model", truth.Model);
        writer.WriteNumber("activeParameters", truth.Active.Value);
        writer.WriteNumber("totalParameters", truth.Total.Value);
        writer.WriteNumber("kvBytesPerToken", truth.KeyValue.Value);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Marginal marginal)
    {
        writer.WriteStartObject();
        writer.WriteString("quantity", DeducedNames.Of(marginal.Quantity).Word);
        writer.WriteString("unit", DeducedNames.Of(marginal.Quantity).Unit);
        writer.WriteNumber("median", marginal.Median);
        Interval(writer, "interval50", marginal.Half);
        Interval(writer, "interval80", marginal.Eighty);
        Interval(writer, "interval95", marginal.NinetyFive);
        writer.WriteNumber("priorMedian", marginal.PriorMedian);
        Interval(writer, "priorInterval80", marginal.PriorEighty);
        writer.WriteNumber("bits", marginal.Bits);
        writer.WriteBoolean("atWall", marginal.AtWall);
        writer.WriteStartArray("density");
        foreach (DensityPoint point in marginal.Density)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(point.Value);
            writer.WriteNumberValue(point.Prior);
            writer.WriteNumberValue(point.Posterior);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Caches(Utf8JsonWriter writer, DeductionResult result)
    {
        writer.WriteStartArray("cacheTiers");
        foreach (CachePlace place in result.Caches)
        {
            writer.WriteStartObject();
            if (place.Kept is { } kept)
            {
                writer.WriteNumber("keptSeconds", kept.Value);
            }

            writer.WriteNumber("bits", place.Bits);
            writer.WriteStartArray("tiers");
            foreach (CacheTierShare share in place.Tiers)
            {
                writer.WriteStartObject();
                writer.WriteString("kind", share.Kind);
                writer.WriteNumber("prior", share.Prior);
                writer.WriteNumber("posterior", share.Posterior);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Points(Utf8JsonWriter writer, PointStudy study)
    {
        writer.WriteStartArray("points");
        foreach (PointDeduction point in study.Points)
        {
            writer.WriteStartObject();
            writer.WriteString("id", point.Id);
            writer.WriteString("title", point.Title);
            writer.WriteNumber("value", point.Value.Value);
            writer.WriteString("unit", point.Value.Unit);
            writer.WriteString("reading", point.Reading);
            writer.WriteString("reference", point.Reference);
            Strings(writer, "assumptions", point.Assumptions);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("contradictions");
        foreach (Contradiction clash in study.Contradictions)
        {
            writer.WriteStartObject();
            writer.WriteString("between", clash.Between);
            writer.WriteString("says", clash.Says);
            writer.WriteString("reference", clash.Reference);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        Strings(writer, "silent", study.Silent);
    }

    private static void Interval(Utf8JsonWriter writer, string name, Interval interval)
    {
        writer.WriteStartArray(name);
        writer.WriteNumberValue(interval.Low);
        writer.WriteNumberValue(interval.High);
        writer.WriteEndArray();
    }

    private static void Bits(Utf8JsonWriter writer, string name, IReadOnlyList<double> bits)
    {
        writer.WriteStartObject(name);
        foreach ((DeducedQuantity quantity, string word, _, _) in DeducedNames.All)
        {
            writer.WriteNumber(word, bits[(int)quantity]);
        }

        writer.WriteEndObject();
    }

    private static void Strings(Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }
}
