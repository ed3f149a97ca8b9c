namespace Chalkline.Layouts;

/// <summary>
/// How many replicas stand in whole domains: what is left of a domain cannot join what is left of another.
/// </summary>
public static class Placement
{
    /// <summary>Replicas that fit, each stage in as few domains as it can.</summary>
    /// <param name="stageDevices">Devices of one pipeline stage, at least 1.</param>
    /// <param name="stages">Pipeline stages, at least 1.</param>
    /// <param name="devices">Devices to fill, whole domains first.</param>
    /// <param name="domainSize">Devices of a scale-up domain, at least 1.</param>
    /// <remarks>
    /// A replica that fits into a domain is never split, since its stages are timed on scale-up links. A larger one may
    /// have its stages anywhere. A stage larger than a domain takes whole domains and a part of one more.
    /// </remarks>
    public static int Replicas(int stageDevices, int stages, int devices, int domainSize)
    {
        int replica = stageDevices * stages;
        return replica <= domainSize
            ? Slots(replica, devices, domainSize)
            : Slots(stageDevices, devices, domainSize) / stages;
    }

    private static int Slots(int group, int devices, int domainSize)
    {
        (int domains, int partial) = Math.DivRem(devices, domainSize);
        if (group <= domainSize)
        {
            return (domains * (domainSize / group)) + (partial / group);
        }

        (int whole, int rest) = Math.DivRem(group, domainSize);
        if (rest == 0)
        {
            return domains / whole;
        }

        // Whole domains for each group, and the rests packed into what domains remain.
        int slots = devices / group;
        while (slots > 0 && ((domains - (slots * whole)) * (domainSize / rest)) + (partial / rest) < slots)
        {
            slots--;
        }

        return slots;
    }
}
