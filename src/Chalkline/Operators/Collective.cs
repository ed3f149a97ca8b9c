using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Operators;

/// <summary>
/// The cost of a collective as latency plus a time for each byte, over the networks it really crosses: worked out once
/// for a group, then linear in the bytes each device contributes.
/// </summary>
/// <remarks>
/// Sums and gathers go level by level: inside groups of a network, between its groups, then the same on the scale-out
/// network, so that only a shard of the message meets a slow level. An all-to-all sends each part straight to its owner
/// and waits for the level that is busiest. <see cref="NetworkLoad"/> counts the bytes.
/// </remarks>
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
        Network? outer = devices > inside ? ScaleOutOf(system) : null;
        NetworkLoad up = NetworkLoad.Inside(kind, devices, system);
        NetworkLoad outward = outer is null ? default : NetworkLoad.Between(kind, devices, system, outer);
        int phases = kind == CollectiveKind.AllReduce ? 2 : 1;
        return new(
            kind,
            devices,
            phases * (up.Latency + outward.Latency),
            Rate(efficiency, up.TimePerByte),
            Rate(efficiency, outward.TimePerByte),
            up.Share,
            outward.Share);
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

    private static BytesPerSecond Rate(double efficiency, double timePerByte)
        => timePerByte > 0 ? new(efficiency / timePerByte) : Unused;

    private static Collective PointToPoint(MachineSystem system, double efficiency, bool crossesDomains)
    {
        if (!crossesDomains)
        {
            double link = efficiency * NetworkLoad.Usable(system.ScaleUp, 2, system.DomainSize);
            return new(CollectiveKind.PointToPoint, 2, system.ScaleUp.Latency.Value, new(link), Unused, 1, 0);
        }

        Network outer = ScaleOutOf(system);
        double rate = efficiency * outer.Bandwidth.Value.Value;
        return new(CollectiveKind.PointToPoint, 2, outer.Latency.Value, Unused, new(rate), 0, 1);
    }

    private static Network ScaleOutOf(MachineSystem system) => system.ScaleOut
        ?? throw new ChalkException(
            $"{system.Id} has no scale-out network, so a layout must stay within its {system.DomainSize} devices.");
}
