namespace Chalkline.Cli.Commands;

/// <summary>Points of a plan that can be asked for by name.</summary>
internal enum PlanObjective
{
    /// <summary>Least cost of a token.</summary>
    Cheapest,

    /// <summary>Fastest stream.</summary>
    Fastest,

    /// <summary>Most tokens a second for each megawatt.</summary>
    TokensPerMegawatt,

    /// <summary>Fewest devices.</summary>
    LeastDevices,
}
