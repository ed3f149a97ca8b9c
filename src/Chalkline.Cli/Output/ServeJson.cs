using System.Text.Json;
using Chalkline.Engines;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk serve</c>; its schema is <c>data/schemas/serve.schema.json</c>.</summary>
internal static class ServeJson
{
    public static void Write(Utf8JsonWriter writer, ServeAnswer answer)
    {
        ServingStudy study = answer.Study;
        CommonJson.Subject(writer, answer.Inputs);
        writer.WriteString("engine", study.Engine.Name);
        writer.WriteString("engineVersions", study.Engine.Versions);
        writer.WriteString("fidelity", answer.Fidelity.ToString().ToLowerInvariant());
        writer.WriteString("layout", answer.Layout);
        writer.WriteNumber("layoutDevices", study.Devices.Value);
        writer.WriteNumber("replicas", study.Replicas);
        Sent(writer, study.Traffic, answer.Speculation);
        writer.WriteNumber("seats", study.Seats);
        writer.WriteNumber("capacityRequestsPerSecond", study.Capacity.Value);
        writer.WriteNumber("load", study.Load);
        writer.WriteNumber("throughputTokensPerSecond", study.Throughput.Value);
        writer.WriteNumber("requestsPerSecond", study.Finished.Value);
        writer.WriteStartObject("run");
        Report(writer, answer, study.Report);
        writer.WriteEndObject();
        Pools(writer, study.Pools);
        writer.WriteStartArray("curve");
        foreach ((double concurrency, EngineReport report) in study.Curve)
        {
            writer.WriteStartObject();
            writer.WriteNumber("concurrency", concurrency);
            Report(writer, answer, report);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("intervals80");
        FigureIntervals.Write(writer, "ttftSeconds", answer.Interval(ServedMetric.TimeToFirstToken, study.Report.TimeToFirstToken.Value));
        FigureIntervals.Write(writer, "tpotSeconds", answer.Interval(ServedMetric.TimePerOutputToken, study.Report.TimePerOutputToken.Value));
        FigureIntervals.Write(writer, "e2eSeconds", answer.Interval(ServedMetric.EndToEnd, study.Report.EndToEnd.Value));
        FigureIntervals.Write(writer, "throughputTokensPerSecond", answer.Interval(ServedMetric.Throughput, study.Throughput.Value));
        writer.WriteEndObject();
    }

    private static void Pools(Utf8JsonWriter writer, ServingPools? pools)
    {
        if (pools is null)
        {
            return;
        }

        writer.WriteStartObject("pools");
        writer.WriteNumber("handOverSeconds", pools.HandOver.Value);
        writer.WriteString("heldBackBy", pools.Report.HeldBackBy.ToString().ToLowerInvariant());
        Pool(writer, "prefill", pools.Prefill, pools.Report.Prefill);
        Pool(writer, "decode", pools.Decode, pools.Report.Decode);
        if (pools.Steady is { } steady)
        {
            writer.WriteStartObject("steady");
            writer.WriteNumber("ttftSeconds", steady.TimeToFirstToken.Value);
            writer.WriteNumber("tpotSeconds", steady.TimePerOutputToken.Value);
            writer.WriteNumber("throughputTokensPerSecond", steady.Throughput.Value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static void Pool(Utf8JsonWriter writer, string name, WorkerPool pool, PoolReport report)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("workers", pool.Workers);
        writer.WriteString("layout", pool.Pass.Layout.ToString());
        writer.WriteNumber("devices", pool.Devices.Value);
        writer.WriteNumber("busy", report.Busy);
        writer.WriteNumber("load", report.Load);
        writer.WriteNumber("waiting", report.Waiting);
        writer.WriteNumber("mfu", report.ComputeUse);
        writer.WriteNumber("mbu", report.MemoryUse);
        writer.WriteNumber("networkShare", report.NetworkUse);
        writer.WriteEndObject();
    }

    private static void Sent(Utf8JsonWriter writer, Traffic traffic, Speculation? speculation)
    {
        writer.WriteStartObject("traffic");
        writer.WriteNumber("inputTokens", traffic.Input.Value);
        writer.WriteNumber("outputTokens", traffic.Output.Value);
        writer.WriteNumber("prefixTokens", traffic.Prefix.Value);
        writer.WriteNumber("spread", traffic.Spread);
        if (traffic.Rate > 0)
        {
            writer.WriteNumber("requestsPerSecond", traffic.Rate);
        }
        else
        {
            writer.WriteNumber("concurrency", traffic.Concurrency);
        }

        writer.WriteEndObject();
        if (speculation is not null)
        {
            writer.WriteStartObject("speculation");
            writer.WriteNumber("drafts", speculation.Drafts);
            writer.WriteNumber("acceptance", speculation.Acceptance);
            writer.WriteNumber("draftShare", speculation.DraftShare);
            writer.WriteNumber("tokensPerStep", speculation.TokensPerStep);
            writer.WriteEndObject();
        }
    }

    private static void Report(Utf8JsonWriter writer, ServeAnswer answer, EngineReport report)
    {
        writer.WriteNumber("ttftSeconds", report.TimeToFirstToken.Value);
        writer.WriteNumber("medianTtftSeconds", report.MedianTimeToFirstToken.Value);
        writer.WriteNumber("tpotSeconds", report.TimePerOutputToken.Value);
        writer.WriteNumber("medianTpotSeconds", report.MedianTimePerOutputToken.Value);
        writer.WriteNumber("itlSeconds", report.InterTokenLatency.Value);
        writer.WriteNumber("e2eSeconds", report.EndToEnd.Value);
        writer.WriteNumber("tokensPerSecondPerDevice", answer.PerDevice(report).Value);
        if (answer.Cost(report) is { } cost)
        {
            writer.WriteNumber("costUsdPerMtok", cost.Value * 1e6);
        }

        writer.WriteNumber("runningBatch", report.RunningBatch);
        writer.WriteNumber("waiting", report.Waiting);
        writer.WriteNumber("kvUse", report.CacheUse);
        writer.WriteNumber("evictionsPerRequest", report.Evictions);
        writer.WriteNumber("prefillShare", report.PrefillShare);
        writer.WriteNumber("mfu", report.ComputeUse);
        writer.WriteNumber("mbu", report.MemoryUse);
        writer.WriteNumber("networkShare", report.NetworkUse);
    }
}
