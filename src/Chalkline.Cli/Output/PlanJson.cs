using System.Text.Json;
using Chalkline.Cli.Commands;
using Chalkline.Engines;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk plan</c>; its schema is <c>data/schemas/plan.schema.json</c>.</summary>
internal static class PlanJson
{
    public static void Write(Utf8JsonWriter writer, PlanVariant variant)
    {
        (ModelInputs inputs, Plan plan) = (variant.Inputs, variant.Plan);
        writer.WriteString("program", typeof(PlanJson).Assembly.GetName().Version!.ToString(3));
        CommonJson.Subject(writer, inputs);
        writer.WriteString("fidelity", plan.Request.Fidelity.ToString().ToLowerInvariant());
        Write(writer, plan.Request.Workload);
        writer.WriteStartObject("search");
        writer.WriteNumber("devicesPaid", plan.Request.DevicesPaid);
        writer.WriteNumber("layouts", plan.Statistics.Layouts);
        writer.WriteNumber("doNotFit", plan.Statistics.DoNotFit);
        writer.WriteNumber("evaluated", plan.Statistics.Evaluated);
        writer.WriteNumber("outsideServiceLevels", plan.Statistics.OutsideServiceLevels);
        writer.WriteNumber("indivisible", plan.Statistics.Indivisible);
        writer.WriteNumber("beatenAtFloor", plan.Statistics.BeatenAtFloor);
        writer.WriteNumber("missedAtFloor", plan.Statistics.MissedAtFloor);
        writer.WriteStartArray("modes");
        foreach (ServingMode mode in plan.Request.Modes)
        {
            writer.WriteStringValue(Mode(mode));
        }

        writer.WriteEndArray();
        writer.WriteNumber("attentionFfnUnits", plan.Statistics.Splits);
        writer.WriteNumber("attentionFfnDoNotFit", plan.Statistics.SplitsDoNotFit);
        writer.WriteNumber("attentionFfnEvaluated", plan.Statistics.SplitsEvaluated);
        writer.WriteNumber("attentionFfnCut", plan.Statistics.SplitsCut);
        writer.WriteEndObject();
        Limits(writer, plan.Request);
        writer.WriteStartArray("objectives");
        foreach (PlanObjective objective in variant.Objectives)
        {
            writer.WriteStringValue(Field(objective));
        }

        writer.WriteEndArray();
        Best(writer, PlanObjective.Cheapest, plan, plan.Cheapest);
        Best(writer, PlanObjective.Fastest, plan, plan.Fastest);
        if (plan.Request.Load is not null)
        {
            Best(writer, PlanObjective.LeastDevices, plan, plan.Smallest);
        }

        if (variant.Objectives.Contains(PlanObjective.TokensPerMegawatt))
        {
            Best(writer, PlanObjective.TokensPerMegawatt, plan, variant.Chosen
                .FirstOrDefault(choice => choice.Objective == PlanObjective.TokensPerMegawatt)?.Point);
        }

        Deployments(writer, variant);
        writer.WriteStartArray("front");
        foreach (ServingPoint point in plan.Front)
        {
            writer.WriteStartObject();
            Members(writer, point, null);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        if (plan.Cheapest is { } best)
        {
            Sizes(writer, "footprintBytes", PlanCharts.Parts(plan, best));
            writer.WriteStartObject("costElasticity");
            foreach (Elasticity elasticity in Elasticity.Of(plan.Request, best))
            {
                writer.WriteNumber(elasticity.Figure, elasticity.CostElasticity);
            }

            writer.WriteEndObject();
        }
    }

    /// <summary>The member that holds the point of an objective.</summary>
    public static string Field(PlanObjective objective) => objective switch
    {
        PlanObjective.Cheapest => "cheapest",
        PlanObjective.Fastest => "fastest",
        PlanObjective.LeastDevices => "smallest",
        _ => "mostTokensPerMegawatt",
    };

    private static void Limits(Utf8JsonWriter writer, PlanRequest request)
    {
        Limit("loadRequestsPerSecond", request.Load?.Value);
        Limit("endToEndLimitSeconds", request.EndToEnd?.Value);
        Limit("costLimitUsdPerMtok", request.CostLimit?.Value * 1e6);
        Limit("budgetUsdPerHour", request.Budget?.Value);
        Limit("powerLimitWatts", request.Power?.Value);
        if (request.Prefill is { } pool)
        {
            writer.WriteString("prefillSystem", pool.System.Id);
            writer.WriteNumber("prefillDevices", pool.Devices);
            Limit("prefillPriceUsdPerDeviceHour", pool.Price?.Value);
        }

        void Limit(string name, double? value)
        {
            if (value is { } known)
            {
                writer.WriteNumber(name, known);
            }
        }
    }

    private static void Deployments(Utf8JsonWriter writer, PlanVariant variant)
    {
        if (variant.Engines.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("deployments");
        foreach ((PlanChoice choice, Deployment server) in PlanDeployments.Of(variant))
        {
            writer.WriteStartObject();
            writer.WriteString("objective", choice.Name);
            writer.WriteString("engine", Names.Of(server.Engine));
            writer.WriteString("role", server.Role);
            writer.WriteNumber("instances", server.Instances);
            writer.WriteString("command", server.Command);
            writer.WriteString("settings", string.Join('\n', server.Settings));
            writer.WriteString("problem", server.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, Workload workload)
    {
        writer.WriteStartObject("workload");
        writer.WriteNumber("inputTokens", workload.Input.Value);
        writer.WriteNumber("outputTokens", workload.Output.Value);
        writer.WriteNumber("prefixTokens", workload.Prefix.Value);
        if (workload.TimePerOutputToken is { } tpot)
        {
            writer.WriteNumber("tpotLimitSeconds", tpot.Value);
        }

        if (workload.TimeToFirstToken is { } ttft)
        {
            writer.WriteNumber("ttftLimitSeconds", ttft.Value);
        }

        writer.WriteEndObject();
    }

    private static void Best(Utf8JsonWriter writer, PlanObjective objective, Plan plan, ServingPoint? point)
    {
        writer.WritePropertyName(Field(objective));
        if (point is null)
        {
            writer.WriteNullValue();
            return;
        }

        writer.WriteStartObject();
        Members(writer, point, PlanIntervals.Of(plan.Request, point));
        Terms(writer, "tpotTermsSeconds", StepTerms.Of(plan.Request, point));
        Sizes(writer, "memoryBytes", PlanCharts.Parts(plan, point));
        writer.WriteEndObject();
    }

    /// <summary>The terms of a time by name.</summary>
    public static void Terms(Utf8JsonWriter writer, string name, StepTerms terms)
    {
        writer.WriteStartObject(name);
        foreach ((string term, Seconds time) in terms.All)
        {
            writer.WriteNumber(term, time.Value);
        }

        writer.WriteEndObject();
    }

    /// <summary>Bytes by kind.</summary>
    public static void Sizes(Utf8JsonWriter writer, string name, IEnumerable<(string Name, Bytes Size)> sizes)
    {
        writer.WriteStartObject(name);
        foreach ((string kind, Bytes size) in sizes)
        {
            writer.WriteNumber(kind, size.Value);
        }

        writer.WriteEndObject();
    }

    private static void Members(Utf8JsonWriter writer, ServingPoint point, FigureIntervals? intervals)
    {
        writer.WriteString("mode", Mode(point.Mode));
        Write(writer, "decode", point.Decode);
        if (point.FeedForward is { } feedForward)
        {
            Write(writer, "feedForward", feedForward);
        }

        if (point.Prefill is { } prefill)
        {
            Write(writer, "prefill", prefill);
        }

        writer.WriteNumber("batch", point.Batch);
        writer.WriteNumber("microBatches", point.MicroBatches);
        writer.WriteNumber("redundantExperts", point.RedundantExperts);
        if (point.Prefill is not null)
        {
            writer.WriteNumber("prefillRedundantExperts", point.PrefillRedundantExperts);
        }

        writer.WriteNumber("ttftSeconds", point.TimeToFirstToken.Value);
        writer.WriteNumber("tpotSeconds", point.TimePerOutputToken.Value);
        writer.WriteNumber("floorSeconds", point.Floor.Value);
        writer.WriteNumber("tokensPerSecond", point.Throughput.Value);
        writer.WriteNumber("tokensPerSecondPerDevice", point.PerDevice.Value);
        writer.WriteNumber("tokensPerSecondPerUser", point.Speed.Value);
        writer.WriteNumber("devicesUsed", point.DevicesUsed);
        writer.WriteNumber("devicesPaid", point.DevicesPaid);
        writer.WriteString("bound", Names.Of(point.Bound));
        if (point is { InputCost: { } input, OutputCost: { } output, CostPerOutput: { } all })
        {
            writer.WriteNumber("inputUsdPerMtok", input.Value * 1e6);
            writer.WriteNumber("outputUsdPerMtok", output.Value * 1e6);
            writer.WriteNumber("allUsdPerOutputMtok", all.Value * 1e6);
        }

        if (intervals is not null)
        {
            writer.WriteStartObject("intervals80");
            Interval("ttftSeconds", ServedMetric.TimeToFirstToken, point.TimeToFirstToken.Value);
            Interval("tpotSeconds", ServedMetric.TimePerOutputToken, point.TimePerOutputToken.Value);
            Interval("throughputTokensPerSecond", ServedMetric.Throughput, point.Throughput.Value);
            writer.WriteEndObject();
        }

        void Interval(string name, ServedMetric metric, double value)
            => FigureIntervals.Write(writer, name, intervals.Of(metric, value));
    }

    private static string Mode(ServingMode mode) => mode switch
    {
        ServingMode.Aggregated => "aggregated",
        ServingMode.Disaggregated => "disaggregated",
        _ => "attention-ffn",
    };

    private static void Write(Utf8JsonWriter writer, string name, Layout layout)
    {
        writer.WriteStartObject(name);
        writer.WriteString("text", layout.ToString());
        writer.WriteNumber("tensorParallel", layout.TensorParallel);
        writer.WriteNumber("pipelineStages", layout.PipelineStages);
        writer.WriteNumber("attentionParallel", layout.AttentionParallel);
        writer.WriteNumber("expertParallel", layout.ExpertParallel);
        writer.WriteNumber("contextParallel", layout.ContextParallel);
        writer.WriteNumber("replicas", layout.Replicas);
        writer.WriteEndObject();
    }
}
