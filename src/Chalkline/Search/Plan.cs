using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>What a search found.</summary>
/// <param name="Request">What was asked.</param>
/// <param name="Front">Pareto front of speed against throughput a device, fastest first, service levels aside.</param>
/// <param name="Cheapest">Most tokens a device, hence least cost, within the service levels; null when none is within.</param>
/// <param name="Fastest">Fastest stream within the service levels; null when none is within.</param>
/// <param name="Statistics">What was looked at.</param>
/// <param name="Obstacle">Why nothing was found, with the numbers; null when something was.</param>
public sealed record Plan(
    PlanRequest Request,
    IReadOnlyList<ServingPoint> Front,
    ServingPoint? Cheapest,
    ServingPoint? Fastest,
    SearchStatistics Statistics,
    string? Obstacle)
{
    /// <summary>Exact front of the objectives asked for, of the points within the service levels and limits.</summary>
    public IReadOnlyList<ServingPoint> Within { get; init; } = [];

    /// <summary>The point on the fewest devices, then the cheapest of those; null when none is within the limits.</summary>
    public ServingPoint? Smallest { get; init; }

    /// <summary>How long the search took; no part of the answer.</summary>
    public TimeSpan Elapsed { get; init; }
}
