using System.Collections.Immutable;
using Chalkline.Charts;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The lecture's two graphs.</summary>
internal static class RooflineCharts
{
    public static IEnumerable<ChartSpec> Of(RooflineStudy study)
    {
        yield return Latency(study);
        if (study.Price is { } price)
        {
            yield return Cost(study, price);
        }
    }

    private static ChartSpec Latency(RooflineStudy study) => new()
    {
        Title = "Time of a decode pass against batch",
        Subtitle = $"{study.Model.Name} on {study.System.Id}, {study.Context} of context a sequence",
        X = Axis.Log("Batch", "sequences", 2),
        Y = Axis.Log("Time of a pass", "ms"),
        Series =
        [
            Line("compute", study, time => time.Compute.Value * 1e3),
            Line("weights", study, time => time.Weights.Value * 1e3),
            Line("KV cache", study, time => time.KeyValue.Value * 1e3),
            Line("pass", study, time => time.Pass.Value * 1e3) with { Bold = true },
        ],
        Lines = BalanceLine(study),
    };

    private static ChartSpec Cost(RooflineStudy study, UsdPerHour price) => new()
    {
        Title = "Cost of an output token against batch",
        Subtitle = $"{price} for the whole machine; the floor is what no batch amortises",
        X = Axis.Log("Batch", "sequences", 2),
        Y = Axis.Log("Cost", "$/Mtok"),
        Series =
        [
            Line("compute", study, time => Each(price, time.Compute, time.Batch)),
            Line("weights", study, time => Each(price, time.Weights, time.Batch)),
            Line("KV cache", study, time => Each(price, time.KeyValue, time.Batch)),
            Line("token", study, time => Each(price, time.Pass, time.Batch)) with { Bold = true },
        ],
        Lines =
        [
            .. BalanceLine(study),
            ReferenceLine.AtY(study.Roofline.CostFloor(study.Context, price).Value * 1e6, "cost floor"),
        ],
    };

    private static double Each(UsdPerHour price, Seconds time, double batch) => (price * time / new Tokens(batch)).Value * 1e6;

    private static LineSeries Line(string name, RooflineStudy study, Func<RooflineTime, double> value)
        => new(name, [.. study.Curve.Select(time => new ChartPoint(time.Batch, value(time)))]);

    private static ImmutableArray<ReferenceLine> BalanceLine(RooflineStudy study)
    {
        double last = study.Curve[^1].Batch;
        (double Batch, string Label)[] marks =
        [
            (study.Roofline.BalanceBatch(), "balance, KV ignored"),
            (study.Roofline.BalanceBatch(study.Context), "balance with KV"),
            (study.LargestBatch, "memory full"),
        ];
        return [.. marks
            .Where(mark => mark.Batch >= study.Curve[0].Batch && mark.Batch <= last)
            .Select(mark => ReferenceLine.AtX(mark.Batch, mark.Label))];
    }
}
