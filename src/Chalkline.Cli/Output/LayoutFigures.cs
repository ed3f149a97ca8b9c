using Chalkline.Charts.Reports;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The figures of a layout in one list, in canonical units: what <c>csv</c> prints.</summary>
internal static class LayoutFigures
{
    public static TableSpec Of(LayoutStudy study)
    {
        List<(string Name, double Value, string Unit)> rows =
        [
            ("devices", study.Places.Length, ""),
            ("idleDevices", study.Idle, ""),
            ("replicas", study.Replicas, ""),
        ];
        if (study.Experts is { } spread)
        {
            rows.Add(("experts", spread.Experts, ""));
            rows.Add(("redundantExperts", spread.Redundant, ""));
            rows.Add(("expertsPerDevice", spread.PerGroup, ""));
            rows.Add(("imbalanceBefore", spread.Before, ""));
            rows.Add(("imbalanceAfter", spread.After, ""));
        }

        rows.AddRange(
        [
            Row("expertWeights", study.Memory.Experts), Row("otherWeights", study.Memory.OtherWeights),
            Row("kvCache", study.Memory.Cache), Row("workspace", study.Memory.Workspace),
            Row("reserve", study.Memory.Reserve), Row("free", study.Memory.Free),
            Row("capacity", study.Memory.Capacity), Row("surplus", study.Surplus),
            Row("longestContext", study.LongestContext), Row("latencyFloor", study.LatencyFloor),
            Row("hopTime", study.HopTime), Row("sentInside", study.SentInside), Row("sentOutside", study.SentOutside),
        ]);
        foreach (LayerExchange exchange in study.Exchanges)
        {
            rows.Add(Row(FormattableString.Invariant($"exchangeLayer{exchange.Domains}"), exchange.Layer));
            rows.Add(Row(FormattableString.Invariant($"exchangeToken{exchange.Domains}"), exchange.Token));
        }

        if (study.Boundary is { } boundary)
        {
            rows.Add(("stageRatio", boundary.Ratio, ""));
            rows.Add(("leastLayersPerStage", boundary.LeastLayers, ""));
        }

        foreach (DomainChange change in study.DomainSizes)
        {
            rows.Add(Row(FormattableString.Invariant($"latencyFloor{change.Size}"), change.LatencyFloor));
            rows.Add(Row(FormattableString.Invariant($"largestModel{change.Size}"), change.LargestModel));
        }

        return Tables.Of(
            "",
            ["Figure", "Value", "Unit"],
            rows.Select(row => (IEnumerable<TableCell>)[row.Name, Tables.Number(row.Value), row.Unit]));
    }

    private static (string Name, double Value, string Unit) Row<T>(string name, T value)
        where T : struct, IQuantity<T> => (name, value.Value, T.Info.Unit);
}
