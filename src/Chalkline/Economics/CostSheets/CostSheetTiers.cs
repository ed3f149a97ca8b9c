using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>Choices that follow from a cost sheet.</summary>
public static class CostSheetTiers
{
    /// <summary>The memory in which a token kept so long, and brought back once, costs least.</summary>
    public static IKeptToken TierFor(this CostSheet sheet, Seconds kept)
        => sheet.Tiers.MinBy(tier => (tier.Retrieve + tier.Hold(kept)).Value)!;

    /// <summary>The dearest return from any memory that a kept token may be in.</summary>
    public static UsdPerToken DearestReturn(this CostSheet sheet)
        => new(sheet.Request.Kept.Select(kept => sheet.TierFor(kept).Retrieve.Value).Append(0).Max());
}
