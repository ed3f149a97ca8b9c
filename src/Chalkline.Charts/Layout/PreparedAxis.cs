using System.Collections.Immutable;
using System.Globalization;

namespace Chalkline.Charts.Layout;

/// <summary>An axis with its range settled and its ticks chosen.</summary>
/// <param name="Axis">The axis asked for.</param>
/// <param name="Low">Lowest value shown.</param>
/// <param name="High">Highest value shown.</param>
/// <param name="Ticks">Ticks between them, ascending.</param>
public sealed record PreparedAxis(Axis Axis, double Low, double High, ImmutableArray<Tick> Ticks)
{
    /// <summary>A position on the axis: the value, or its decimal logarithm.</summary>
    public double Position(double value) => Axis.Scale == AxisScale.Log ? Math.Log10(value) : value;

    /// <summary>How far along the axis a value lies: 0 at its low end, 1 at its high end.</summary>
    public double Fraction(double value)
        => (Position(value) - Position(Low)) / (Position(High) - Position(Low));

    /// <summary>True when a value lies on the axis.</summary>
    public bool Holds(double value) => Fraction(value) is >= -1e-9 and <= 1 + 1e-9;

    /// <summary>Settles the range of an axis.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">Every finite value it has to hold.</param>
    /// <param name="fromZero">Bars and areas stand on zero.</param>
    /// <param name="tight">The first and last value touch the frame: lines over a swept axis.</param>
    public static PreparedAxis Settle(Axis axis, IReadOnlyList<double> values, bool fromZero, bool tight)
    {
        if (axis.IsCategorical)
        {
            return new(axis, -0.5, axis.Categories.Length - 0.5, Layout.Ticks.For(axis, 0, 1));
        }

        double low = values.Count == 0 ? axis.Scale == AxisScale.Log ? 1 : 0 : values.Min();
        double high = values.Count == 0 ? low + 1 : values.Max();
        (low, high) = axis.Scale == AxisScale.Log ? Logarithmic(low, high, tight) : Linear(low, high, fromZero, tight);
        low = axis.Minimum ?? low;
        high = axis.Maximum ?? high;
        if (!(low < high))
        {
            // One end was given and the data lie beyond it: show something after the given end.
            (low, high) = axis.Minimum is null ? (Below(axis, high), high) : (low, Above(axis, low));
        }

        return new(axis, low, high, Layout.Ticks.For(axis, low, high));
    }

    private static double Below(Axis axis, double high) => axis.Scale == AxisScale.Log ? high / 10 : high - 1;

    private static double Above(Axis axis, double low) => axis.Scale == AxisScale.Log ? low * 10 : low + 1;

    private static (double Low, double High) Logarithmic(double low, double high, bool tight)
    {
        // Under a quarter of a decade curves look like noise: widen around the middle.
        if (high / low < 1.2)
        {
            return (low / 1.5, high * 1.5);
        }

        double pad = Math.Pow(high / low, 0.06);
        return tight ? (low, high) : (Rounded(low / pad), Rounded(high * pad));
    }

    /// <summary>Powers differ in their last digits between machines; nine digits are the same on all.</summary>
    private static double Rounded(double value)
        => double.Parse(value.ToString("G9", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static (double Low, double High) Linear(double low, double high, bool fromZero, bool tight)
    {
        if (fromZero)
        {
            (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        }

        double widest = Math.Max(Math.Abs(low), Math.Abs(high));
        if (high - low <= widest * 1e-9)
        {
            double half = widest == 0 ? 1 : widest * 0.1;
            (low, high) = fromZero || widest == 0 ? (Math.Min(low, 0), high + half) : (low - half, high + half);
        }

        if (tight)
        {
            return (low, high);
        }

        // An axis that nearly reaches zero starts there: ratios can then be read off it.
        if (low > 0 && low < 0.4 * high)
        {
            low = 0;
        }

        double step = Layout.Ticks.Step(high - low, 6);
        double top = high == 0 ? 0 : Math.Ceiling(((high + (0.02 * (high - low))) / step) - 1e-9) * step;
        double bottom = low == 0 ? 0 : Math.Floor(((low - (0.02 * (high - low))) / step) + 1e-9) * step;
        return (bottom, top);
    }
}
