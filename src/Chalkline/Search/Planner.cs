using System.Diagnostics;
using Chalkline.Layouts;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>Searches layouts and batches for the ways to serve a workload that nothing beats.</summary>
public static class Planner
{
    /// <summary>Searches.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancel">Stops the search.</param>
    /// <exception cref="ChalkException">The request is impossible before any layout is tried.</exception>
    public static Plan Search(PlanRequest request, CancellationToken cancel = default)
    {
        long started = Stopwatch.GetTimestamp();
        request.Checked();
        (Layout[] layouts, PreparedLayout[] fitting, int indivisible) = Prepared(request, cancel);
        PreparedLayout[] prefilling = request.Prefill is null ? fitting : Prepared(request.OfPrefill, cancel).Fitting;
        PrefillWorker[] workers = request.Together ? [] : PrefillWorker.Useful(request, prefilling);
        SearchFinds<Candidate> found = SearchEngine.Run(new PlanSpace(request, fitting, workers), request.Threads, cancel);
        (long evaluated, long cut) = (found.Evaluated, found.Beaten + found.Missed);
        SplitUnit[] units = SplitUnits.Prepare(request, workers, cancel);
        SplitSpace splits = new(request, units.Where(unit => unit.Fits), workers, layouts.Length);
        found = SearchEngine.Run(splits, request.Threads, cancel, found);

        Dictionary<int, PreparedLayout> numbered = fitting.ToDictionary(layout => layout.Number);
        ServingPoint[] within = [.. found.Within.Points.Select(Full)];
        ServingPoint[] all = [.. found.All.Points.Select(Full)];
        SearchStatistics statistics = new(layouts.Length, layouts.Length - fitting.Length, found.Evaluated, found.Outside)
        {
            Indivisible = indivisible,
            BeatenAtFloor = found.Beaten,
            MissedAtFloor = found.Missed,
            Splits = units.Length,
            SplitsDoNotFit = units.Count(unit => !unit.Fits),
            SplitsEvaluated = found.Evaluated - evaluated,
            SplitsCut = found.Beaten + found.Missed - cut,
        };
        return new(
            request,
            ParetoFront.Of(all, point => point.Speed.Value, point => point.PerDevice.Value),
            within.MaxBy(point => (-Rank(point), point.Speed.Value)),
            within.MaxBy(point => (point.Speed.Value, -Rank(point))),
            statistics,
            within.Length > 0 ? null : Obstacle(request, layouts, fitting, prefilling, workers, all))
        {
            Within = within,
            Smallest = within.MinBy(point => (point.DevicesPaid, Rank(point), -point.Speed.Value)),
            Elapsed = Stopwatch.GetElapsedTime(started),
        };

        ServingPoint Full(Candidate point) => point.Mode == ServingMode.AttentionFeedForward
            ? CandidatePoint.Of(request, units[point.Decode], workers, point)
            : CandidatePoint.Of(request, numbered[point.Decode], workers, point);
    }

    /// <summary>Cost, or without prices devices for each token a second: less is better.</summary>
    private static double Rank(ServingPoint point) => point.CostPerOutput?.Value ?? 1 / point.PerDevice.Value;

    private static (Layout[] Layouts, PreparedLayout[] Fitting, int Indivisible) Prepared(
        PlanRequest request, CancellationToken cancel)
    {
        (Layout Layout, int Copies)[] tried = [.. ExpertCopies.Enumerate(request, out int indivisible)];
        Dictionary<int, PlanRequest> withCopies =
            tried.Select(each => each.Copies).Distinct().ToDictionary(copies => copies, request.WithCopies);
        if (tried.Length > 0)
        {
            // What the machine lacks for every layout, such as an arithmetic, is said here and once.
            _ = PreparedLayout.Prepare(withCopies[tried[0].Copies], tried[0].Layout);
        }

        PreparedLayout?[] prepared = new PreparedLayout?[tried.Length];
        ParallelOptions options = new() { CancellationToken = cancel, MaxDegreeOfParallelism = request.Threads ?? -1 };
        Parallel.For(0, tried.Length, options, number => prepared[number] =
            PreparedLayout.Of(withCopies[tried[number].Copies], tried[number].Layout, number, tried[number].Copies));
        return ([.. tried.Select(each => each.Layout)], [.. prepared.OfType<PreparedLayout>()], indivisible);
    }

    private static string Obstacle(
        PlanRequest request,
        Layout[] layouts,
        PreparedLayout[] fitting,
        PreparedLayout[] prefilling,
        PrefillWorker[] workers,
        ServingPoint[] points)
    {
        if (layouts.Length == 0)
        {
            return $"{request.Model.Name} cannot be cut over {request.DevicesPaid} devices of {request.System.Id}: no degree divides its heads and experts.";
        }

        if (fitting.Length == 0)
        {
            return TooLarge(request, layouts);
        }

        if (request.Prefill is { } pool && workers.Length == 0)
        {
            return prefilling.Length == 0
                ? TooLarge(request.OfPrefill, [.. LayoutSpace.Enumerate(request.OfPrefill)])
                : $"{request.System.Id} and {pool.System.Id} are not joined: both need a scale-out network to hand a KV cache over.";
        }

        if (points.Length == 0 && request.Batch is { } batch)
        {
            return $"No layout on {request.DevicesPaid} devices of {request.System.Id} takes {batch:N0} sequences of "
                + $"{request.Workload.FinalContext} in a replica, one or more in each group and stage.";
        }

        if (points.Length == 0)
        {
            return request.Load is { } load
                ? $"No layout carries {load} on {request.DevicesPaid} devices of {request.System.Id}."
                : $"No whole workers of both pools fit on {request.DevicesPaid} devices of {request.System.Id}.";
        }

        // The soonest first token may stand behind a faster stream: ask again for just these two.
        Plan free = Search(request with
        {
            Workload = request.Workload with { TimeToFirstToken = null, TimePerOutputToken = null },
            EndToEnd = null,
            CostLimit = null,
            Objectives = [Objective.Speed, Objective.FirstToken],
        });
        ServingPoint fastest = free.Within.MaxBy(point => point.Speed.Value)!;
        ServingPoint soonest = free.Within.MinBy(point => point.TimeToFirstToken.Value)!;
        string cheapest = request.CostLimit is null ? ""
            : $", the least cost is {points.MinBy(Rank)!.CostPerOutput} of output";
        return $"No layout meets the service levels: the fastest stream has a TPOT of {fastest.TimePerOutputToken} "
            + $"(floor {fastest.Floor}), the shortest TTFT is {soonest.TimeToFirstToken}{cheapest}.";
    }

    /// <summary>The layout that spreads most comes nearest to fitting: says what it lacks, copies of experts aside.</summary>
    private static string TooLarge(PlanRequest request, Layout[] layouts)
    {
        layouts = [.. layouts.Where(layout => LayoutCheck.Problem(request.Model, request.System, layout) is null)];
        if (layouts.Length == 0)
        {
            return $"{request.Model.Name} cannot be cut over {request.DevicesPaid} devices of {request.System.Id}.";
        }

        Footprint nearest = layouts
            .Select(layout => new Footprint(PreparedLayout.Prepare(request, layout)))
            .MaxBy(footprint => (footprint.Room - footprint.KeyValue(request.Workload.FinalContext)).Value)!;
        return $"{request.Model.Name} does not fit on {request.DevicesPaid} devices of {request.System.Id}: at best, "
            + nearest.WhyNot(request.Workload.FinalContext) + ".";
    }
}
