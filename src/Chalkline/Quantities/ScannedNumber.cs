using System.Globalization;

namespace Chalkline.Quantities;

/// <summary>A decimal number as written: digits and a power of ten, kept as text so that a prefix rounds nothing.</summary>
internal ref struct ScannedNumber
{
    /// <summary>What a buffer needs beyond the length of the text: a sign and an exponent.</summary>
    public const int Extra = 16;

    private const int LargestExponent = 9999;

    private readonly Span<char> buffer;
    private int length;
    private int exponent;
    private bool nonZero;

    private ScannedNumber(Span<char> buffer) => this.buffer = buffer;

    /// <summary>True when a digit other than nought was read.</summary>
    public readonly bool NonZero => nonZero;

    /// <summary>Reads digits with well-formed thousands commas, a fraction and an exponent; no sign.</summary>
    /// <param name="text">What to read from.</param>
    /// <param name="negative">Whether a minus stood before.</param>
    /// <param name="buffer">Room for the text and <see cref="Extra"/> more.</param>
    /// <param name="position">Moved past the number.</param>
    /// <param name="number">The number.</param>
    /// <returns>Null, or what is wrong, read after "the text".</returns>
    public static string? Scan(
        ReadOnlySpan<char> text, bool negative, Span<char> buffer, ref int position, out ScannedNumber number)
    {
        number = new(buffer);
        if (negative)
        {
            buffer[number.length++] = '-';
        }

        int before = number.length;
        if (!number.ReadWhole(text, ref position))
        {
            return "has commas that do not group thousands, as in '1,024' (the decimal point is a point)";
        }

        number.ReadFraction(text, ref position);
        if (number.length == before)
        {
            return "does not begin with a number";
        }

        number.ReadExponent(text, ref position);
        return null;
    }

    /// <summary>The nearest double to the number times a power of ten; infinite when too large.</summary>
    public readonly double ToDouble(int ten)
    {
        int end = length;
        buffer[end++] = 'E';
        bool fits = (exponent + ten).TryFormat(buffer[end..], out int written, default, CultureInfo.InvariantCulture);
        end += written;
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowExponent;
        return fits && double.TryParse(buffer[..end], Style, CultureInfo.InvariantCulture, out double value)
            ? value
            : double.NaN;
    }

    private bool ReadWhole(ReadOnlySpan<char> text, ref int position)
    {
        int start = position;
        int first = ReadDigits(text, ref position);
        if (first == 0 || position == text.Length || text[position] != ',')
        {
            return true;
        }

        if (first > 3 || text[start] == '0')
        {
            return false;
        }

        while (position < text.Length && text[position] == ',')
        {
            position++;
            if (ReadDigits(text, ref position) != 3)
            {
                return false;
            }
        }

        return true;
    }

    private void ReadFraction(ReadOnlySpan<char> text, ref int position)
    {
        if (position < text.Length && text[position] == '.')
        {
            position++;
            exponent -= ReadDigits(text, ref position);
        }
    }

    /// <summary>Reads an exponent where digits follow the letter; else the letter is of the unit ("2 EB").</summary>
    private void ReadExponent(ReadOnlySpan<char> text, ref int position)
    {
        int ahead = position;
        if (ahead == text.Length || text[ahead] is not ('e' or 'E'))
        {
            return;
        }

        ahead++;
        bool negative = ahead < text.Length && text[ahead] == '-';
        ahead += ahead < text.Length && text[ahead] is '-' or '+' ? 1 : 0;
        if (ahead == text.Length || !char.IsAsciiDigit(text[ahead]))
        {
            return;
        }

        int written = 0;
        for (; ahead < text.Length && char.IsAsciiDigit(text[ahead]); ahead++)
        {
            written = Math.Min((10 * written) + text[ahead] - '0', LargestExponent);
        }

        exponent += negative ? -written : written;
        position = ahead;
    }

    private int ReadDigits(ReadOnlySpan<char> text, ref int position)
    {
        int start = position;
        for (; position < text.Length && char.IsAsciiDigit(text[position]); position++)
        {
            buffer[length++] = text[position];
            nonZero |= text[position] != '0';
        }

        return position - start;
    }
}
