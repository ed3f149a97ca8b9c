using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>What the money of a token goes to; the parts add up to its cost.</summary>
/// <param name="Accelerator">Devices while they work on it.</param>
/// <param name="Host">Their hosts.</param>
/// <param name="Network">Their networks.</param>
/// <param name="Power">Electricity and cooling.</param>
/// <param name="Hosting">Space, upkeep and staff.</param>
/// <param name="Idle">All of these while nothing is sold.</param>
public sealed record CostSplit(
    UsdPerToken Accelerator,
    UsdPerToken Host,
    UsdPerToken Network,
    UsdPerToken Power,
    UsdPerToken Hosting,
    UsdPerToken Idle)
{
    /// <summary>All of it.</summary>
    public UsdPerToken Total => Accelerator + Host + Network + Power + Hosting + Idle;

    /// <summary>Name and amount of each part.</summary>
    public IReadOnlyList<(string Name, UsdPerToken Cost)> All =>
    [
        ("accelerators", Accelerator), ("host", Host), ("network", Network), ("power", Power), ("hosting", Hosting),
        ("idle capacity", Idle),
    ];

    /// <summary>A cost divided as a bill is.</summary>
    /// <param name="busy">Cost on devices that work.</param>
    /// <param name="idle">Cost of devices that wait for work.</param>
    /// <param name="bill">Cost of a device.</param>
    public static CostSplit Of(UsdPerToken busy, UsdPerToken idle, HardwareBill bill)
    {
        UsdPerDeviceHour total = bill.Total;
        return new(
            bill.Accelerator / total * busy,
            bill.Host / total * busy,
            bill.Network / total * busy,
            bill.Power / total * busy,
            bill.Hosting / total * busy,
            idle);
    }
}
