using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>What a comparison needs of a point, whether just found or saved earlier.</summary>
/// <param name="Terms">The time of an output token, by what it is spent on.</param>
/// <param name="Batch">Sequences running on all devices.</param>
/// <param name="Throughput">Output tokens a second of all devices.</param>
/// <param name="DecodeDevices">Devices that decode.</param>
/// <param name="DevicesPaid">Devices that are paid for.</param>
/// <param name="CostPerOutput">All cost over output tokens; null when no price is known.</param>
public sealed record PlannedPoint(
    StepTerms Terms, double Batch, TokensPerSecond Throughput, int DecodeDevices, int DevicesPaid, UsdPerToken? CostPerOutput)
{
    /// <summary>What a comparison needs of a point of a search.</summary>
    public static PlannedPoint Of(PlanRequest request, ServingPoint point) => new(
        StepTerms.Of(request, point),
        point.Batch,
        point.Throughput,
        point.Decode.Devices + (point.FeedForward?.Devices ?? 0),
        point.DevicesPaid,
        point.CostPerOutput);
}
