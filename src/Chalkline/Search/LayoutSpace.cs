using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;

namespace Chalkline.Search;

/// <summary>The layouts worth asking about, in a fixed order.</summary>
public static class LayoutSpace
{
    internal static readonly int[] Degrees = [1, 2, 3, 4, 6, 8, 9, 12, 16, 18, 24, 32, 36, 48, 64, 72, 96, 128, 144, 192, 256, 288, 320, 512, 576];

    /// <summary>
    /// Every layout that the architecture allows on up to <paramref name="devices"/> devices, each repeated as often as
    /// whole replicas fit. Tensor parallelism stays inside a scale-up domain; attention and expert parallelism need experts.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="system">The machine.</param>
    /// <param name="devices">Devices to fill.</param>
    public static IEnumerable<Layout> Enumerate(Model model, MachineSystem system, int devices)
        => Enumerate(model, system, devices, out _);

    /// <summary>The layouts, and how many combinations of degrees the model or the machine does not allow.</summary>
    internal static IReadOnlyList<Layout> Enumerate(Model model, MachineSystem system, int devices, out int indivisible)
    {
        List<Layout> layouts = [];
        int tried = 0;
        foreach (Layout layout in Combinations(model, system, devices))
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
        int[] experts = [.. model.Layers
            .Select(layer => layer.FeedForward).OfType<ExpertFeedForward>()
            .Select(feedForward => feedForward.Experts).Distinct()];
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

    private static IEnumerable<int> ExpertDegrees(int group, int[] experts, bool copies)
        => experts.Length == 0
            ? [1]
            : Enumerable.Range(1, group).Where(degree => group % degree == 0 && experts.All(count => copies || count % degree == 0));
}
