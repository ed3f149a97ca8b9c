using Chalkline.Economics.CostSheets;
using Chalkline.Engines;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The 80 % intervals of costs: a token costs as much more as the devices make fewer of them.</summary>
internal static class PriceIntervals
{
    /// <summary>Those of a point; null at a fidelity that states none.</summary>
    public static CostSpread? Of(PlanRequest request, ServingPoint point)
    {
        if (PlanIntervals.Of(request, point) is not { } intervals)
        {
            return null;
        }

        double throughput = point.Throughput.Value;
        double first = point.TimeToFirstToken.Value;
        return new(
            intervals.Of(ServedMetric.TimeToFirstToken, first) is { } wait
                ? new CostRange(wait.Low / first, wait.High / first)
                {
                    Median = Median(ServedMetric.TimeToFirstToken),
                }
                : null,
            intervals.Of(ServedMetric.Throughput, throughput) is { } rate
                ? new CostRange(throughput / rate.High, throughput / rate.Low)
                {
                    Median = 1 / Median(ServedMetric.Throughput),
                }
                : null);

        double Median(ServedMetric metric) => intervals.Spread.Narrowest(metric, intervals.Facts)?.Middle ?? 1;
    }
}
