using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Deduction.Points;

/// <summary>A memory tier with the drain time that the lecture names.</summary>
/// <param name="Name">The tier.</param>
/// <param name="Drain">Its drain time; the geometric middle where a range was said.</param>
/// <param name="Said">What was said.</param>
public sealed record LectureTier(string Name, Seconds Drain, string Said);

/// <summary>The tier that a time suggests.</summary>
/// <param name="Tier">The nearest.</param>
/// <param name="Times">How far away, as a ratio of at least 1.</param>
public sealed record TierGuess(LectureTier Tier, double Times);

/// <summary>
/// The drain times of the lecture (6C). Its tiers are a guess at what is behind a price, not data of devices.
/// </summary>
public static class LectureTiers
{
    /// <summary>The tiers, fastest first.</summary>
    public static ImmutableArray<LectureTier> All { get; } =
    [
        new("HBM", new(0.02), "20 ms"),
        new("DDR", new(Math.Sqrt(10)), "1 to 10 s"),
        new("flash", new(60), "about a minute"),
        new("spinning disk", new(3600), "about an hour"),
    ];

    /// <summary>The tier whose drain time is nearest on a logarithmic scale (eq. 6.13: T = C/W).</summary>
    /// <param name="kept">How long a cache is kept; more than 0.</param>
    public static TierGuess Nearest(Seconds kept)
    {
        LectureTier tier = All.MinBy(candidate => Math.Abs(Math.Log(kept / candidate.Drain)))!;
        return new(tier, Math.Exp(Math.Abs(Math.Log(kept / tier.Drain))));
    }
}
