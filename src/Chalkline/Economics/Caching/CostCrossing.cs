using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>Hold times at which two ways of keeping a token cost the same.</summary>
/// <remarks>
/// A total is a straight line over hold time with at most one bend, where a device ages by time rather than by writes:
/// so is the difference of two, with at most two bends, and every crossing is solved in closed form.
/// </remarks>
public static class CostCrossing
{
    /// <summary>
    /// The break-even times of two ways, shortest first; empty when one is never dearer than the other.
    /// </summary>
    public static ImmutableArray<Seconds> Between(CacheCost left, CacheCost right)
    {
        double[] bends = Bends(left, right);
        ImmutableArray<Seconds>.Builder found = ImmutableArray.CreateBuilder<Seconds>();
        for (int at = 0; at < bends.Length; at++)
        {
            double start = bends[at];
            double end = at + 1 < bends.Length ? bends[at + 1] : double.PositiveInfinity;
            double first = Difference(left, right, start);
            double slope = Slope(left, start) - Slope(right, start);
            double crossing = start - (first / slope);
            if (first != 0 && slope != 0 && crossing > start && crossing <= end)
            {
                found.Add(new(crossing));
            }
        }

        return found.ToImmutable();
    }

    /// <summary>Whether one way costs at least as much as another at every hold time, and more at some.</summary>
    public static bool Dominated(CacheCost dear, CacheCost cheap)
    {
        double[] bends = Bends(dear, cheap);
        double slope = Slope(dear, bends[^1]) - Slope(cheap, bends[^1]);
        double[] differences = [.. bends.Select(time => Difference(dear, cheap, time))];
        return slope >= 0 && differences.All(difference => difference >= 0)
            && (slope > 0 || differences.Any(difference => difference > 0));
    }

    private static double[] Bends(CacheCost left, CacheCost right)
        => [.. new[] { 0, left.WearTime.Value, right.WearTime.Value }.Where(double.IsFinite).Distinct().Order()];

    private static double Difference(CacheCost left, CacheCost right, double time)
        => (left.Total(new(time)) - right.Total(new(time))).Value;

    /// <summary>Dollars a token and second just after a time.</summary>
    private static double Slope(CacheCost cost, double time)
        => (time >= cost.WearTime.Value ? cost.Hold : cost.Energy).Value / 3600;
}
