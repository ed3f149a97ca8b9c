using Chalkline.Quantities;

namespace Chalkline.Search;

/// <summary>
/// Why two points differ: the terms of the time of a token, which add up, and the factors of its cost, which multiply.
/// </summary>
/// <param name="First">Terms of the first.</param>
/// <param name="Second">Terms of the second.</param>
/// <param name="Factors">Factors of the second point's cost over the first's; their product is the ratio of costs.</param>
/// <param name="Priced">Whether both have a price; without, the factors are of device time.</param>
public sealed record PlanDifference(StepTerms First, StepTerms Second, IReadOnlyList<CostFactor> Factors, bool Priced)
{
    /// <summary>Cost of an output token of the second over the first; of devices for a token a second without prices.</summary>
    public double Ratio => Factors.Aggregate(1.0, (product, factor) => product * factor.Ratio);

    /// <summary>Compares two points; models, machines and workloads may differ.</summary>
    public static PlanDifference Of(PlannedPoint first, PlannedPoint second)
    {
        bool priced = first.CostPerOutput is not null && second.CostPerOutput is not null;
        double[] one = Parts(first);
        double[] two = Parts(second);
        string[] names =
        [
            "price of a device", "time of an output token", "decode devices for a running sequence (batch room)",
            "devices beside those that decode", "seats left empty",
        ];
        return new(
            first.Terms,
            second.Terms,
            [
                .. names.Select((name, place) => new CostFactor(name, one[place], two[place]))
                    .Where(factor => priced || factor.Name != names[0]),
            ],
            priced);
    }

    /// <summary>Their product is the cost of an output token, or without a price device-seconds.</summary>
    private static double[] Parts(PlannedPoint point)
    {
        Seconds time = point.Terms.Time;
        double price = point.CostPerOutput is { } cost
            ? cost.Value * point.Throughput.Value / point.DevicesPaid
            : 1;
        double decode = point.DecodeDevices;
        return
        [
            price,
            time.Value,
            decode / point.Batch,
            point.DevicesPaid / decode,
            point.Batch / (time.Value * point.Throughput.Value),
        ];
    }
}
