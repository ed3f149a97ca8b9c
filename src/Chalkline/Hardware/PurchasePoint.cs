using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>A dated purchase price of one device, with its share of the box where it was offered in one.</summary>
/// <param name="Price">Dollars for one device.</param>
/// <param name="Offered">Devices in the offer; null when it is not said.</param>
/// <param name="Source">Where and when.</param>
public sealed record PurchasePoint(Usd Price, int? Offered, Source Source);
