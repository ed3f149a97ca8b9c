using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>A dated price of one device.</summary>
/// <param name="Price">Dollars an hour.</param>
/// <param name="Metric">
/// What kind: <c>rental_3y</c>, <c>rental_1y</c>, <c>rental_on_demand</c>, <c>rental_market</c>, <c>rental_low</c>,
/// <c>rental_high</c>, <c>rental_assumed</c>, <c>own_neocloud</c> or <c>own_hyperscaler</c> (cost of ownership).
/// </param>
/// <param name="Source">Where and when.</param>
public sealed record PricePoint(UsdPerDeviceHour Price, string Metric, Source Source);
