using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Search;

/// <summary>Another machine that takes the prompts.</summary>
/// <param name="System">The machine.</param>
/// <param name="Devices">Devices of it to use and pay for, at least 1.</param>
/// <param name="Price">Price of one; null when none is known.</param>
public sealed record PrefillPool(MachineSystem System, int Devices, UsdPerDeviceHour? Price);
