using System.Runtime.InteropServices;

namespace Chalkline.Quantities;

/// <summary>The size of a unit, exactly: 10^Ten * 2^Two * 3^Three atoms.</summary>
/// <remarks>
/// Every unit in use is such a number: prefixes are powers of ten or two, a minute is 10 * 2 * 3 seconds, an hour the
/// square of that, a day 10^2 * 2^5 * 3^3. So the power of ten can be applied to the decimal text of a number, where it
/// costs no rounding, and that of two to the binary number, where it costs none either.
/// </remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct UnitScale(int Ten, int Two, int Three)
{
    public static UnitScale operator *(UnitScale left, UnitScale right)
        => new(left.Ten + right.Ten, left.Two + right.Two, left.Three + right.Three);

    public static UnitScale operator /(UnitScale left, UnitScale right)
        => new(left.Ten - right.Ten, left.Two - right.Two, left.Three - right.Three);

    public UnitScale Power(int exponent) => new(Ten * exponent, Two * exponent, Three * exponent);

    /// <summary>The number times 2^Two * 3^Three; the caller has seen to the power of ten.</summary>
    public double ApplyBinary(double number)
    {
        double three = 1;
        for (int count = Math.Abs(Three); count > 0; count--)
        {
            three *= 3;
        }

        return Math.ScaleB(Three < 0 ? number / three : number * three, Two);
    }
}
