using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Operators;

/// <summary>
/// The cost of a collective as latency plus a time for each byte, over the networks it really crosses: worked out once
/// for a group, then linear in the bytes each device contributes.
/// </summary>
/// <param name="Kind">What moves.</param>
/// <param name="Devices">Devices in the group; 1 makes every cost zero.</param>
/// <param name="Latency">Time of an empty collective.</param>
/// <param name="ScaleUpRate">Message bytes a second that the scale-up links carry; infinite where they are not used.</param>
/// <param name="ScaleOutRate">Message bytes a second that the scale-out links carry; infinite where they are not used.</param>
/// <param name="ScaleUpShare">Bytes a device sends on scale-up links for each byte of the message.</param>
/// <param name="ScaleOutShare">Bytes a device sends on scale-out links for each byte of the message.</param>
public readonly record struct Collective(
    CollectiveKind Kind,
    int Devices,
    Seconds Latency,
    BytesPerSecond ScaleUpRate,
    BytesPerSecond ScaleOutRate,
    double ScaleUpShare,
    double ScaleOutShare)
{
    /// <summary>
    /// Prepares a collective over <paramref name="devices"/> devices packed into as few domains as possible.
    /// The message is what one device holds: the whole activations for an all-reduce, what it sends in total (its own
    /// part included) for an all-to-all, the gathered whole for an all-gather, all of it for point to point.
    /// </summary>
    /// <param name="kind">What moves.</param>
    /// <param name="devices">Devices in the group, at least 1.</param>
    /// <param name="system">The machine.</param>
    /// <param name="efficiency">Share of the links' bandwidth that is reached, in (0, 1].</param>
    /// <param name="crossesDomains">For point to point: whether the two ends stand in different domains.</param>
    /// <exception cref="ChalkException">The group needs a network the machine does not have.</exception>
    public static Collective Over(
        CollectiveKind kind, int devices, MachineSystem system, double efficiency, bool crossesDomains = false)
    {
        if (devices == 1 && kind != CollectiveKind.PointToPoint)
        {
            return new(kind, 1, Seconds.Zero, Unused, Unused, 0, 0);
        }

        if (kind == CollectiveKind.PointToPoint)
        {
            return PointToPoint(system, efficiency, crossesDomains);
        }

        int inside = Math.Min(devices, system.DomainSize);
        double domains = Math.Ceiling((double)devices / inside);
        Network? outer = domains > 1 ? ScaleOutOf(system) : null;
        double up = efficiency * UsableBandwidth(system.ScaleUp, inside, system.DomainSize);
        double outward = outer is null ? 0 : efficiency * outer.Bandwidth.Value.Value;

        // Shares: bytes each device sends for every byte of the message. Reduce-scatter inside, exchange the shard
        // between domains, all-gather inside; an all-to-all sends each part straight to its owner.
        (double upShare, double outShare, int phases) = kind switch
        {
            CollectiveKind.AllReduce => (2.0 * (inside - 1) / inside, 2 * (domains - 1) / domains / inside, 2),
            CollectiveKind.AllGather or CollectiveKind.ReduceScatter => ((double)(inside - 1) / inside, (domains - 1) / domains / inside, 1),
            _ => ((double)(inside - 1) / devices, (devices - (double)inside) / devices, 1),
        };
        if (inside == 1)
        {
            upShare = 0;
        }

        Seconds latency = phases * ((inside > 1 ? Hops(system.ScaleUp, inside) * system.ScaleUp.Latency.Value : Seconds.Zero)
            + (outer?.Latency.Value ?? Seconds.Zero));
        return new(kind, devices, latency, Rate(up, upShare), Rate(outward, outShare), upShare, outShare);
    }

    /// <summary>Whether both networks are busy at once: the parts of an all-to-all go straight to their owners.</summary>
    public bool Overlaps => Kind == CollectiveKind.AllToAll;

    /// <summary>
    /// The same all-to-all as kernels of high throughput make it over several domains: a copy goes to each domain that is
    /// to have any, and is passed on inside (DeepSeek-V3, arXiv:2412.19437, section 3.2.2; the normal kernels of DeepEP).
    /// Every copy then takes the scale-up links, those from other domains too.
    /// </summary>
    /// <param name="system">The machine.</param>
    /// <param name="visits">Experts of a token, at least 1, drawn evenly.</param>
    /// <param name="copies">Copies of a token in the message: devices that it goes to.</param>
    public Collective Forwarded(MachineSystem system, int visits, double copies)
    {
        double domains = Math.Ceiling((double)Devices / Math.Min(Devices, system.DomainSize));
        double share = Math.Min(1, DomainsReached(visits, domains) / copies);
        return domains <= 1 ? this : this with
        {
            ScaleUpRate = ScaleUpRate * (1 / domains),
            ScaleUpShare = ScaleUpShare * domains,
            ScaleOutRate = ScaleOutRate * (1 / share),
            ScaleOutShare = ScaleOutShare * share,
        };
    }

    /// <summary>Domains that hold at least one of a token's experts, drawn evenly: d (1 - (1 - 1/d)^k).</summary>
    /// <param name="visits">Experts of a token (k), at least 1.</param>
    /// <param name="domains">Domains (d), at least 1.</param>
    public static double DomainsReached(int visits, double domains) => domains * (1 - Math.Pow(1 - (1 / domains), visits));

    /// <summary>
    /// Time for a message. The parts of an all-to-all use both networks at once; an all-reduce or all-gather goes
    /// through its stages in turn.
    /// </summary>
    public Seconds Time(Bytes message)
    {
        Seconds up = message / ScaleUpRate;
        Seconds outward = message / ScaleOutRate;
        return Latency + (Overlaps ? Quantity.Max(up, outward) : up + outward);
    }

    private static BytesPerSecond Unused => new(double.PositiveInfinity);

    private static BytesPerSecond Rate(double bandwidth, double share) => share > 0 ? new(bandwidth / share) : Unused;

    private static Collective PointToPoint(MachineSystem system, double efficiency, bool crossesDomains)
    {
        if (!crossesDomains)
        {
            double link = efficiency * UsableBandwidth(system.ScaleUp, 2, system.DomainSize);
            return new(CollectiveKind.PointToPoint, 2, system.ScaleUp.Latency.Value, new(link), Unused, 1, 0);
        }

        Network outer = ScaleOutOf(system);
        double rate = efficiency * outer.Bandwidth.Value.Value;
        return new(CollectiveKind.PointToPoint, 2, outer.Latency.Value, Unused, new(rate), 0, 1);
    }

    private static Network ScaleOutOf(MachineSystem system) => system.ScaleOut
        ?? throw new ChalkException(
            $"{system.Id} has no scale-out network, so a layout must stay within its {system.DomainSize} devices.");

    /// <summary>
    /// Bandwidth a device can use inside a group. Switches give all of it; in a full mesh only the links to the group's
    /// members count; in a torus a group spans as many dimensions as its size allows.
    /// </summary>
    private static double UsableBandwidth(Network network, int group, int domain)
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

    /// <summary>Messages one after another that the farthest pair of a group needs.</summary>
    private static double Hops(Network network, int group) => network.Topology switch
    {
        Topology.Ring or Topology.HybridCube => group - 1,
        Topology.Torus2D => Math.Max(1, Math.Sqrt(group)),
        Topology.Torus3D => Math.Max(1, 1.5 * Math.Cbrt(group)),
        Topology.Dragonfly => group > 8 ? 3 : 1,
        _ => 1,
    };
}
