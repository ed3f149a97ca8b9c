using System.Collections.Immutable;

namespace Chalkline.Layouts;

/// <summary>
/// Every device of a machine and what it holds: as many replicas as stand in whole domains (<see cref="Placement"/>),
/// stages in order, the devices of an attention group side by side, among them those that share a cache closest: they
/// alone exchange something that the others do not.
/// </summary>
public static class DevicePlan
{
    /// <summary>Places a layout.</summary>
    /// <param name="layout">The layout; its own count of replicas is not used.</param>
    /// <param name="domains">Domains of the machine, at least 1.</param>
    /// <param name="domainSize">Devices of a domain, at least 1.</param>
    /// <param name="experts">Experts of each expert-parallel group; empty for a model without.</param>
    public static ImmutableArray<DevicePlace> Of(
        Layout layout, int domains, int domainSize, ImmutableArray<ImmutableArray<int>> experts)
    {
        DeviceWork?[] works = new DeviceWork?[domains * domainSize];
        int stage = layout.DevicesPerStage;
        int group = layout.DevicesPerReplica <= domainSize ? layout.DevicesPerReplica : stage;
        int replicas = Placement.Replicas(stage, layout.PipelineStages, works.Length, domainSize);
        int next = 0;
        for (int replica = 0; replica < replicas; replica++)
        {
            for (int place = 0; place < layout.DevicesPerReplica; place++)
            {
                if (place % group == 0)
                {
                    next = Start(next, group, domainSize);
                }

                works[next++] = Work(layout, replica, place, experts);
            }
        }

        return [.. works.Select((work, place) => new DevicePlace(place / domainSize, place % domainSize, work))];
    }

    /// <summary>The first device of a group: none that fits into a domain straddles two.</summary>
    private static int Start(int next, int group, int domainSize)
    {
        int used = next % domainSize;
        return group <= domainSize && used + group > domainSize ? next + domainSize - used : next;
    }

    private static DeviceWork Work(Layout layout, int replica, int place, ImmutableArray<ImmutableArray<int>> experts)
    {
        (int stage, int within) = Math.DivRem(place, layout.DevicesPerStage);
        int expertGroup = within / layout.ExpertTensorParallel;
        return new(
            replica,
            stage,
            within / layout.DevicesPerGroup,
            within % layout.DevicesPerGroup / layout.ContextParallel,
            expertGroup,
            experts.IsDefaultOrEmpty ? [] : experts[expertGroup])
        {
            ContextRank = within % layout.ContextParallel,
        };
    }
}
