using Chalkline.Cli.Commands;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>One plan of those asked for, and what is to be shown of it.</summary>
/// <param name="Inputs">Model, machine and formats.</param>
/// <param name="Plan">What the search found.</param>
/// <param name="Objectives">Points asked for.</param>
/// <param name="Engines">Engines to show commands of.</param>
internal sealed record PlanVariant(
    ModelInputs Inputs, Plan Plan, IReadOnlyList<PlanObjective> Objectives, IReadOnlyList<ServingEngine> Engines)
{
    /// <summary>Machine and weight format: what tells it from the others.</summary>
    public string Name => $"{Inputs.System.Id}, {Inputs.Precision.Experts.Name}";

    /// <summary>The points asked for; none when nothing is within the service levels.</summary>
    public IReadOnlyList<PlanChoice> Chosen { get; } =
    [
        .. from objective in Objectives
           let point = Point(Plan, objective)
           where point is not null
           select new PlanChoice(objective, point),
    ];

    private static ServingPoint? Point(Plan plan, PlanObjective objective) => objective switch
    {
        PlanObjective.Cheapest => plan.Cheapest,
        PlanObjective.Fastest => plan.Fastest,
        PlanObjective.LeastDevices => plan.Smallest,
        _ => plan.Within.MaxBy(point => point.Throughput.Value / DevicePower.Of(plan.Request, point)!.Value.Value),
    };
}

/// <summary>A point asked for.</summary>
/// <param name="Objective">What it is best at.</param>
/// <param name="Point">The point.</param>
internal sealed record PlanChoice(PlanObjective Objective, ServingPoint Point)
{
    /// <summary>The objective in words.</summary>
    public string Name => NameOf(Objective);

    /// <summary>An objective in words.</summary>
    public static string NameOf(PlanObjective objective) => objective switch
    {
        PlanObjective.Cheapest => "Cheapest",
        PlanObjective.Fastest => "Fastest",
        PlanObjective.LeastDevices => "Fewest devices",
        _ => "Most tokens a megawatt",
    };
}
