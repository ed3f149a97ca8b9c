using Chalkline.Quantities;
using static Chalkline.Quantities.Quantity;

namespace Chalkline.Economics.Caching;

/// <summary>What keeping prefixes costs when some come back in time and others do not, a token and request.</summary>
/// <param name="Kept">How long a prefix is kept after its last use.</param>
/// <param name="HitRate">Share of requests that find it.</param>
/// <param name="MeanHeld">Mean time it is held for a request.</param>
/// <param name="Cost">Mean cost of a token: retrieved on a hit, computed and written on a miss, held in
/// between.</param>
/// <param name="Uncached">Cost of a token that is always computed.</param>
public sealed record ReuseCost(Seconds Kept, double HitRate, Seconds MeanHeld, UsdPerToken Cost, UsdPerToken Uncached)
{
    /// <summary>Share of the cost of computing that is saved; below zero when keeping costs more.</summary>
    public double Saving => 1 - (Cost / Uncached);

    /// <summary>The cost of keeping prefixes in a tier, each use starting the time again.</summary>
    /// <param name="tier">The tier.</param>
    /// <param name="compute">Cost of computing a token.</param>
    /// <param name="gaps">How long it takes until a prefix is asked for again.</param>
    /// <param name="kept">How long it is kept.</param>
    public static ReuseCost Of(CacheCost tier, UsdPerToken compute, GapDistribution gaps, Seconds kept)
    {
        double hits = gaps.ShareWithin(kept);
        Seconds held = gaps.MeanHeld(kept);
        UsdPerToken cost = (hits * tier.Retrieve) + ((1 - hits) * (compute + tier.Write)) + (tier.Energy * held)
            + Max(tier.Capital * held, (1 - hits) * tier.Wear);
        return new(kept, hits, held, tier.HoldsNothing ? compute : cost, compute);
    }

    /// <summary>The best time to keep prefixes, a twentieth of a decade apart from a second to a month.</summary>
    public static ReuseCost Best(CacheCost tier, UsdPerToken compute, GapDistribution gaps)
        => Enumerable.Range(0, 130).Select(step => Of(tier, compute, gaps, new(Math.Pow(10, step / 20.0))))
            .MinBy(cost => cost.Cost)!;
}
