using Chalkline.Layouts;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>Searches layouts and batches for the cheapest and the fastest way to serve a workload.</summary>
public static class Planner
{
    /// <summary>Searches.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="cancel">Stops the search.</param>
    /// <exception cref="ChalkException">The request is impossible before any layout is tried.</exception>
    public static Plan Search(PlanRequest request, CancellationToken cancel = default)
    {
        int devices = request.DevicesPaid;
        if (devices < 1 || devices > request.System.Devices)
        {
            throw new ChalkException(
                $"{devices} devices cannot be taken of {request.System.Id}, which has {request.System.Devices}; ask for 1 to {request.System.Devices}.");
        }

        request.Workload.Checked();
        Layout[] layouts = [.. LayoutSpace.Enumerate(request.Model, request.System, devices)];
        if (layouts.Length > 0)
        {
            // What the machine lacks for every layout, such as an arithmetic, is said here and once.
            _ = Prepare(request, layouts[0]);
        }

        ServingModel?[] models = new ServingModel?[layouts.Length];
        List<ServingPoint>[] found = new List<ServingPoint>[layouts.Length];
        ParallelOptions options = new() { CancellationToken = cancel };
        Parallel.For(0, layouts.Length, options, index =>
        {
            models[index] = Fitting(request, layouts[index]);
            found[index] = models[index] is { } model ? [.. AggregatedSearch.Points(request, model)] : [];
        });

        ServingModel[] fitting = [.. models.OfType<ServingModel>()];
        List<ServingPoint> points = [.. found.SelectMany(list => list)];
        points.AddRange(DisaggregatedSearch.Points(request, fitting, cancel));
        return Summarise(request, layouts, fitting.Length, points);
    }

    private static Plan Summarise(PlanRequest request, Layout[] layouts, int fitting, List<ServingPoint> points)
    {
        ServingPoint[] within = [.. points.Where(point => Within(request, point))];
        IReadOnlyList<ServingPoint> front = ParetoFront.Of(
            points, point => point.Speed.Value, point => point.PerDevice.Value);
        ServingPoint? cheapest = within.MaxBy(point => (point.PerDevice.Value, point.Speed.Value));
        SearchStatistics statistics = new(
            layouts.Length, layouts.Length - fitting, points.Count, points.Count - within.Length);
        return new(
            request, front, cheapest, within.MaxBy(point => (point.Speed.Value, point.PerDevice.Value)), statistics, Obstacle(request, layouts, points, within));
    }

    private static bool Within(PlanRequest request, ServingPoint point)
        => !(point.TimeToFirstToken > request.Workload.TimeToFirstToken)
            && !(point.TimePerOutputToken > request.Workload.TimePerOutputToken);

    private static string? Obstacle(
        PlanRequest request, Layout[] layouts, List<ServingPoint> points, ServingPoint[] within)
    {
        if (within.Length > 0)
        {
            return null;
        }

        if (layouts.Length == 0)
        {
            return $"{request.Model.Name} cannot be cut over {request.DevicesPaid} devices of {request.System.Id}: no degree divides its heads and experts.";
        }

        if (points.Count == 0)
        {
            // The layout that spreads most comes nearest to fitting: say what it lacks.
            Footprint nearest = layouts
                .Select(layout => new Footprint(Prepare(request, layout)))
                .MaxBy(footprint => (footprint.Room - footprint.KeyValue(request.Workload.FinalContext)).Value)!;
            return $"{request.Model.Name} does not fit on {request.DevicesPaid} devices of {request.System.Id}: at best, "
                + nearest.WhyNot(request.Workload.FinalContext) + ".";
        }

        ServingPoint fastest = points.MaxBy(point => point.Speed.Value)!;
        ServingPoint soonest = points.MinBy(point => point.TimeToFirstToken.Value)!;
        return $"No layout meets the service levels: the fastest stream has a TPOT of {fastest.TimePerOutputToken} "
            + $"(floor {fastest.Floor}), the shortest TTFT is {soonest.TimeToFirstToken}.";
    }

    private static ServingModel? Fitting(PlanRequest request, Layout layout)
    {
        ServingModel model = new(Prepare(request, layout), request.Workload, request.Fidelity);
        return model.LargestBatch >= model.Pass.Layout.AttentionParallel ? model : null;
    }

    private static PassModel Prepare(PlanRequest request, Layout layout)
        => PassModel.Prepare(request.Model, request.System, layout, request.Precision, request.Efficiency, request.Calibration);
}
