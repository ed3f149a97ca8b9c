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

    /// <summary>
    /// Hand-overs of a replica that leave a domain, of as many as it has stages: the last stage hands a token back to
    /// the first. Stages stand in as few domains as they can, so that no placement has fewer.
    /// </summary>
    /// <param name="stageDevices">Devices of one pipeline stage, at least 1.</param>
    /// <param name="stages">Pipeline stages, at least 1.</param>
    /// <param name="domainSize">Devices of a scale-up domain, at least 1.</param>
    /// <remarks>
    /// Stages fill the domains one after another. A replica whose stages do not fill whole domains begins in the rest of
    /// one; that it crosses once more is counted for all.
    /// </remarks>
    public static int Crossings(int stageDevices, int stages, int domainSize)
    {
        int each = domainSize / stageDevices;
        if (stageDevices * stages <= domainSize)
        {
            return 0;
        }

        int domains = each == 0 ? stages : stages % each == 0 ? stages / each : ((stages - 1 + each - 1) / each) + 1;
        return Math.Min(stages, domains);
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
