using Chalkline.Charts;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The pictures of a plan.</summary>
internal static class PlanCharts
{
    /// <summary>Speed of one stream against throughput of a device.</summary>
    public static ChartSpec Front(Plan plan)
    {
        List<Series> series = [];
        foreach (ServingMode mode in Enum.GetValues<ServingMode>())
        {
            ServingPoint[] points = [.. plan.Front.Where(point => point.Mode == mode)];
            if (points.Length > 0)
            {
                series.Add(new PointSeries(Names.Of(mode), [.. points.Select(point => Point(point, ""))]));
            }
        }

        if (plan is { Cheapest: { } cheapest, Fastest: { } fastest })
        {
            series.Add(new PointSeries("within the service levels", [Point(cheapest, "cheapest"), Point(fastest, "fastest")]));
        }

        return new()
        {
            Title = "Speed of a stream against throughput of a device",
            Subtitle = $"{plan.Request.Model.Name} on {plan.Request.System.Id}, "
                + $"{plan.Request.Workload.Input} in, {plan.Request.Workload.Output} out",
            X = Axis.Linear("Speed", "tok/s/user"),
            Y = Axis.Linear("Throughput", "tok/s/device"),
            Series = [.. series],
            Lines = plan.Request.Workload.TimePerOutputToken is { } limit
                ? [ReferenceLine.AtX(1 / limit.Value, $"TPOT {limit}")]
                : [],
        };
    }

    /// <summary>The fronts of several plans, one series each.</summary>
    public static ChartSpec Fronts(IReadOnlyList<PlanVariant> variants) => new()
    {
        Title = "Speed of a stream against throughput of a device",
        Subtitle = $"{variants[0].Inputs.Model.Name}, {variants[0].Plan.Request.Workload.Input} in, "
            + $"{variants[0].Plan.Request.Workload.Output} out",
        X = Axis.Linear("Speed", "tok/s/user"),
        Y = Axis.Linear("Throughput", "tok/s/device"),
        Series =
        [
            .. variants.Where(variant => variant.Plan.Front.Count > 0).Select(variant =>
                new PointSeries(variant.Name, [.. variant.Plan.Front.Select(point => Point(point, ""))])),
        ],
        Lines = variants[0].Plan.Request.Workload.TimePerOutputToken is { } limit
            ? [ReferenceLine.AtX(1 / limit.Value, $"TPOT {limit}")]
            : [],
    };

    /// <summary>Memory of one device by kind.</summary>
    public static ChartSpec Footprint(Plan plan, ServingPoint point) => new()
    {
        Title = "Memory of one device",
        Subtitle = $"{point.Decode}, {point.Batch / point.Decode.Replicas:N0} sequences a replica at {plan.Request.Workload.FinalContext}",
        X = Axis.Linear("Memory", "GB") with { Minimum = 0 },
        Y = Axis.Of("", plan.Request.System.Accelerator.Name),
        Series = [.. Coarse(Parts(plan, point)).Select(part => new BarSeries(part.Name, [part.Size.Value / 1e9]))],
        Legend = LegendPlace.Above,
    };

    /// <summary>The kinds of bytes a device holds; they add up to its capacity.</summary>
    public static IEnumerable<(string Name, Bytes Size)> Parts(Plan plan, ServingPoint point)
    {
        if (AttentionFootprint.Of(plan.Request, point) is { } side)
        {
            return
            [
                ("attention, norms and vocabulary", side.Weights), ("KV cache", side.KeyValue),
                ("working space", side.Workspace), ("reserve", side.Reserve), ("free", side.Free),
            ];
        }

        return Together(plan, point, PlanReport.Rebuilt(plan, point));
    }

    private static IEnumerable<(string Name, Bytes Size)> Together(Plan plan, ServingPoint point, ServingModel model)
    {
        foreach (var (part, size) in model.Footprint.Weights.OrderBy(pair => pair.Key))
        {
            yield return (Names.Of(part), size);
        }

        Bytes cache = point.BatchPerReplica / point.Decode.AttentionParallel
            * model.Footprint.KeyValue(plan.Request.Workload.FinalContext);
        yield return ("KV cache", cache);
        yield return ("working space", model.Footprint.Workspace);
        yield return ("reserve", model.Footprint.Reserve);
        yield return ("free", model.Footprint.Room - cache);
    }

    /// <summary>Kinds that are too thin to see go together, so that every colour stands for one thing.</summary>
    private static IEnumerable<(string Name, Bytes Size)> Coarse(IEnumerable<(string Name, Bytes Size)> parts)
        => parts
            .GroupBy(part => part.Name switch
            {
                "norms" or "embedding and LM head" => "embedding, LM head, norms",
                "working space" or "reserve" => "working space and reserve",
                string other => other,
            }, StringComparer.Ordinal)
            .Select(group => (group.Key, Quantity.Sum(group.Select(part => part.Size))));

    private static ChartPoint Point(ServingPoint point, string label) => new(
        point.Speed.Value,
        point.PerDevice.Value,
        label,
        $"{point.Decode}, {point.Batch:N0} running, TPOT {point.TimePerOutputToken}, TTFT {point.TimeToFirstToken}");
}
