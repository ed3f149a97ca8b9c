using System.Text.Json;
using Chalkline.Cli.Commands;
using Chalkline.Layouts;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk layout</c>; its schema is <c>data/schemas/layout.schema.json</c>.</summary>
internal static class LayoutJson
{
    public static void Write(Utf8JsonWriter writer, ModelInputs inputs, LayoutStudy study, ChosenLayout? chosen)
    {
        CommonJson.Subject(writer, inputs);
        writer.WriteString("layout", study.Request.Layout.ToString());
        Choice(writer, chosen);
        writer.WriteNumber("racks", inputs.System.Domains);
        writer.WriteNumber("devicesPerRack", inputs.System.DomainSize);
        writer.WriteNumber("batch", study.Request.Batch);
        writer.WriteNumber("contextTokens", study.Request.Context.Value);
        writer.WriteNumber("replicas", study.Replicas);
        writer.WriteNumber("idleDevices", study.Idle);
        Experts(writer, study.Experts);
        Memory(writer, study);
        Exchanges(writer, study);
        if (study.Boundary is { } boundary)
        {
            writer.WriteStartObject("stageBoundary");
            writer.WriteNumber("layersPerStage", boundary.LayersPerStage);
            writer.WriteNumber("ratio", boundary.Ratio);
            writer.WriteNumber("leastLayers", boundary.LeastLayers);
            writer.WriteEndObject();
        }

        Domains(writer, study);
        Limits(writer, study);
        writer.WriteNumber("latencyFloorSeconds", study.LatencyFloor.Value);
        writer.WriteNumber("hopSeconds", study.HopTime.Value);
        writer.WriteNumber("sentInsideBytes", study.SentInside.Value);
        writer.WriteNumber("sentOutsideBytes", study.SentOutside.Value);
        Places(writer, study);
    }

    private static void Choice(Utf8JsonWriter writer, ChosenLayout? chosen)
    {
        if (chosen?.Layout is null)
        {
            return;
        }

        Workload asked = chosen.Plan.Request.Workload;
        writer.WriteStartObject("chosenBySearch");
        writer.WriteNumber("layouts", chosen.Plan.Statistics.Layouts);
        writer.WriteNumber("doNotFit", chosen.Plan.Statistics.DoNotFit);
        writer.WriteNumber("inputTokens", asked.Input.Value);
        writer.WriteNumber("outputTokens", asked.Output.Value);
        writer.WriteNumber("tokensPerSecondPerDevice", chosen.Plan.Cheapest!.PerDevice.Value);
        writer.WriteNumber("tokensPerSecondPerUser", chosen.Plan.Cheapest.Speed.Value);
        writer.WriteEndObject();
    }

