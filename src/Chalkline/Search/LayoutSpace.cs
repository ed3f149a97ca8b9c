using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Search;

/// <summary>The layouts worth asking about, in a fixed order.</summary>
public static class LayoutSpace
{
    internal static readonly int[] Degrees = [1, 2, 3, 4, 6, 8, 9, 12, 16, 18, 24, 32, 36, 48, 64, 72, 96, 128, 144, 192, 256, 288, 320, 512, 576];

    /// <summary>
    /// Share of a device's memory that one sequence's cache takes at least for context parallelism to be tried: below it,
    /// reading the cache takes a small part of a step that could read the memory once, and the exchange costs as much.
    /// </summary>
    private const double LeastShare = 1.0 / 64;

    /// <summary>
    /// Every layout that the architecture allows on up to <paramref name="devices"/> devices, each repeated as often as
    /// whole replicas fit. Tensor parallelism stays inside a scale-up domain; attention and expert parallelism need experts.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="system">The machine.</param>
    /// <param name="devices">Devices to fill.</param>
    public static IEnumerable<Layout> Enumerate(Model model, MachineSystem system, int devices)
        => Allowed(model, system, Combinations(model, system, devices), out _);

    /// <summary>
    /// The layouts of a request: those of any, then, where one sequence's cache is a real share of a device's memory,
    /// those with context parallelism, inside a domain and in place of attention-parallel groups.
    /// </summary>
    /// <param name="request">What is asked.</param>
    public static IEnumerable<Layout> Enumerate(PlanRequest request) => Enumerate(request, out _);

    /// <summary>The layouts, and how many combinations of degrees the model or the machine does not allow.</summary>
    internal static IReadOnlyList<Layout> Enumerate(PlanRequest request, out int indivisible)
        => Allowed(
            request.Model,
            request.System,
            Combinations(request.Model, request.System, request.DevicesPaid).Concat(WithContext(request)),
            out indivisible);

    private static List<Layout> Allowed(
        Model model, MachineSystem system, IEnumerable<Layout> combinations, out int indivisible)
    {
        List<Layout> layouts = [];
        int tried = 0;
        foreach (Layout layout in combinations)
        {
            tried++;
            if (layout.Replicas > 0 && LayoutCheck.Problem(model, system, layout) is null)
            {
                layouts.Add(layout);
            }
        }

        indivisible = tried - layouts.Count;
        return layouts;
    }

    /// <summary>All combinations of degrees; with copies of experts, also those that only copies divide over.</summary>
    internal static IEnumerable<Layout> Combinations(Model model, MachineSystem system, int devices, bool copies = false)
    {
        int[] experts = Experts(model);
        foreach (int tensor in Degrees.Where(degree => degree <= Math.Min(devices, system.DomainSize)))
        {
            foreach (int attention in Degrees.Where(degree => degree * tensor <= devices && (degree == 1 || experts.Length > 0)))
            {
                foreach (int expert in ExpertDegrees(tensor * attention, experts, copies))
                {
                    foreach (int stages in Degrees.Where(degree => degree <= 16 && degree * tensor * attention <= devices))
                    {
                        int replicas = Placement.Replicas(tensor * attention, stages, devices, system.DomainSize);
                        yield return new(tensor, stages, attention, expert, replicas);
                    }
                }
            }
        }
    }

    private static IEnumerable<Layout> WithContext(PlanRequest request)
    {
        int[] experts = Experts(request.Model);
        int devices = request.DevicesPaid;
        int widest = Math.Min(devices, request.System.DomainSize);
        foreach (int tensor in Degrees.Where(degree => degree <= widest && WorthDividing(request, degree)))
        {
            for (int context = 2; context * tensor <= widest; context *= 2)
            {
                int group = tensor * context;
                foreach (int expert in ExpertDegrees(group, experts, copies: false))
                {
                    foreach (int stages in Degrees.Where(degree => degree <= 16 && degree * group <= devices))
                    {
                        int replicas = Placement.Replicas(group, stages, devices, request.System.DomainSize);
                        yield return new(tensor, stages, 1, expert, replicas) { ContextParallel = context };
                    }
                }
            }
        }
    }

    /// <summary>
    /// Whether the cache of a sequence that ends is worth dividing at a tensor parallelism: it is large, and twice the
    /// tensor parallelism with half the context parallelism would copy KV heads. Where it would not, it divides the cache
    /// as far, the weights further, and has less to exchange.
    /// </summary>
    private static bool WorthDividing(PlanRequest request, int tensor)
    {
        int[] heads =
        [
            .. request.Model.Layers
                .Where(layer => CacheShape.Of(layer.Mixer).EntryElements > 0)
                .Select(layer => layer.Mixer is Attention attention ? attention.KeyValueHeads : 1).Distinct(),
        ];
        if (heads.All(count => count % (2 * tensor) == 0))
        {
            return false;
        }

        Bytes held = KeyValueFootprint.Held(request.Model, request.Precision.KeyValue, request.Workload.FinalContext);
        return held / Math.Min(tensor, heads.Max()) >= LeastShare * request.System.Accelerator.Memory.Usable;
    }

    private static int[] Experts(Model model) => [.. model.Layers
        .Select(layer => layer.FeedForward).OfType<ExpertFeedForward>()
        .Select(feedForward => feedForward.Experts).Distinct()];

    private static IEnumerable<int> ExpertDegrees(int group, int[] experts, bool copies)
        => experts.Length == 0
            ? [1]
            : Enumerable.Range(1, group).Where(degree => group % degree == 0 && experts.All(count => copies || count % degree == 0));
}
