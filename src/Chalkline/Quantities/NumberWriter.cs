using System.Globalization;

namespace Chalkline.Quantities;

/// <summary>Writes finite numbers for people: a point, thousands commas, no useless noughts.</summary>
/// <remarks>Each comes with a power of ten by which its digits are shifted, so that a prefix rounds nothing.</remarks>
internal static class NumberWriter
{
    /// <summary>From 10^15 on a number is written 1.2e15: a double has no more digits to show than that.</summary>
    private const int LeastLargeExponent = 15;

    /// <summary>Below 10^-4 a number is written 1.2e-5.</summary>
    private const int LeastPlainExponent = -4;

    /// <summary>The power of ten of the first digit, after rounding to a count of significant digits.</summary>
    public static int Exponent(double value, int digits)
        => DecimalDigits.Of(value, digits, stackalloc char[DecimalDigits.Room]).Exponent;

    /// <summary>Writes significant digits; the whole part always in full.</summary>
    public static void Significant(ref TextBuffer output, double value, int ten, int digits)
    {
        if (value == 0)
        {
            output.Append('0');
            return;
        }

        DecimalDigits number = DecimalDigits.Of(value, digits, stackalloc char[DecimalDigits.Room]);
        number.Shift(ten);
        if (number.Exponent is >= LeastLargeExponent or < LeastPlainExponent)
        {
            Scientific(ref output, value < 0, number);
        }
        else if (number.Exponent >= digits)
        {
            Decimals(ref output, value, ten, 0);
        }
        else
        {
            Plain(ref output, value < 0, number, Math.Max(0, number.Significant() - 1 - number.Exponent));
        }
    }

    /// <summary>Writes a fixed count of decimals.</summary>
    public static void Decimals(ref TextBuffer output, double value, int ten, int decimals)
    {
        Span<char> room = stackalloc char[DecimalDigits.Room];
        DecimalDigits number = DecimalDigits.Of(value, 17, room);
        number.Shift(ten);
        if (number.Exponent >= LeastLargeExponent)
        {
            Scientific(ref output, value < 0, number);
            return;
        }

        int digits = value == 0 ? 0 : number.Exponent + decimals + 1;
        char first = number.At(number.Exponent);
        bool roundsUp = digits == 0 && (first > '5' || (first == '5' && number.Significant() > 1));
        if (digits > 0)
        {
            number = DecimalDigits.Of(value, digits, room);
            number.Shift(ten);
        }
        else
        {
            // Less than one unit of the last decimal: one of them, or nothing.
            number = DecimalDigits.Of(roundsUp ? 1 : 0, 1, room);
            number.Shift(-decimals);
        }

        Plain(ref output, value < 0 && (digits > 0 || roundsUp), number, decimals);
    }

    private static void Plain(ref TextBuffer output, bool negative, scoped DecimalDigits number, int decimals)
    {
        if (negative)
        {
            output.Append('-');
        }

        for (int power = Math.Max(number.Exponent, 0); power >= 0; power--)
        {
            output.Append(number.At(power));
            if (power > 0 && power % 3 == 0)
            {
                output.Append(',');
            }
        }

        if (decimals > 0)
        {
            output.Append('.');
        }

        for (int power = -1; power >= -decimals; power--)
        {
            output.Append(number.At(power));
        }
    }

    private static void Scientific(ref TextBuffer output, bool negative, scoped DecimalDigits number)
    {
        if (negative)
        {
            output.Append('-');
        }

        int digits = number.Significant();
        for (int index = 0; index < digits; index++)
        {
            if (index == 1)
            {
                output.Append('.');
            }

            output.Append(number.At(number.Exponent - index));
        }

        output.Append('e');
        Span<char> exponent = stackalloc char[8];
        _ = number.Exponent.TryFormat(exponent, out int written, default, CultureInfo.InvariantCulture);
        output.Append(exponent[..written]);
    }
}
