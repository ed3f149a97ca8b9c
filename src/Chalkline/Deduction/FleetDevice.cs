using Chalkline.Formats;
using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>An accelerator that models may have been served on at a date, in one arithmetic.</summary>
/// <param name="Id">Its identifier in the catalogue.</param>
/// <param name="Arithmetic">What the weights are stored and multiplied in.</param>
/// <param name="Peak">Dense peak in it.</param>
/// <param name="Bandwidth">Memory bandwidth.</param>
/// <param name="Capacity">Memory that software sees.</param>
/// <param name="Width">Stored bytes of a weight.</param>
/// <param name="Price">Median of the prices of its last year.</param>
/// <param name="PriceSpread">Spread of those prices: standard deviation of their logarithm.</param>
/// <param name="Share">How likely it is, before any price is seen; all shares together are 1.</param>
public sealed record FleetDevice(
    string Id,
    Arithmetic Arithmetic,
    FlopPerSecond Peak,
    BytesPerSecond Bandwidth,
    Bytes Capacity,
    BytesPerParameter Width,
    UsdPerDeviceHour Price,
    double PriceSpread,
    double Share);
