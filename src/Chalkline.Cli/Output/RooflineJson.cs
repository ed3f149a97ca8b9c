using System.Text.Json;
using Chalkline.Cli.Commands;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk roofline</c>; its schema is <c>data/schemas/roofline.schema.json</c>.</summary>
internal static class RooflineJson
{
    public static void Write(
        Utf8JsonWriter writer, ModelInputs inputs, RooflineStudy study, IReadOnlyList<double> priceRatios)
    {
        Roofline roofline = study.Roofline;
        CommonJson.Subject(writer, inputs);
        writer.WriteNumber("contextTokens", study.Context.Value);
        writer.WriteString("overlap", roofline.Overlap == Overlap.Full ? "full" : "attention-exposed");
        writer.WriteString("contextLaw", roofline.Context.ToString());
        writer.WriteNumber("activeParameters", roofline.Active.Value);
        writer.WriteNumber("totalParameters", roofline.Total.Value);
        writer.WriteNumber("bytesPerParameter", roofline.WeightWidth.Value);
        writer.WriteNumber("kvBytesPerToken", roofline.KeyValue.Value);
        writer.WriteNumber("attentionFlopPerContextToken", roofline.AttentionFlop.Value);
        writer.WriteNumber("peakFlopPerSecond", roofline.Peak.Value);
        writer.WriteNumber("bandwidthBytesPerSecond", roofline.Bandwidth.Value);
        writer.WriteNumber("hardwareRatio", roofline.HardwareRatio);
        writer.WriteNumber("balanceBatch", roofline.BalanceBatch());
        CommonJson.Finite(writer, "balanceBatchWithKv", roofline.BalanceBatch(study.Context));
        writer.WriteNumber("largestBatch", study.LargestBatch);
        CommonJson.Finite(writer, "balanceContextTokens", roofline.BalanceContext.Value);
        writer.WriteNumber("latencyFloorSeconds", roofline.LatencyFloor.Value);
        writer.WriteNumber("provedFloorSeconds", study.ProvedFloor.Value);
        writer.WriteNumber("drainSeconds", study.System.Accelerator.Memory.DrainTime.Value);
        if (study.Price is { } price)
        {
            writer.WriteNumber("costFloorUsdPerMtok", roofline.CostFloor(study.Context, price).Value * 1e6);
        }

        writer.WriteStartArray("curve");
        foreach (RooflineTime time in study.Curve)
        {
            Point(writer, study, time);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("fastMode");
        foreach (double ratio in priceRatios)
        {
            FastMode mode = FastMode.At(roofline, study.NormalBatch, study.Context, ratio);
            writer.WriteStartObject();
            writer.WriteNumber("priceRatio", mode.PriceRatio);
            writer.WriteNumber("batch", mode.Batch);
            writer.WriteNumber("speedRatio", mode.SpeedRatio);
            writer.WriteBoolean("limitReached", mode.LimitReached);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Point(Utf8JsonWriter writer, RooflineStudy study, RooflineTime time)
    {
        writer.WriteStartObject();
        writer.WriteNumber("batch", time.Batch);
        writer.WriteNumber("passSeconds", time.Pass.Value);
        writer.WriteNumber("computeSeconds", time.Compute.Value);
        writer.WriteNumber("weightSeconds", time.Weights.Value);
        writer.WriteNumber("kvSeconds", time.KeyValue.Value);
        writer.WriteString("bound", Names.Of(time.Bound));
        writer.WriteNumber("tokensPerSecond", time.Throughput.Value);
        writer.WriteNumber("tokensPerSecondPerUser", time.Speed.Value);
        if (study.Price is { } price)
        {
            writer.WriteNumber("costUsdPerMtok", study.Roofline.Cost(time.Batch, study.Context, price).Value * 1e6);
        }

        writer.WriteEndObject();
    }
}
