using System.Text.Json;
using Chalkline.Economics.Caching;
using Chalkline.Economics.CostSheets;
using Chalkline.Economics.PriceSheets;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk price</c>; its schema is <c>data/schemas/price.schema.json</c>.</summary>
internal static class PriceJson
{
    public static void Write(Utf8JsonWriter writer, PriceAnswer answer)
    {
        CostSheet sheet = answer.Costs;
        CommonJson.Subject(writer, answer.Inputs with { Price = null });
        writer.WriteString("fidelity", sheet.Plan.Fidelity.ToString().ToLowerInvariant());
        writer.WriteNumber("inputTokens", sheet.Plan.Workload.Input.Value);
        writer.WriteNumber("outputTokens", sheet.Plan.Workload.Output.Value);
        writer.WriteNumber("utilisation", sheet.Request.Utilisation);
        Bill(writer, sheet);
        Point(writer, sheet);
        Lines(writer, sheet);
        Tiers(writer, sheet);
        Lengths(writer, sheet);
        writer.WriteStartArray("batches");
        foreach (BatchCost point in sheet.Batches)
        {
            writer.WriteStartObject();
            writer.WriteNumber("batch", point.Batch);
            writer.WriteNumber("outputUsdPerMtok", Million(point.Output));
            writer.WriteNumber("stepSeconds", point.Step.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("fast");
        writer.WriteNumber("priceRatio", sheet.Fast.PriceRatio);
        writer.WriteNumber("batch", sheet.Fast.Batch);
        writer.WriteNumber("speedRatio", sheet.Fast.SpeedRatio);
        writer.WriteNumber("greatestSpeedRatio", sheet.FastLimit);
        writer.WriteEndObject();
        writer.WriteStartObject("priceSheet");
        PriceSheetWriter.Members(writer, answer.Proposal.Sheet);
        writer.WriteEndObject();
        Margins(writer, answer);
    }

    private static void Bill(Utf8JsonWriter writer, CostSheet sheet)
    {
        HardwareBill bill = sheet.Bill;
        writer.WriteStartObject("deviceHourUsd");
        writer.WriteString("terms", sheet.Request.Hardware is OwnedHardware ? "owned" : "rented");
        writer.WriteNumber("accelerator", bill.Accelerator.Value);
        writer.WriteNumber("host", bill.Host.Value);
        writer.WriteNumber("network", bill.Network.Value);
        writer.WriteNumber("power", bill.Power.Value);
        writer.WriteNumber("hosting", bill.Hosting.Value);
        writer.WriteNumber("total", bill.Total.Value);
        writer.WriteEndObject();
    }

    private static void Point(Utf8JsonWriter writer, CostSheet sheet)
    {
        writer.WriteStartObject("point");
        writer.WriteString("layout", PlanReport.Layout(sheet.Point));
        writer.WriteNumber("batchPerReplica", sheet.Point.BatchPerReplica);
        writer.WriteNumber("tpotSeconds", sheet.Point.TimePerOutputToken.Value);
        writer.WriteNumber("ttftSeconds", sheet.Point.TimeToFirstToken.Value);
        writer.WriteNumber("tokensPerSecond", sheet.Point.Throughput.Value);
        writer.WriteNumber("decodeUtilisation", sheet.DecodeUtilisation);
        writer.WriteNumber("prefillUtilisation", sheet.PrefillUtilisation);
        CommonJson.Finite(writer, "balanceContextTokens", sheet.BalanceContext.Value);
        writer.WriteEndObject();
    }

    private static void Lines(Utf8JsonWriter writer, CostSheet sheet)
    {
        writer.WriteStartArray("costs");
        foreach (CostLine line in sheet.Lines)
        {
            writer.WriteStartObject();
            writer.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(line.Kind.ToString()));
            writer.WriteString("name", line.Name);
            writer.WriteNumber("usdPerMtok", Million(line.Cost));
            FigureIntervals.Write(writer, "interval", Interval(line.Range, line.Cost));

            writer.WriteStartObject("parts");
            foreach ((string name, UsdPerToken cost) in line.Split.All)
            {
                writer.WriteNumber(name, Million(cost));
            }

            writer.WriteEndObject();
            writer.WriteString("note", line.Note);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Tiers(Utf8JsonWriter writer, CostSheet sheet)
    {
        writer.WriteStartArray("cacheTiers");
        foreach (CacheCost tier in sheet.Cache.Ways)
        {
            writer.WriteStartObject();
            writer.WriteString("tier", tier.Tier);
            writer.WriteNumber("retrieveUsdPerMtok", Million(tier.Retrieve));
            writer.WriteNumber("writeUsdPerMtok", Million(tier.Write));
            writer.WriteNumber("holdUsdPerMtokHour", tier.Hold.Value * 1e6);
            writer.WriteNumber("wearUsdPerMtok", Million(tier.Wear));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Lengths(Utf8JsonWriter writer, CostSheet sheet)
    {
        writer.WriteStartArray("lengths");
        foreach (LengthCost cost in sheet.Lengths)
        {
            writer.WriteStartObject();
            writer.WriteNumber("tokens", cost.Length.Value);
            writer.WriteNumber("inputUsdPerMtok", Million(cost.Input));
            FigureIntervals.Write(writer, "inputInterval", Interval(sheet[CostKind.Input]?.Range, cost.Input));
            writer.WriteNumber("behindCachedUsdPerMtok", Million(cost.Rest));
            writer.WriteNumber("outputUsdPerMtok", Million(cost.Output));
            FigureIntervals.Write(writer, "outputInterval", Interval(sheet[CostKind.Output]?.Range, cost.Output));
            writer.WriteNumber("batch", cost.Batch);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static (double Low, double High)? Interval(CostRange? range, UsdPerToken cost)
        => range is { } times ? (times.Low * Million(cost), times.High * Million(cost)) : null;

    private static void Margins(Utf8JsonWriter writer, PriceAnswer answer)
    {
        writer.WriteNumber("marginAsked", answer.Proposal.Asked);
        writer.WriteNumber("margin", answer.Proposal.Margin);
        if (answer.Profile is { } profile)
        {
            writer.WriteString("workload", profile.Name);
        }

        writer.WriteNumber("hitRate", answer.Traffic.HitRate);
        writer.WriteNumber("batchShare", answer.Traffic.BatchShare);
        writer.WriteStartArray("requests");
        foreach (RequestMargin request in answer.Proposal.Requests)
        {
            writer.WriteStartObject();
            writer.WriteNumber("inputTokens", request.Length.Value);
            writer.WriteBoolean("offPeak", request.OffPeak);
            writer.WriteNumber("share", request.Share);
            writer.WriteNumber("costUsd", request.Cost.Value);
            writer.WriteNumber("priceUsd", request.Price.Value);
            writer.WriteNumber("margin", request.Margin);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static double Million(UsdPerToken cost) => cost.Value * 1e6;
}
