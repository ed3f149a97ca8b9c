using System.Globalization;

namespace Chalkline.Quantities;

/// <summary>Formatting and parsing shared by every quantity.</summary>
public static class QuantityText
{
    /// <summary>Shows a canonical value.</summary>
    public static string Format(double value, QuantityInfo info, string? format)
        => value.ToString(format is null or "" ? "G4" : format, CultureInfo.InvariantCulture) + " " + info.Unit;

    /// <summary>Shows a canonical value in a caller's buffer.</summary>
    public static bool TryFormat(
        double value, QuantityInfo info, ReadOnlySpan<char> format, Span<char> destination, out int charsWritten)
    {
        string text = Format(value, info, format.ToString());
        charsWritten = text.Length;
        return text.AsSpan().TryCopyTo(destination);
    }

    /// <summary>Reads a canonical value.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, QuantityInfo info, out double value, out string? error)
    {
        error = null;
        return double.TryParse(text, CultureInfo.InvariantCulture, out value);
    }
}
