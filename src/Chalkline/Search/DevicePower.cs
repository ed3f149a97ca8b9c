using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>The power that one device of a machine stands for: what a site must supply for it.</summary>
public static class DevicePower
{
    /// <summary>
    /// Its all-in share of the system when the catalogue has it, else its share of the domain's power, else its thermal
    /// design power alone, hosts and switches left out; null when nothing is known.
    /// </summary>
    public static Watts? Of(MachineSystem system)
        => system.Accelerator.AllInPower?.Value
            ?? (system.DomainPower is { } domain ? domain.Value / system.DomainSize : system.Accelerator.Power?.Value);

    /// <summary>Power of all the devices that a point pays for; null when that of one is unknown.</summary>
    public static Watts? Of(PlanRequest request, ServingPoint point)
    {
        int prefill = request.Prefill is not { } pool ? 0 : request.Load is null ? pool.Devices : point.Prefill?.Devices ?? 0;
        Watts? own = Of(request.System) is { } each ? (point.DevicesPaid - prefill) * each : null;
        return prefill == 0 ? own : Of(request.Prefill!.System) is { } other && own is { } known ? known + (prefill * other) : null;
    }

    internal static ChalkException Unknown(MachineSystem system)
        => new($"No power of {system.Accelerator.Id} is in the catalogue, and the question needs one.");
}
