using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>What a device costs: either a rent, or a purchase price over a life and the power it draws.</summary>
/// <param name="Rent">Dollars an hour; null when it is bought.</param>
/// <param name="Purchase">Purchase price; null when it is rented.</param>
/// <param name="Life">Time over which the purchase is written off; null when it is rented.</param>
/// <param name="Power">Mean power; null when it is unknown or within the rent.</param>
public sealed record TierPrice(
    Datum<UsdPerHour>? Rent, Datum<Usd>? Purchase, Datum<Seconds>? Life, Datum<Watts>? Power)
{
    /// <summary>A rent.</summary>
    public static TierPrice Rented(Datum<UsdPerHour> rent) => new(rent, null, null, null);
}
