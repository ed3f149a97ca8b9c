using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Search;

/// <summary>One layout for prompts and answers, chosen by the search of a plan.</summary>
/// <param name="Plan">What the search found; its point of most tokens a device is the choice.</param>
public sealed record ChosenLayout(Plan Plan)
{
    private const double LongestAnswer = 1024;

    /// <summary>The layout of one replica; null when none fits.</summary>
    public Layout? Layout => Plan.Cheapest is { } point ? point.Decode with { Replicas = 1 } : null;

    /// <summary>Sequences of one replica; null when no layout fits.</summary>
    public double? Batch => Plan.Cheapest?.BatchPerReplica;

    /// <summary>Whether the time of an output token is within the limit asked for.</summary>
    public bool WithinLimit => Plan.Request.Workload.TimePerOutputToken is not null;

    /// <summary>
    /// Chooses the layout of most output tokens a second and device, prefill on the same devices, at stated efficiencies;
    /// where none is within the limit, without it. Sequences end with <paramref name="context"/> tokens: a fifth of it
    /// answered, at most 1,024.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="system">The machine, all of it.</param>
    /// <param name="precision">Formats.</param>
    /// <param name="context">Tokens of a finished sequence, from 1.</param>
    /// <param name="limit">Longest time of an output token.</param>
    /// <param name="batch">Sequences of one replica, at least 1; null to choose them too.</param>
    /// <param name="cancel">Stops the search.</param>
    /// <exception cref="ChalkException">The machine lacks an arithmetic that the formats need.</exception>
    public static ChosenLayout Of(
        Model model,
        MachineSystem system,
        Precision precision,
        Tokens context,
        Seconds limit,
        double? batch = null,
        CancellationToken cancel = default)
    {
        double answer = Math.Clamp(Math.Floor(context.Value / 5), 1, LongestAnswer);
        Workload workload = new(new(Math.Max(1, context.Value - answer)), new(answer), default);
        PlanRequest request = new()
        {
            Model = model,
            System = system,
            Precision = precision,
            Workload = workload with { TimePerOutputToken = limit },
            Batch = batch,
            Together = true,
        };
        Plan plan = Planner.Search(request, cancel);
        return new(plan is { Cheapest: null, Front.Count: > 0 }
            ? Planner.Search(request with { Workload = workload }, cancel)
            : plan);
    }
}
