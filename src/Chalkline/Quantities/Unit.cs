using System.Runtime.InteropServices;

namespace Chalkline.Quantities;

/// <summary>A unit: how large it is and what it measures.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Unit(UnitScale Scale, Dimension Dimension)
{
    public static Unit One => default;

    public static Unit Of(Atom atom) => new(default, Dimension.Of(atom));

    public static Unit operator *(Unit left, Unit right)
        => new(left.Scale * right.Scale, left.Dimension * right.Dimension);

    public static Unit operator /(Unit left, Unit right)
        => new(left.Scale / right.Scale, left.Dimension / right.Dimension);

    public Unit Power(int exponent) => new(Scale.Power(exponent), Dimension.Power(exponent));

    public Unit Scaled(UnitScale by) => this with { Scale = Scale * by };

    /// <summary>Reads a unit of the table; <see cref="UnitParser"/> reads those of users.</summary>
    /// <exception cref="FormatException">The text is not a unit.</exception>
    public static Unit Parse(string text)
        => UnitParser.TryParse(text, new(), out Unit unit, out _)
            ? unit
            : throw new FormatException($"'{text}' is not a unit.");

    /// <summary>
    /// Reads a unit that should measure <paramref name="wanted"/>. "FLOPs" means operations, but datasheets also write
    /// it for operations a second: it is read as a rate where only that measures what is wanted.
    /// </summary>
    public static bool TryParse(
        ReadOnlySpan<char> text, Unit? start, Dimension wanted, out Unit unit, out ReadOnlySpan<char> unknown)
    {
        if (!UnitParser.TryParse(text, new(Start: start), out unit, out unknown))
        {
            return false;
        }

        if (unit.Dimension != wanted
            && UnitParser.TryParse(text, new(Start: start, PluralFlopIsRate: true), out Unit rate, out _)
            && rate.Dimension == wanted)
        {
            unit = rate;
        }

        return true;
    }
}
