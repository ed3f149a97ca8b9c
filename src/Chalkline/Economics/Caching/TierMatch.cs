using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>
/// The tier that an offered duration suggests: a tier is used evenly for holding and for reading when tokens stay for
/// its drain time, so the nearest drain time on a log scale names it (lecture, eq. 6.13 and the deduction from it).
/// </summary>
/// <param name="Offered">The duration.</param>
/// <param name="Tier">The tier's name.</param>
/// <param name="DrainTime">Its drain time.</param>
public sealed record TierMatch(Seconds Offered, string Tier, Seconds DrainTime)
{
    /// <summary>
    /// The drain times the lecture says: DDR as the middle of its "1 to 10 s" on a log scale. Datasheets of today's
    /// devices disagree on flash (4 to 30 minutes) and on disk (about a day).
    /// </summary>
    public static ImmutableArray<(string Tier, Seconds DrainTime)> Lecture { get; } =
    [
        ("HBM", new(0.02)), ("DDR", new(Math.Sqrt(10))), ("flash", new(60)), ("spinning disk", new(3600)),
    ];

    /// <summary>How far the two are apart, as a ratio of at least 1.</summary>
    public double Factor => Math.Max(Offered / DrainTime, DrainTime / Offered);

    /// <summary>The tier whose drain time is nearest on a log scale; of equals the first.</summary>
    /// <param name="offered">A duration, more than 0.</param>
    /// <param name="tiers">Names and drain times, at least one.</param>
    public static TierMatch Nearest(Seconds offered, IEnumerable<(string Tier, Seconds DrainTime)> tiers)
        => tiers.Select(tier => new TierMatch(offered, tier.Tier, tier.DrainTime)).MinBy(match => match.Factor)!;
}
