using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Chalkline.Charts.Layout;

/// <summary>One drawn piece of a bar.</summary>
/// <param name="Series">Place of the series among all series of the chart.</param>
/// <param name="Category">Place of the category.</param>
/// <param name="Lane">Place beside the other bars of the category, from 0.</param>
/// <param name="From">Where it starts.</param>
/// <param name="To">Where it ends; below <paramref name="From"/> for a negative value.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct BarPiece(int Series, int Category, int Lane, double From, double To);

/// <summary>Puts bars on each other and beside each other.</summary>
public static class BarStack
{
    /// <summary>
    /// Bars side by side in one category: one for all stacked series, and one for each that stands alone.
    /// </summary>
    public static int Lanes(ImmutableArray<Series> series)
        => series.OfType<BarSeries>().Count(bars => bars.SideBySide)
            + (series.OfType<BarSeries>().Any(bars => !bars.SideBySide) ? 1 : 0);

    /// <summary>The pieces of every bar, series by series. Negative values stack downwards by themselves.</summary>
    public static ImmutableArray<BarPiece> Of(ImmutableArray<Series> series)
    {
        Dictionary<(int Category, bool Negative), double> tops = [];
        ImmutableArray<BarPiece>.Builder pieces = ImmutableArray.CreateBuilder<BarPiece>();
        int stackLane = -1;
        int lanes = 0;
        for (int place = 0; place < series.Length; place++)
        {
            if (series[place] is not BarSeries bars)
            {
                continue;
            }

            bool opensLane = bars.SideBySide || stackLane < 0;
            int lane = opensLane ? lanes++ : stackLane;
            stackLane = bars.SideBySide ? stackLane : lane;
            for (int category = 0; category < bars.Values.Length; category++)
            {
                double value = bars.Values[category];
                if (!double.IsFinite(value))
                {
                    continue;
                }

                double from = bars.SideBySide ? 0 : tops.GetValueOrDefault((category, value < 0));
                pieces.Add(new(place, category, lane, from, from + value));
                if (!bars.SideBySide)
                {
                    tops[(category, value < 0)] = from + value;
                }
            }
        }

        return pieces.ToImmutable();
    }

    /// <summary>
    /// End of each category's stack above zero; 0 where nothing stands, and everywhere when any bar goes below zero:
    /// bars that go both ways, as of a tornado, do not add up.
    /// </summary>
    public static ImmutableArray<double> Totals(ImmutableArray<Series> series, int categories)
    {
        double[] totals = new double[categories];
        ImmutableArray<BarPiece> pieces = Of(series);
        foreach (BarPiece piece in pieces.Any(piece => piece.To < 0) ? [] : pieces)
        {
            totals[piece.Category] = Math.Max(totals[piece.Category], piece.To);
        }

        return [.. totals];
    }
}
