using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>Several ways of having a token's cache again, compared over hold time (lecture, section 6C).</summary>
public sealed class CacheStudy
{
    /// <summary>Compares ways.</summary>
    /// <param name="ways">At least one; names must differ.</param>
    public CacheStudy(IEnumerable<CacheCost> ways)
    {
        // The lecture's order: retrieving gets cheaper, holding dearer.
        Ways = [.. ways.OrderByDescending(way => way.Retrieve + way.Write).ThenBy(way => way.Hold)];
        BreakEvens =
        [
            .. from left in Enumerable.Range(0, Ways.Length)
               from right in Enumerable.Range(left + 1, Ways.Length - left - 1)
               from time in CostCrossing.Between(Ways[left], Ways[right])
               select new BreakEven(Ways[left], Ways[right], time),
        ];
        Cheapest = [.. Envelope()];
    }

    /// <summary>The ways, dearest to retrieve first.</summary>
    public ImmutableArray<CacheCost> Ways { get; }

    /// <summary>Hold times at which two ways cost the same, by pair.</summary>
    public ImmutableArray<BreakEven> BreakEvens { get; }

    /// <summary>Which way is the cheapest, by range of hold time from 0 to infinity.</summary>
    public ImmutableArray<CheapestRange> Cheapest { get; }

    /// <summary>The cheapest way at a hold time; of equals the one that is cheaper to hold.</summary>
    public CacheCost At(Seconds hold) => Ways.MinBy(way => (way.Total(hold), way.Hold))!;

    /// <summary>A way that costs no more at any hold time; null when there is none.</summary>
    public CacheCost? DominatedBy(CacheCost way) => Ways.FirstOrDefault(other => CostCrossing.Dominated(way, other));

    /// <summary>Whether a way is the cheapest at some hold time.</summary>
    public bool IsEverCheapest(CacheCost way) => Cheapest.Any(range => range.Way.Tier == way.Tier);

    private IEnumerable<CheapestRange> Envelope()
    {
        Seconds[] times =
            [Seconds.Zero, .. BreakEvens.Select(point => point.Time).Distinct().Order(), new(double.PositiveInfinity)];
        Seconds start = Seconds.Zero;
        CacheCost? running = null;
        for (int at = 0; at + 1 < times.Length; at++)
        {
            Seconds inside = double.IsFinite(times[at + 1].Value) ? (times[at] + times[at + 1]) / 2
                : times[at] > Seconds.Zero ? 2 * times[at] : new(1);
            CacheCost best = At(inside);
            if (running is not null && running.Tier != best.Tier)
            {
                yield return new(start, times[at], running);
                start = times[at];
            }

            running = best;
        }

        yield return new(start, times[^1], running!);
    }
}

/// <summary>A hold time at which two ways cost the same.</summary>
/// <param name="Left">The one that is dearer to retrieve.</param>
/// <param name="Right">The other.</param>
/// <param name="Time">The hold time.</param>
public sealed record BreakEven(CacheCost Left, CacheCost Right, Seconds Time);

/// <summary>A range of hold times and the cheapest way in it.</summary>
/// <param name="From">Its start.</param>
/// <param name="To">Its end; infinity for the last.</param>
/// <param name="Way">The cheapest way.</param>
public sealed record CheapestRange(Seconds From, Seconds To, CacheCost Way);
