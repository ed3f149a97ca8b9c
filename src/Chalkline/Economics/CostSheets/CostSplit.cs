using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>What the money of a token goes to; the parts add up to its cost.</summary>
/// <param name="Accelerator">Devices while they work on it.</param>
/// <param name="Host">Their hosts.</param>
/// <param name="Network">Their networks.</param>
/// <param name="Power">Electricity and cooling.</param>
/// <param name="Hosting">Space, upkeep and staff.</param>
/// <param name="Tier">Memories beside the devices' own that a kept token waits in, with all that goes with them.</param>
/// <param name="Idle">All of these while nothing is sold.</param>
public sealed record CostSplit(
    UsdPerToken Accelerator,
    UsdPerToken Host,
    UsdPerToken Network,
    UsdPerToken Power,
    UsdPerToken Hosting,
    UsdPerToken Tier,
    UsdPerToken Idle)
{
    /// <summary>All of it.</summary>
    public UsdPerToken Total => Accelerator + Host + Network + Power + Hosting + Tier + Idle;

    /// <summary>Name and amount of each part.</summary>
    public IReadOnlyList<(string Name, UsdPerToken Cost)> All =>
    [
        ("accelerators", Accelerator), ("host", Host), ("network", Network), ("power", Power), ("hosting", Hosting),
        ("cache tier", Tier), ("idle capacity", Idle),
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
            default,
            idle);
    }

    /// <summary>A cost that all goes to a memory beside the devices' own.</summary>
    public static CostSplit OfTier(UsdPerToken cost) => new(default, default, default, default, default, cost, default);

    /// <summary>Both.</summary>
    public static CostSplit operator +(CostSplit left, CostSplit right) => new(
        left.Accelerator + right.Accelerator,
        left.Host + right.Host,
        left.Network + right.Network,
        left.Power + right.Power,
        left.Hosting + right.Hosting,
        left.Tier + right.Tier,
        left.Idle + right.Idle);
}
