namespace Chalkline.Quantities;

/// <summary>Reads quantities as people write them: "80 GB", "$2/h", "8k".</summary>
internal static class QuantityReader
{
    /// <summary>The longest text read; no quantity needs half of it, and it bounds the work on hostile input.</summary>
    private const int LongestText = 128;

    /// <summary>Reads a canonical value, or says in one sentence what is wrong.</summary>
    /// <returns>Null when all is well.</returns>
    public static string? Read(ReadOnlySpan<char> text, QuantityInfo wanted, out double value)
    {
        value = 0;
        text = text.Trim();
        if (text.Length is 0 or > LongestText)
        {
            string problem = text.IsEmpty ? "is empty" : $"is longer than {LongestText} characters";
            return QuantityErrors.Unreadable(text, problem, wanted);
        }

        int position = 0;
        ReadSign(text, ref position, out bool negative, out bool dollar);
        Span<char> buffer = stackalloc char[LongestText + ScannedNumber.Extra];
        string? wrong = ScannedNumber.Scan(text, negative, buffer, ref position, out ScannedNumber number);
        return wrong is null
            ? Apply(text, text[position..], dollar, number, wanted, out value)
            : QuantityErrors.Unreadable(text, wrong, wanted);
    }

    private static string? Apply(
        ReadOnlySpan<char> text,
        ReadOnlySpan<char> rest,
        bool dollar,
        ScannedNumber number,
        QuantityInfo wanted,
        out double value)
    {
        value = 0;
        if (!dollar && rest.IsEmpty && wanted.Rule.Kind != DisplayKind.Count)
        {
            return QuantityErrors.Unreadable(text, "has no unit", wanted);
        }

        if (dollar || wanted.Rule.Kind != DisplayKind.Count || !TryReadBare(rest, wanted, out Unit unit))
        {
            Unit? start = dollar ? ReadDollars(ref rest) : null;
            if (!Unit.TryParse(rest, start, wanted.Canonical.Dimension, out unit, out ReadOnlySpan<char> unknown))
            {
                return QuantityErrors.UnknownUnit(text, unknown, wanted);
            }
        }

        if (unit.Dimension != wanted.Canonical.Dimension)
        {
            return QuantityErrors.OtherKind(text, unit.Dimension, wanted);
        }

        UnitScale scale = unit.Scale / wanted.Canonical.Scale;
        value = scale.ApplyBinary(number.ToDouble(scale.Ten));
        return !double.IsFinite(value) ? QuantityErrors.Unreadable(text, "is too large", wanted)
            : value == 0 && number.NonZero ? QuantityErrors.Unreadable(text, "is too small", wanted)
            : null;
    }

    /// <summary>Reads what may stand before the digits: a sign and a dollar.</summary>
    private static void ReadSign(ReadOnlySpan<char> text, ref int position, out bool negative, out bool dollar)
    {
        negative = text[0] == '-';
        position += text[0] is '-' or '+' ? 1 : 0;
        dollar = position < text.Length && text[position] == '$';
        position += dollar ? 1 : 0;
        while (dollar && position < text.Length && char.IsWhiteSpace(text[position]))
        {
            position++;
        }
    }

    /// <summary>A countable thing may be written without its unit: "8,192", "8k", "8Ki".</summary>
    private static bool TryReadBare(ReadOnlySpan<char> rest, QuantityInfo wanted, out Unit unit)
    {
        unit = wanted.Canonical;
        rest = rest.TrimStart();
        if (rest.IsEmpty)
        {
            return true;
        }

        // A bare K is 1,000 to some and 1,024 to others.
        bool counts = Prefix.TryRead(rest, out Prefix prefix) && prefix.Length == rest.Length
            && prefix.Kind != Prefixes.Small && rest is not "K";
        unit = unit.Scaled(prefix.Scale);
        return counts;
    }

    /// <summary>The dollars before a number may have a prefix after it: "$5.6M".</summary>
    private static Unit ReadDollars(ref ReadOnlySpan<char> rest)
    {
        Unit dollar = Unit.Of(Atom.Dollar);
        if (rest is ['k' or 'M', ..]
            && (rest.Length == 1 || rest[1] == '/' || char.IsWhiteSpace(rest[1]))
            && Prefix.TryRead(rest[..1], out Prefix prefix))
        {
            dollar = dollar.Scaled(prefix.Scale);
            rest = rest[1..];
        }

        return dollar;
    }
}
