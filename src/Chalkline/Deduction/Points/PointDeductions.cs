using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Economics;

namespace Chalkline.Deduction.Points;

/// <summary>
/// The deductions of the lecture's sixth chapter for a price sheet: one price, one equation, one number.
/// </summary>
/// <remarks>
/// Each takes one thing as known and one cause as the only one. They stand beside the posterior, which takes nothing as
/// known and weighs all prices at once; where they clash, that is said and nothing is averaged.
/// </remarks>
public static class PointDeductions
{
    /// <summary>All deductions that a sheet allows.</summary>
    public static PointStudy Of(PriceSheet sheet, PointAssumptions given)
    {
        Quiet quiet = default;
        return Of(sheet, given, ref quiet);
    }

    /// <summary>All deductions that a sheet allows, with the work shown.</summary>
    /// <param name="sheet">The prices.</param>
    /// <param name="given">What is taken as known.</param>
    /// <param name="work">Where the work is written.</param>
    public static PointStudy Of<TWork>(PriceSheet sheet, PointAssumptions given, ref TWork work)
        where TWork : struct, IWork
    {
        ImmutableArray<PointDeduction> points =
        [
            .. RatioDeductions.Of(sheet, given, work),
            .. StepDeductions.Of(sheet, given, work),
            .. CacheDeductions.Of(sheet, given, work),
            .. FastDeductions.Of(sheet, given, work),
        ];
        PointStudy study = new(points, [], [.. Silent(sheet, given)]);
        return study with { Contradictions = [.. Contradictions.Of(sheet, given, study)] };
    }

    private static IEnumerable<string> Silent(PriceSheet sheet, PointAssumptions given)
    {
        if (sheet.ContextTiers.IsDefaultOrEmpty)
        {
            yield return "KV bytes by a context step: all prompts cost the same.";
        }

        if (sheet.CachedInput is null)
        {
            yield return "Loading against computing again: no price of a cached token.";
        }

        if (!sheet.CacheWrites.Any(write => write.Kept.Value > 0))
        {
            yield return "Memory tier of the cache: no price of a cache write with the time it is kept.";
        }

        if (sheet.Fast is null)
        {
            yield return "Batch of a fast mode: there is none.";
        }
        else if (given.FastSpeed is null)
        {
            yield return "Batch of the fast mode: how much faster it is must be given (--fast-speed).";
        }
    }
}
