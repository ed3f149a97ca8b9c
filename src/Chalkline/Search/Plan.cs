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
    string? Obstacle);

/// <summary>What a search looked at.</summary>
/// <param name="Layouts">Layouts the architecture allows.</param>
/// <param name="DoNotFit">Of these, layouts whose memory is too small.</param>
/// <param name="Evaluated">Operating points timed.</param>
/// <param name="OutsideServiceLevels">Of these, points that miss a service level.</param>
public sealed record SearchStatistics(int Layouts, int DoNotFit, int Evaluated, int OutsideServiceLevels);
