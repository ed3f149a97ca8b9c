using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving.Split;

/// <summary>
/// The best split of so many devices over both sides, and the best single pool. Pools have no pipeline stages: decode
/// pools of many devices hold the model without them. Experts are routed evenly.
/// </summary>
public static class SplitSearch
{
    private static readonly int[] Tensors = [1, 2, 4, 8, 16, 32, 64];

    /// <summary>Searches ratios, layouts, micro-batches and batch sizes.</summary>
    /// <param name="request">What is asked.</param>
    /// <exception cref="ChalkException">The request is impossible.</exception>
    public static SplitStudy Study(SplitRequest request)
    {
        request.Checked();
        bool same = request.AttentionOn.Id == request.FeedForwardOn.Id;
        return new()
        {
            Request = request,
            Split = Split(request),
            AttentionPool = Pool(request, request.AttentionOn, request.AttentionPrice),
            FeedForwardPool = same ? null : Pool(request, request.FeedForwardOn, request.FeedForwardPrice),
        };
    }

    /// <summary>
    /// What a split sized for one context does at another: devices and layouts stay, the batch is fitted anew.
    /// </summary>
    /// <param name="request">What the split was sized for.</param>
    /// <param name="sized">The split.</param>
    /// <param name="workload">What comes instead.</param>
    /// <returns>Null when not even one sequence a worker fits memory and TPOT.</returns>
    public static SplitPoint? Drift(SplitRequest request, SplitPoint sized, Workload workload)
    {
        SplitRequest other = (request with { Workload = workload }).Checked();
        SidePass? attention = other.Prepare(other.AttentionOn, sized.AttentionWorker);
        SidePass? feedForward = other.Prepare(other.FeedForwardOn, sized.FeedForward);
        return attention is null || feedForward is null
            ? null
            : new SplitModel(other, attention, sized.AttentionWorkers, feedForward).Best();
    }

    /// <summary>The best split; null when none fits memory and TPOT.</summary>
    private static SplitPoint? Split(SplitRequest request)
    {
        int[] tensors = [.. Tensors.Where(tensor => tensor <= Math.Min(8, request.AttentionOn.DomainSize))];
        SidePass[] attentions = [.. tensors.SelectMany(tensor => Degrees(tensor)
            .Select(experts => request.Prepare(request.AttentionOn, new(tensor, 1, 1, experts, 1)))
            .OfType<SidePass>().Take(1))];
        int[] sizes = [.. Enumerable.Range(1, request.Devices - 1)];
        SplitPoint?[] found = new SplitPoint?[sizes.Length];
        Parallel.For(0, sizes.Length, index =>
        {
            int size = sizes[index];
            foreach (SidePass feedForward in FeedForwards(request, size))
            {
                foreach (SidePass attention in attentions)
                {
                    int workers = (request.Devices - size) / attention.Layout.Devices;
                    if (workers > 0
                        && new SplitModel(request, attention, workers, feedForward).Best() is { } point
                        && Better(point.Cost, point.Throughput, found[index]?.Cost, found[index]?.Throughput))
                    {
                        found[index] = point;
                    }
                }
            }
        });

        SplitPoint? best = null;
        foreach (SplitPoint point in found.OfType<SplitPoint>())
        {
            best = Better(point.Cost, point.Throughput, best?.Cost, best?.Throughput) ? point : best;
        }

        return best;
    }

    /// <summary>The best single pool of all devices of one machine; null when none fits memory and TPOT.</summary>
    private static PoolPoint? Pool(SplitRequest request, MachineSystem system, UsdPerDeviceHour? price)
    {
        if (request.Devices > system.DomainSize && system.ScaleOut is null)
        {
            return null;
        }

        bool experts = HasExperts(request.Model);
        IEnumerable<Layout> layouts =
            from tensor in Tensors
            where tensor <= system.DomainSize && request.Devices % tensor == 0
            from groups in Degrees(request.Devices / tensor)
            where experts || groups == 1
            from degree in Degrees(tensor * groups)
            where experts || degree == 1
            select new Layout(tensor, 1, groups, degree, request.Devices / tensor / groups);
        PoolPoint? best = null;
        foreach (Layout layout in layouts)
        {
            if (request.Prepare(system, layout) is { } pass
                && new PoolModel(request, system, pass, price).Best() is { } point
                && Better(point.Cost, point.Throughput, best?.Cost, best?.Throughput))
            {
                best = point;
            }
        }

        return best;
    }

    /// <summary>
    /// Ways to lay the feed-forward layers over so many devices: the widest expert parallelism that divides, each
    /// device with tokens of its own for shared experts; for a dense model, tensor-parallel replicas.
    /// </summary>
    private static IEnumerable<SidePass> FeedForwards(SplitRequest request, int devices)
    {
        if (HasExperts(request.Model))
        {
            return Degrees(devices)
                .Select(degree => request.Prepare(request.FeedForwardOn, new(1, 1, devices, degree, 1)))
                .OfType<SidePass>().Take(1);
        }

        return Tensors
            .Where(tensor => tensor <= request.FeedForwardOn.DomainSize && devices % tensor == 0)
            .Select(tensor => request.Prepare(request.FeedForwardOn, new(tensor, 1, 1, 1, devices / tensor)))
            .OfType<SidePass>();
    }

    private static bool HasExperts(Model model) => model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward);

    /// <summary>Divisors, largest first.</summary>
    private static IEnumerable<int> Degrees(int number)
        => Enumerable.Range(1, number).Where(degree => number % degree == 0).Reverse();

    /// <summary>Cheaper where both have prices, else faster.</summary>
    private static bool Better(UsdPerToken? cost, TokensPerSecond speed, UsdPerToken? bestCost, TokensPerSecond? bestSpeed)
        => bestSpeed is null || (cost is { } one && bestCost is { } other ? one < other : speed > bestSpeed);
}