    private static void Experts(Utf8JsonWriter writer, ExpertSpread? spread)
    {
        if (spread is null)
        {
            return;
        }

        writer.WriteStartObject("experts");
        writer.WriteNumber("experts", spread.Experts);
        writer.WriteNumber("redundant", spread.Redundant);
        writer.WriteNumber("groups", spread.Groups);
        writer.WriteNumber("perDevice", spread.PerGroup);
        writer.WriteNumber("perToken", spread.ExpertsPerToken);
        writer.WriteNumber("exponent", spread.Exponent);
        writer.WriteNumber("imbalanceBefore", spread.Before);
        writer.WriteNumber("imbalanceAfter", spread.After);
        writer.WriteStartArray("copies");
        foreach (int copies in spread.Balance.Copies)
        {
            writer.WriteNumberValue(copies);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Memory(Utf8JsonWriter writer, LayoutStudy study)
    {
        DeviceMemory memory = study.Memory;
        writer.WriteStartObject("memory");
        writer.WriteBoolean("fits", memory.Fits);
        writer.WriteNumber("expertWeightBytes", memory.Experts.Value);
        writer.WriteNumber("otherWeightBytes", memory.OtherWeights.Value);
        writer.WriteNumber("kvBytes", memory.Cache.Value);
        writer.WriteNumber("workspaceBytes", memory.Workspace.Value);
        writer.WriteNumber("reserveBytes", memory.Reserve.Value);
        writer.WriteNumber("freeBytes", memory.Free.Value);
        writer.WriteNumber("capacityBytes", memory.Capacity.Value);
        writer.WriteNumber("surplusBytes", study.Surplus.Value);
        CommonJson.Finite(writer, "largestBatch", study.Limits.Capacity);
        CommonJson.Finite(writer, "longestContextTokens", study.LongestContext.Value);
        writer.WriteEndObject();
    }

    private static void Exchanges(Utf8JsonWriter writer, LayoutStudy study)
    {
        if (study.Exchange is { } exchange)
        {
            writer.WriteNumber("exchangeBytesPerTokenAndLayer", exchange.PerToken.Value);
        }

        if (study.Request.System.BandwidthRatio is { } ratio)
        {
            writer.WriteNumber("bandwidthRatio", ratio);
        }

        writer.WriteStartArray("exchanges");
        foreach (LayerExchange row in study.Exchanges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("racks", row.Domains);
            writer.WriteNumber("leavingShare", row.LeavingShare);
            writer.WriteNumber("layerSeconds", row.Layer.Value);
            writer.WriteNumber("tokenSeconds", row.Token.Value);
            writer.WriteNumber("hopSeconds", row.Hops.Value);
            writer.WriteNumber("wiredSeconds", row.Wired.Value);
            writer.WriteNumber("slowdown", row.Layer / study.Exchanges[0].Layer);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Domains(Utf8JsonWriter writer, LayoutStudy study)
    {
        writer.WriteStartArray("domains");
        foreach (DomainChange row in study.DomainSizes)
        {
            writer.WriteStartObject();
            writer.WriteNumber("devices", row.Size);
            writer.WriteNumber("latencyFloorSeconds", row.LatencyFloor.Value);
            writer.WriteNumber("memoryBytes", row.Memory.Value);
            writer.WriteNumber("largestModelParameters", row.LargestModel.Value);
            CommonJson.Finite(writer, "sequences", row.Sequences);
            if (row.Experts is { } experts)
            {
                writer.WriteNumber("expertsPerDevice", experts.PerDevice);
                writer.WriteNumber("idle", experts.Idle);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Limits(Utf8JsonWriter writer, LayoutStudy study)
    {
        LayoutLimits limits = study.Limits;
        writer.WriteStartObject("limits");
        writer.WriteString("first", limits.First);
        writer.WriteNumber("computeSeconds", limits.Time.Compute.Value);
        writer.WriteNumber("weightSeconds", limits.Time.Weights.Value);
        writer.WriteNumber("kvSeconds", limits.Time.KeyValue.Value);
        writer.WriteNumber("networkSeconds", limits.Time.Network.Value);
        CommonJson.Finite(writer, "computeFromBatch", limits.Compute ?? double.PositiveInfinity);
        CommonJson.Finite(writer, "networkFromBatch", limits.Network ?? double.PositiveInfinity);
        CommonJson.Finite(writer, "capacityFromBatch", limits.Capacity + 1);
        writer.WriteEndObject();
    }

    private static void Places(Utf8JsonWriter writer, LayoutStudy study)
    {
        writer.WriteStartArray("places");
        foreach (DevicePlace place in study.Places)
        {
            writer.WriteStartObject();
            writer.WriteNumber("rack", place.Domain);
            writer.WriteNumber("device", place.Slot);
            writer.WriteBoolean("idle", place.Work is null);
            if (place.Work is { } work)
            {
                writer.WriteNumber("replica", work.Replica);
                writer.WriteNumber("stage", work.Stage);
                writer.WriteNumber("attentionGroup", work.AttentionGroup);
                writer.WriteNumber("contextRank", work.ContextRank);
                writer.WriteNumber("tensorRank", work.TensorRank);
                writer.WriteNumber("expertGroup", work.ExpertGroup);
                writer.WriteStartArray("experts");
                foreach (int expert in work.Experts)
                {
                    writer.WriteNumberValue(expert);
                }

                writer.WriteEndArray();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
