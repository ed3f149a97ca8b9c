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
            FreeLinkSplit = Split(request with { FreeLink = true }),
            AttentionPool = Pool(request, request.AttentionOn, request.AttentionPrice),
            FeedForwardPool = same ? null : Pool(request, request.FeedForwardOn, request.FeedForwardPrice),
        };
    }

    /// <summary>Times one split as it is described, memory and TPOT limits left aside.</summary>
    /// <param name="request">What is asked; its device count says whether one domain holds all.</param>
    /// <param name="attentionWorker">Layout of one attention worker.</param>
    /// <param name="workers">Attention workers, at least 1.</param>
    /// <param name="feedForward">Layout of the feed-forward devices.</param>
    /// <param name="microBatches">Micro-batches in flight, at least 1.</param>
    /// <param name="sequences">Sequences of one worker in one micro-batch, at least 1.</param>
    /// <exception cref="ChalkException">A layout is impossible or a count is not positive.</exception>
    public static SplitPoint Time(
        SplitRequest request, Layout attentionWorker, int workers, Layout feedForward, int microBatches, int sequences)
    {
        request.Checked();
        if (workers < 1 || microBatches < 1 || sequences < 1)
        {
            throw new ChalkException(
                $"A split needs workers, micro-batches and sequences; given were {workers} attention workers, "
                + $"{microBatches} micro-batches and {sequences} sequences.");
        }

        SidePass attention = request.Prepare(request.AttentionOn, attentionWorker)
            ?? throw new ChalkException(
                $"{attentionWorker} is no layout of {request.Model.Name} for an attention worker.");
        SidePass there = request.Prepare(request.FeedForwardOn, feedForward)
            ?? throw new ChalkException(
                $"{feedForward} is no layout of {request.Model.Name} for the feed-forward side.");
        return new SplitModel(request, attention, workers, there).Time(sequences, microBatches);
    }

    /// <summary>
    /// Times one pool as it is described, on the attention side's machine, memory and TPOT limits left aside.
    /// </summary>
    /// <param name="request">What is asked.</param>
    /// <param name="layout">Layout of all devices.</param>
    /// <param name="microBatches">Micro-batches in flight, at least 1.</param>
    /// <param name="sequences">Sequences of one attention-parallel group in one micro-batch, at least 1.</param>
    /// <exception cref="ChalkException">The layout is impossible or a count is not positive.</exception>
    public static PoolPoint TimePool(SplitRequest request, Layout layout, int microBatches, int sequences)
    {
        request.Checked();
        if (microBatches < 1 || sequences < 1)
        {
            throw new ChalkException(
                $"A pool needs micro-batches and sequences; given were {microBatches} and {sequences}.");
        }

        SidePass pass = request.Prepare(request.AttentionOn, layout)
            ?? throw new ChalkException($"{layout} is no layout of {request.Model.Name} for one pool.");
        return new PoolModel(request, request.AttentionOn, pass, request.AttentionPrice).Time(sequences, microBatches);
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
        SidePass[] attentions = Attentions(request);
        int[] sizes = request.FeedForwardDevices is { } given ? [given] : [.. Enumerable.Range(1, request.Devices - 1)];
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
                        && Better(point.Cost, point.PerDevice, found[index]?.Cost, found[index]?.PerDevice))
                    {
                        found[index] = point;
                    }
                }
            }
        });

        SplitPoint? best = null;
        foreach (SplitPoint point in found.OfType<SplitPoint>())
        {
            best = Better(point.Cost, point.PerDevice, best?.Cost, best?.PerDevice) ? point : best;
        }

        return best;
    }

    /// <summary>
    /// The best single pool of one machine, replicas of any size up to the devices asked for: those that make up no
    /// whole replica are not counted. Null when none fits memory and TPOT.
    /// </summary>
    private static PoolPoint? Pool(SplitRequest request, MachineSystem system, UsdPerDeviceHour? price)
    {
        if (request.Devices > system.DomainSize && system.ScaleOut is null)
        {
            return null;
        }

        bool experts = HasExperts(request.Model);
        IEnumerable<Layout> layouts =
            from tensor in Tensors
            where tensor <= Math.Min(request.Devices, system.DomainSize)
            from groups in experts ? Enumerable.Range(1, request.Devices / tensor) : [1]
            from degree in Degrees(tensor * groups)
            where experts || degree == 1
            select new Layout(tensor, 1, groups, degree, request.Devices / (tensor * groups));
        PoolPoint? best = null;
        foreach (Layout layout in layouts)
        {
            if (request.Prepare(system, layout) is { } pass
                && new PoolModel(request, system, pass, price).Best() is { } point
                && Better(point.Cost, point.PerDevice, best?.Cost, best?.PerDevice))
            {
                best = point;
            }
        }

        return best;
    }

    /// <summary>Attention workers of every tensor parallelism; experts are nothing to them.</summary>
    internal static SidePass[] Attentions(SplitRequest request)
        => [.. Tensors.Where(tensor => tensor <= Math.Min(8, request.AttentionOn.DomainSize)).SelectMany(tensor => Degrees(tensor)
            .Select(experts => request.Prepare(request.AttentionOn, new(tensor, 1, 1, experts, 1)))
            .OfType<SidePass>().Take(1))];

    /// <summary>
    /// Ways to lay the feed-forward layers over so many devices: the widest expert parallelism that divides, each
    /// device with tokens of its own for shared experts; for a dense model, tensor-parallel replicas.
    /// </summary>
    internal static IEnumerable<SidePass> FeedForwards(SplitRequest request, int devices)
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

    /// <summary>Cheaper where both have prices, else more for each device.</summary>
    private static bool Better(
        UsdPerToken? cost, TokensPerSecondPerDevice speed, UsdPerToken? bestCost, TokensPerSecondPerDevice? bestSpeed)
        => bestSpeed is null || (cost is { } one && bestCost is { } other ? one < other : speed > bestSpeed);
}
