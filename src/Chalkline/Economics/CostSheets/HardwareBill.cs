using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>What one device costs an hour, by what the money goes to.</summary>
/// <param name="Accelerator">The device itself; with it whatever of the rest is not known apart.</param>
/// <param name="Host">Its share of processors, memory, drives, chassis.</param>
/// <param name="Network">Its share of cards, switches, cables.</param>
/// <param name="Power">Electricity, cooling included.</param>
/// <param name="Hosting">Space, upkeep and staff; zero for rented hardware, whose rent holds them.</param>
public sealed record HardwareBill(
    UsdPerDeviceHour Accelerator,
    UsdPerDeviceHour Host,
    UsdPerDeviceHour Network,
    UsdPerDeviceHour Power,
    UsdPerDeviceHour Hosting)
{
    /// <summary>All of it.</summary>
    public UsdPerDeviceHour Total => Accelerator + Host + Network + Power + Hosting;
}
