using System.Collections.Immutable;
using System.Globalization;

namespace Chalkline.Charts.Layout;

/// <summary>
/// Chooses ticks once for every rendering: 1, 2, 5 steps on linear axes, powers and their 2 and 5 on logarithmic ones.
/// </summary>
public static class Ticks
{
    /// <summary>Powers of ten up to this many decades get the 2 and the 5 between them.</summary>
    private const double DecadesWithSteps = 2.6;

    /// <summary>Most labels on a logarithmic axis; above it whole powers are skipped evenly.</summary>
    private const int MostPowers = 14;

    /// <summary>The step of a linear axis: 1, 2, 2.5 or 5 times a power of ten.</summary>
    /// <param name="span">Length of the axis, positive.</param>
    /// <param name="wanted">About how many steps fit.</param>
    public static double Step(double span, int wanted)
    {
        double rough = span / wanted;
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double part = rough / power;
        double nice = part switch { <= 1.0001 => 1, <= 2.0001 => 2, <= 2.5001 => 2.5, <= 5.0001 => 5, _ => 10 };
        return nice * power;
    }

    /// <summary>Ticks of an axis between two values.</summary>
    /// <param name="axis">Scale, base and style.</param>
    /// <param name="low">Lowest value shown.</param>
    /// <param name="high">Highest value shown, above <paramref name="low"/>.</param>
    public static ImmutableArray<Tick> For(Axis axis, double low, double high)
    {
        if (axis.IsCategorical)
        {
            return [.. axis.Categories.Select((name, place) => new Tick(place, name))];
        }

        if (axis.Scale == AxisScale.Linear)
        {
            return Linear(axis, low, high);
        }

        return axis.LogBase == 2 && high / low >= 4 ? PowersOfTwo(axis, low, high) : Decades(axis, low, high);
    }

    private static ImmutableArray<Tick> Linear(Axis axis, double low, double high)
    {
        double step = Step(high - low, 6);
        long first = (long)Math.Ceiling((low / step) - 1e-6);
        long last = (long)Math.Floor((high / step) + 1e-6);
        ImmutableArray<Tick>.Builder ticks = ImmutableArray.CreateBuilder<Tick>();
        for (long place = first; place <= last; place++)
        {
            // 3 * 0.1 is 0.30000000000000004; the short decimal beside it is the tick that is meant.
            double value = double.Parse(
                (place * step).ToString("G12", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            ticks.Add(new(value, Label(axis, value, high - low)));
        }

        return ticks.ToImmutable();
    }

    private static string Label(Axis axis, double value, double span)
    {
        // As many digits as neighbours need to differ: 10 010 and 10 020 need five.
        double largest = Math.Max(Math.Abs(value), span);
        int digits = 2 + (int)Math.Ceiling(Math.Max(0, Math.Log10(largest / (span / 10))));
        return NumberText.Format(value, axis.Style, Math.Clamp(digits, 3, 15));
    }

    private static ImmutableArray<Tick> PowersOfTwo(Axis axis, double low, double high)
    {
        int first = (int)Math.Ceiling(Math.Log2(low) - 1e-9);
        int last = (int)Math.Floor(Math.Log2(high) + 1e-9);
        int every = (int)Math.Ceiling((last - first + 1) / (double)MostPowers);
        ImmutableArray<Tick>.Builder ticks = ImmutableArray.CreateBuilder<Tick>();
        for (int power = first; power <= last; power++)
        {
            if ((power - first) % every == 0)
            {
                double value = Math.Pow(2, power);
                ticks.Add(new(value, axis.Style is NumberStyle.Dollars or NumberStyle.Percent
                    ? NumberText.Format(value, axis.Style) : NumberText.PowerOfTwo(value, Math.Pow(2, last))));
            }
        }

        return ticks.ToImmutable();
    }

    private static ImmutableArray<Tick> Decades(Axis axis, double low, double high)
    {
        double decades = Math.Log10(high / low);
        if (decades < 0.8)
        {
            ImmutableArray<Tick> few = Linear(axis, low, high);
            return [.. few.Where(tick => tick.Value > 0)];
        }

        int first = (int)Math.Floor(Math.Log10(low) - 1e-9);
        int last = (int)Math.Ceiling(Math.Log10(high) + 1e-9);
        int every = (int)Math.Ceiling((last - first) / (double)MostPowers);
        double[] steps = decades <= DecadesWithSteps ? [1, 2, 5] : [1];
        ImmutableArray<Tick>.Builder ticks = ImmutableArray.CreateBuilder<Tick>();
        for (int power = first; power <= last; power++)
        {
            foreach (double step in steps)
            {
                double value = step * Math.Pow(10, power);
                if ((power - first) % every == 0 && value >= low * (1 - 1e-9) && value <= high * (1 + 1e-9))
                {
                    ticks.Add(new(value, NumberText.Format(value, axis.Style)));
                }
            }
        }

        return ticks.ToImmutable();
    }
}
