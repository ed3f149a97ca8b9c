using System.Globalization;

namespace Chalkline.Quantities;

/// <summary>The sentences for text that is not the quantity wanted, without a full stop, to be quoted.</summary>
internal static class QuantityErrors
{
    private const int LongestQuote = 40;

    /// <summary>Something is wrong with the text as such.</summary>
    /// <param name="text">What was given.</param>
    /// <param name="problem">What is wrong with it, read after the text.</param>
    /// <param name="wanted">What would be right.</param>
    public static string Unreadable(ReadOnlySpan<char> text, string problem, QuantityInfo wanted)
        => $"{Quote(text)} {problem}; {Needed(wanted)}";

    /// <summary>The unit could not be read.</summary>
    public static string UnknownUnit(ReadOnlySpan<char> text, ReadOnlySpan<char> unknown, QuantityInfo wanted)
    {
        string problem = unknown.IsEmpty ? "breaks off inside its unit" : $"has the unknown unit {Quote(unknown)}";
        string hint = unknown.StartsWith('K') ? " (1,000 is k, 1,024 is Ki)" : "";
        return Unreadable(text, problem + hint, wanted);
    }

    /// <summary>The unit measures something else.</summary>
    public static string OtherKind(ReadOnlySpan<char> text, Dimension given, QuantityInfo wanted)
    {
        QuantityInfo? other = QuantityCatalogue.All.FirstOrDefault(info => info.Canonical.Dimension == given);
        string hint = !given.SwapsBitsAndBytes(wanted.Canonical.Dimension) ? ""
            : wanted.Unit.StartsWith("bit", StringComparison.Ordinal) ? " (B is bytes, b or bit is bits; 8 bits a byte)"
            : " (b is bits, B is bytes; 8 bits a byte)";
        string problem = other is null ? "has a unit that measures nothing known here" : $"is {other.Kind}";
        return Unreadable(text, problem + hint, wanted);
    }

    /// <summary>Text in quotes, cut to a line and rid of what would break it.</summary>
    public static string Quote(ReadOnlySpan<char> text)
    {
        ReadOnlySpan<char> kept = text.Length <= LongestQuote ? text : text[..(LongestQuote - 3)];
        Span<char> line = stackalloc char[LongestQuote];
        for (int index = 0; index < kept.Length; index++)
        {
            UnicodeCategory category = char.GetUnicodeCategory(kept[index]);
            bool shows = category is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse
                or UnicodeCategory.OtherNotAssigned);
            line[index] = shows ? kept[index] : '?';
        }

        return $"'{line[..kept.Length]}{(kept.Length < text.Length ? "..." : "")}'";
    }

    private static string Needed(QuantityInfo wanted) => $"{wanted.Kind} such as '{wanted.Example}' is needed";
}
