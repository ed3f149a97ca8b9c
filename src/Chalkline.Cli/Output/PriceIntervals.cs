using Chalkline.Economics.CostSheets;
using Chalkline.Engines;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>
/// The 80 % intervals of costs: a token costs as much more as the devices make fewer of them. Both sides follow
/// measured rates of tokens, input the widths of prefill kernels; the time to a first token holds waits that cost nobody
/// a device. Pools apart are phases by themselves.
/// </summary>
internal static class PriceIntervals
{
    /// <summary>Those of a point; null at a fidelity that states none.</summary>
    public static CostSpread? Of(PlanRequest request, ServingPoint point)
    {
        if (PlanIntervals.Of(request, point) is not { } intervals)
        {
            return null;
        }

        ServedFacts facts = intervals.Facts.Mode == ServedMode.Disaggregated
            ? intervals.Facts with { Mode = ServedMode.Phase }
            : intervals.Facts;
        return new(
            Range(intervals.Spread, facts with { Decode = facts.Prefill }, point),
            Range(intervals.Spread, facts, point));
    }

    private static CostRange? Range(ServedSpread spread, ServedFacts facts, ServingPoint point)
    {
        double rate = point.Throughput.Value;
        return spread.Interval(ServedMetric.Throughput, facts, rate) is not { } interval
            ? null
            : new CostRange(rate / interval.High, rate / interval.Low)
            {
                Median = 1 / (spread.Narrowest(ServedMetric.Throughput, facts)?.Middle ?? 1),
            };
    }
}
