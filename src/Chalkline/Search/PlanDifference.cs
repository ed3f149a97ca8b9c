using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>
/// Why two points differ: the terms of the time of a token, which add up, and the factors of its cost, which multiply.
/// </summary>
/// <param name="First">Terms of the first.</param>
/// <param name="Second">Terms of the second.</param>
/// <param name="Factors">Factors of the second point's cost over the first's; their product is the ratio of costs.</param>
public sealed record PlanDifference(StepTerms First, StepTerms Second, IReadOnlyList<CostFactor> Factors)
{
    /// <summary>Cost of an output token of the second over the first; of devices for a token a second without prices.</summary>
    public double Ratio => Factors.Aggregate(1.0, (product, factor) => product * factor.Ratio);

    /// <summary>Compares two points.</summary>
    public static PlanDifference Of(PlanRequest firstRequest, ServingPoint first, PlanRequest secondRequest, ServingPoint second)
    {
        double[] one = Parts(first);
        double[] two = Parts(second);
        string[] names =
        [
            "price of a device", "time of an output token", "decode devices for a running sequence (batch room)",
            "devices beside those that decode", "seats left empty",
        ];
        bool priced = first.CostPerOutput is not null && second.CostPerOutput is not null;
        return new(
            StepTerms.Of(firstRequest, first),
            StepTerms.Of(secondRequest, second),
            [
                .. names.Select((name, place) => new CostFactor(name, one[place], two[place]))
                    .Where(factor => priced || factor.Name != names[0]),
            ]);
    }

    /// <summary>Their product is the cost of an output token, or without a price device-seconds.</summary>
    private static double[] Parts(ServingPoint point)
    {
        double price = point.CostPerOutput is { } cost
            ? cost.Value * point.Throughput.Value / point.DevicesPaid
            : 1;
        double decode = point.Decode.Devices + (point.FeedForward?.Devices ?? 0);
        return
        [
            price,
            point.TimePerOutputToken.Value,
            decode / point.Batch,
            point.DevicesPaid / decode,
            point.Batch / (point.TimePerOutputToken.Value * point.Throughput.Value),
        ];
    }
}

/// <summary>One factor of a cost at two points.</summary>
/// <param name="Name">What it is.</param>
/// <param name="First">At the first point.</param>
/// <param name="Second">At the second.</param>
public sealed record CostFactor(string Name, double First, double Second)
{
    /// <summary>The second over the first: above 1 makes the second dearer.</summary>
    public double Ratio => Second / First;
}
