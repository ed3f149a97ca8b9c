namespace Chalkline.Quantities;

/// <summary>Formatting and parsing shared by every quantity; the culture never matters.</summary>
/// <remarks>
/// Formats: none or <c>G</c> is the human form, a fitting prefix and four significant digits ("3.35 TB/s");
/// <c>G6</c> the same with another count of digits, 1 to 17; <c>R</c> the exact number in the canonical unit, which
/// parses back to the same value; a unit ("GiB", "ms") the number in that unit, with <c>:2</c> behind it at a fixed
/// count of decimals, 0 to 15. Human forms show the whole part in full up to 10^15, then powers of ten.
/// </remarks>
public static class QuantityText
{
    /// <summary>Shows a canonical value.</summary>
    /// <exception cref="FormatException">The format does not suit the quantity.</exception>
    public static string Format(double value, QuantityInfo info, string? format)
    {
        TextBuffer text = new(stackalloc char[QuantityFormatter.Room]);
        QuantityFormatter.Write(ref text, value, info, format);
        return text.Written.ToString();
    }

    /// <summary>Shows a canonical value in a caller's buffer, without allocating.</summary>
    /// <returns>False when the buffer is too short; nothing is then written.</returns>
    /// <exception cref="FormatException">The format does not suit the quantity.</exception>
    public static bool TryFormat(
        double value, QuantityInfo info, ReadOnlySpan<char> format, Span<char> destination, out int charsWritten)
    {
        TextBuffer text = new(stackalloc char[QuantityFormatter.Room]);
        QuantityFormatter.Write(ref text, value, info, format);
        bool fits = text.Written.TryCopyTo(destination);
        charsWritten = fits ? text.Written.Length : 0;
        return fits;
    }

    /// <summary>Reads a canonical value.</summary>
    /// <param name="text">A number and a unit; a countable quantity may leave the unit out ("8k" tokens).</param>
    /// <param name="info">The quantity wanted.</param>
    /// <param name="value">The value in the canonical unit; always finite, and 0 when the text is wrong.</param>
    /// <param name="error">What is wrong, one sentence without its full stop; null when nothing is.</param>
    public static bool TryParse(ReadOnlySpan<char> text, QuantityInfo info, out double value, out string? error)
    {
        error = QuantityReader.Read(text, info, out double read);
        value = error is null ? read : 0;
        return error is null;
    }
}
