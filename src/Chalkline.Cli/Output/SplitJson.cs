using System.Text.Json;
using Chalkline.Cli.Commands;
using Chalkline.Serving.Split;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk split</c>; its schema is <c>data/schemas/split.schema.json</c>.</summary>
internal static class SplitJson
{
    public static void Write(Utf8JsonWriter writer, ModelInputs inputs, SplitStudy study)
    {
        SplitRequest request = study.Request;
        CommonJson.Subject(writer, inputs);
        writer.WriteString("feedForwardSystem", request.FeedForwardOn.Id);
        writer.WriteString("fidelity", request.Fidelity.ToString().ToLowerInvariant());
        writer.WriteNumber("splitDevices", request.Devices);
        writer.WriteNumber("contextTokens", request.Workload.Input.Value);
        writer.WriteNumber("tpotLimitSeconds", request.Workload.TimePerOutputToken!.Value.Value);
        writer.WriteString("verdict", study.Verdict);
        if (study.Gain is { } gain)
        {
            writer.WriteNumber("gain", gain);
        }

        if (study.FreeLinkGain is { } free)
        {
            writer.WriteNumber("freeLinkGain", free);
        }

        writer.WriteNumber("linkOverMemory", study.LinkOverMemory);
        if (study.Split is { } split)
        {
            writer.WriteStartObject("split");
            writer.WriteString("attentionWorker", split.AttentionWorker.ToString());
            writer.WriteNumber("attentionDevices", split.AttentionDevices);
            writer.WriteNumber("feedForwardDevices", split.FeedForwardDevices);
            writer.WriteNumber("microBatches", split.MicroBatches);
            Figures(writer, split.Sequences, split.TimePerOutputToken.Value, split.PerDevice.Value, split.Cost?.Value);
            writer.WriteNumber("attentionSeconds", split.Layer.Attention.Value);
            writer.WriteNumber("outSeconds", split.Layer.Out.Value);
            writer.WriteNumber("feedForwardSeconds", split.Layer.FeedForward.Value);
            writer.WriteNumber("backSeconds", split.Layer.Back.Value);
            writer.WriteNumber("attentionBusy", split.AttentionBusy);
            writer.WriteNumber("feedForwardBusy", split.FeedForwardBusy);
            writer.WriteString("limit", split.Limit.ToString().ToLowerInvariant());
            writer.WriteEndObject();
        }

        if (study.Pool is { } pool)
        {
            writer.WriteStartObject("pool");
            writer.WriteString("system", pool.System);
            writer.WriteString("layout", pool.Layout.ToString());
            writer.WriteNumber("microBatches", pool.MicroBatches);
            Figures(writer, pool.Sequences, pool.TimePerOutputToken.Value, pool.PerDevice.Value, pool.Cost?.Value);
            writer.WriteEndObject();
        }
    }

    private static void Figures(Utf8JsonWriter writer, double sequences, double tpot, double perDevice, double? cost)
    {
        writer.WriteNumber("sequences", sequences);
        writer.WriteNumber("tpotSeconds", tpot);
        writer.WriteNumber("tokensPerSecondPerDevice", perDevice);
        if (cost is { } known)
        {
            writer.WriteNumber("costUsdPerMtok", known * 1e6);
        }
    }
}
