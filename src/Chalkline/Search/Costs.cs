using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>What a serving point's tokens cost: every device paid for, split by the time each kind of token takes.</summary>
internal static class Costs
{
    /// <summary>Adds costs when the request has a price.</summary>
    public static ServingPoint Price(ServingPoint point, PlanRequest request)
    {
        if (request.Price is not { } price)
        {
            return point;
        }

        UsdPerHour whole = price * new Devices(point.DevicesPaid);
        UsdPerToken each = whole * new Seconds(1) / (point.Throughput * new Seconds(1));
        double inputs = request.Workload.Input.Value / request.Workload.Output.Value;
        return point with
        {
            CostPerOutput = each,
            OutputCost = point.OutputShare * each,
            InputCost = (1 - point.OutputShare) * each / inputs,
        };
    }
}
