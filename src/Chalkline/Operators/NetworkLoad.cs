using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Operators;

/// <summary>What a collective asks of one network, for each byte of the message.</summary>
/// <param name="TimePerByte">Seconds a byte of the message takes at full bandwidth; 0 where the network is not used.</param>
/// <param name="Share">Bytes a device sends on the network for each byte of the message.</param>
/// <param name="Latency">Time of one empty message to the farthest device.</param>
internal readonly record struct NetworkLoad(double TimePerByte, double Share, Seconds Latency)
{
    /// <summary>The part of a collective that stays inside domains.</summary>
    public static NetworkLoad Inside(CollectiveKind kind, int devices, MachineSystem system)
    {
        Network network = system.ScaleUp;
        int group = Math.Min(devices, system.DomainSize);
        if (group == 1)
        {
            return default;
        }

        double bandwidth = Usable(network, group, system.DomainSize);
        NetworkLoad load = Levels(kind, network, 1, group, devices, bandwidth);
        Seconds latency = Hops(network, group) * network.Latency.Value;
        if (network.Upper is { Latency: { } far } && group > network.Near(group))
        {
            latency = far.Value;
        }

        // Parts of an all-to-all pass the devices between: a torus carries each over many links.
        double torus = kind == CollectiveKind.AllToAll && TorusShape.Dimensions(network.Topology) > 0
            ? (double)group / devices * TorusExchange(system, group)
            : 0;
        return new(Math.Max(load.TimePerByte, torus), load.Share, latency);
    }

    /// <summary>The part of a collective that goes between domains.</summary>
    public static NetworkLoad Between(CollectiveKind kind, int devices, MachineSystem system, Network network)
    {
        NetworkLoad load = Levels(kind, network, system.DomainSize, devices, devices, network.Bandwidth.Value.Value);
        bool far = network.Upper is not null && devices > Near(network, system.DomainSize, devices);
        return load with { Latency = far ? network.Upper?.Latency?.Value ?? network.Latency.Value : network.Latency.Value };
    }

    /// <summary>
    /// Bandwidth a device can use inside a group. Switches give all of it; in a full mesh only the links to the group's
    /// members count; in a torus a group spans as many dimensions as its size allows.
    /// </summary>
    public static double Usable(Network network, int group, int domain)
    {
        double whole = network.Bandwidth.Value.Value;
        return network.Topology switch
        {
            Topology.FullMesh when domain > 1 => whole * Math.Min(1, (group - 1.0) / (domain - 1)),
            Topology.HybridCube => whole * HybridCubeMesh.Share(group) / HybridCubeMesh.Share(domain),
            Topology.Torus2D => whole * (group > 4 ? 1 : 0.5),
            Topology.Torus3D => whole * (group > 16 ? 1 : group > 4 ? 2.0 / 3 : 1.0 / 3),
            _ => whole,
        };
    }

    /// <summary>A collective that joins parts of <paramref name="from"/> devices to <paramref name="to"/>.</summary>
    private static NetworkLoad Levels(
        CollectiveKind kind, Network network, int from, int to, int devices, double bandwidth)
    {
        int near = Near(network, from, to);
        double beyond = bandwidth / (network.Upper?.Oversubscription.Value ?? 1);
        double inner = Sent(kind, from, near, devices);
        double outer = Sent(kind, near, to, devices);
        double time = kind == CollectiveKind.AllToAll
            ? Math.Max((inner + outer) / bandwidth, outer / beyond)
            : (inner / bandwidth) + (outer / beyond);
        return new(time, inner + outer, Seconds.Zero);
    }

    /// <summary>Devices that are reached without the upper level, when parts of so many cannot be split.</summary>
    private static int Near(Network network, int from, int to) => Math.Clamp(network.Near(to), from, to);

    /// <summary>
    /// Bytes a device sends for every byte of the message when groups of <paramref name="from"/> join to one of
    /// <paramref name="to"/>. Reduce-scatter below, exchange the shard here, all-gather below; an all-to-all sends each
    /// part straight to its owner.
    /// </summary>
    private static double Sent(CollectiveKind kind, int from, int to, int devices)
    {
        double groups = Math.Ceiling((double)to / from);
        return kind switch
        {
            CollectiveKind.AllReduce => 2 * (groups - 1) / groups / from,
            CollectiveKind.AllGather or CollectiveKind.ReduceScatter => (groups - 1) / groups / from,
            _ => ((double)to - from) / devices,
        };
    }

    /// <summary>
    /// Seconds an all-to-all takes for each byte a device sends, its own part included. Along an axis of a devices a
    /// part travels a/4 links on average where the axis closes into a ring, over two links a device; the longest axis
    /// decides, since all are busy at once (JAX scaling book, sharding chapter: a quarter of an all-gather over a ring).
    /// Along an open axis the links in its middle carry twice as much.
    /// </summary>
    private static double TorusExchange(MachineSystem system, int group)
    {
        Network network = system.ScaleUp;
        int axis = TorusShape.Axes(network.Topology, group)[0];
        double link = network.Bandwidth.Value.Value / (2 * TorusShape.Dimensions(network.Topology));
        double distance = axis % 2 == 0 ? axis / 4.0 : (axis - (1.0 / axis)) / 4;

        // A part of a pod that is too small for rings has its bandwidth halved already (see the catalogue).
        bool open = group < system.WrapFrom && system.DomainSize >= system.WrapFrom;
        return distance / 2 / link * (open ? 2 : 1);
    }

    /// <summary>Messages one after another that the farthest pair of a group needs.</summary>
    private static double Hops(Network network, int group) => network.Topology switch
    {
        Topology.Ring or Topology.HybridCube => group - 1,
        Topology.Torus2D => Math.Max(1, Math.Sqrt(group)),
        Topology.Torus3D => Math.Max(1, 1.5 * Math.Cbrt(group)),

        // Inside a group, over a long link, inside the other group.
        Topology.Dragonfly => group > (network.Upper?.GroupDevices ?? 8) ? 3 : 1,
        _ => 1,
    };
}
