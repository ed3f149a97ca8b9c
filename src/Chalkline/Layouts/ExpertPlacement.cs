namespace Chalkline.Layouts;

/// <summary>
/// The experts of a layer on the devices of scale-up domains: how many on each, how many devices stay idle, and what
/// share of the traffic leaves a domain (lecture, chapter 2).
/// </summary>
/// <param name="Experts">Routed experts of a layer, at least 1.</param>
/// <param name="Devices">Devices of a domain, at least 1.</param>
public sealed record ExpertPlacement(int Experts, int Devices)
{
    /// <summary>Devices that work: the most that share the experts evenly; no expert is held twice.</summary>
    public int Used
    {
        get
        {
            for (int devices = Math.Min(Experts, Devices); devices > 1; devices--)
            {
                if (Experts % devices == 0)
                {
                    return devices;
                }
            }

            return 1;
        }
    }

    /// <summary>Experts on each device that works.</summary>
    public int PerDevice => Experts / Used;

    /// <summary>Devices without an expert.</summary>
    public int Idle => Devices - Used;

    /// <summary>Checks the counts.</summary>
    /// <exception cref="ChalkException">There are no experts or no devices.</exception>
    public ExpertPlacement Checked() => Experts >= 1 && Devices >= 1
        ? this
        : throw new ChalkException(
            $"{Experts} experts cannot be placed on {Devices} devices; both must be at least 1.");

    /// <summary>
    /// Share of the routed tokens that leave their domain when a layer spans several and routing is even:
    /// (k - 1) / k, half at two.
    /// </summary>
    /// <param name="domains">Domains that a layer spans, at least 1.</param>
    public static double LeavingShare(int domains) => (domains - 1.0) / domains;

    /// <summary>
    /// Time of the all-to-all of a layer over several domains, over that within one: the part that leaves goes
    /// <paramref name="bandwidthRatio"/> times slower, and the slower of the two networks decides.
    /// </summary>
    /// <param name="domains">Domains that a layer spans, at least 1.</param>
    /// <param name="bandwidthRatio">Scale-up over scale-out bandwidth of a device; about 8 in the lecture.</param>
    public static double Slowdown(int domains, double bandwidthRatio)
        => Math.Max(1 - LeavingShare(domains), LeavingShare(domains) * bandwidthRatio);
}
