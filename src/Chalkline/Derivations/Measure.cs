using System.Globalization;
using Chalkline.Derivations.Equations;
using Chalkline.Quantities;

namespace Chalkline.Derivations;

/// <summary>A recorded number: exact for machines, short for people.</summary>
/// <param name="Value">The number in the canonical unit.</param>
/// <param name="Unit">The canonical unit; empty for a plain number.</param>
/// <param name="Text">How people read it, with a fitting prefix.</param>
/// <param name="Whole">True when C# holds it in an integer type.</param>
public readonly record struct Measure(double Value, string Unit, string Text, bool Whole = false)
{
    /// <summary>The number in coherent units, in which equations need no unit factors.</summary>
    internal double Coherent => Value * QuantityUnits.Scale(Unit);

    /// <summary>Measures a quantity or a number of a built-in type.</summary>
    /// <exception cref="ArgumentException">The value is neither.</exception>
    public static Measure Of(IFormattable value) => value switch
    {
        IAnyQuantity quantity => new(quantity.Value, quantity.Kind.Unit, Format(value, null)),
        double or float or decimal or Half
            => new(Convert(value), "", Format(value, "G6")),
        int or long or short or byte or uint or ulong or ushort or sbyte
            => new(Convert(value), "", Format(value, "D"), Whole: true),
        _ => throw new ArgumentException(
            $"A derivation records quantities and numbers, not {value.GetType().Name}.", nameof(value)),
    };

    private static double Convert(IFormattable value)
        => value is Half half ? (double)half : ((IConvertible)value).ToDouble(CultureInfo.InvariantCulture);

    private static string Format(IFormattable value, string? format)
        => value.ToString(format, CultureInfo.InvariantCulture);
}
