using System.Globalization;

namespace Chalkline.Quantities;

/// <summary>Writes quantities: the human form, the exact form, or a unit asked for.</summary>
internal static class QuantityFormatter
{
    /// <summary>Room that fits every quantity in every form.</summary>
    public const int Room = 192;

    private const int HumanDigits = 4;
    private const int MostDigits = 17;
    private const int MostDecimals = 15;
    private const int LongestUnit = 64;

    /// <summary>Writes a canonical value as a format string asks.</summary>
    /// <exception cref="FormatException">The format is none of those that <see cref="QuantityText"/> lists.</exception>
    public static void Write(ref TextBuffer output, double value, QuantityInfo info, ReadOnlySpan<char> format)
    {
        if (format is "" or "G" or "g")
        {
            Human(ref output, value, info, HumanDigits);
        }
        else if (format is "R" or "r")
        {
            Exact(ref output, value, info);
        }
        else if (format[0] is 'G' or 'g' && TryDigits(format[1..], 1, MostDigits, out int digits))
        {
            Human(ref output, value, info, digits);
        }
        else if (!TryInUnit(ref output, value, info, format))
        {
            throw new FormatException(
                $"The format {QuantityErrors.Quote(format)} does not suit {info.Kind}; write 'R', 'G6', or a unit "
                + $"such as '{info.Unit}' or '{info.Unit}:2'.");
        }
    }

    private static void Human(ref TextBuffer output, double value, QuantityInfo info, int digits)
    {
        DisplayRule rule = info.Rule;
        if (rule.Kind == DisplayKind.Time && Math.Abs(value) >= 120)
        {
            LongTime(ref output, value, digits);
            return;
        }

        double number = rule.Scale.ApplyBinary(value);
        int group = Group(rule, number, digits);
        Number(ref output, number, rule.Scale.Ten - (3 * group), digits);
        output.Append(' ');
        output.Append(Prefix.Symbol(group));
        output.Append(rule.Unit);
    }

    /// <summary>The power of a thousand whose prefix fits.</summary>
    private static int Group(DisplayRule rule, double number, int digits)
    {
        if (rule.Kind == DisplayKind.Fixed || number == 0 || !double.IsFinite(number))
        {
            return 0;
        }

        int exponent = NumberWriter.Exponent(number, digits) + rule.Scale.Ten;
        int group = (int)Math.Floor(exponent / 3.0);
        (int least, int most) = rule.Kind switch
        {
            DisplayKind.Small => (-5, 6),
            DisplayKind.Time => (-5, 0),
            DisplayKind.Count when exponent < 9 => (0, 0),
            _ => (0, 6),
        };

        // Beyond the largest prefix a power of ten says more than a million exa-: 3.8e25 FLOP.
        return group < least || (group > most && rule.Kind != DisplayKind.Time) ? 0 : Math.Min(group, most);
    }

    private static void LongTime(ref TextBuffer output, double seconds, int digits)
    {
        (double size, string unit) = Math.Abs(seconds) switch
        {
            3600 => (3600, " h"),
            < 120 * 60 => (60, " min"),
            < 48 * 3600 => (3600, " h"),
            _ => (86400.0, " d"),
        };
        Number(ref output, seconds / size, 0, digits);
        output.Append(unit);
    }

    private static void Exact(ref TextBuffer output, double value, QuantityInfo info)
    {
        Span<char> number = stackalloc char[32];
        _ = value.TryFormat(number, out int written, "R", CultureInfo.InvariantCulture);
        output.Append(number[..written]);
        output.Append(' ');
        output.Append(info.Unit);
    }

    private static bool TryInUnit(
        ref TextBuffer output, double value, QuantityInfo info, ReadOnlySpan<char> format)
    {
        int colon = format.IndexOf(':');
        ReadOnlySpan<char> name = (colon < 0 ? format : format[..colon]).Trim();
        int decimals = -1;
        if (name.Length > LongestUnit
            || (colon >= 0 && !TryDigits(format[(colon + 1)..], 0, MostDecimals, out decimals))
            || !Unit.TryParse(name, null, info.Canonical.Dimension, out Unit unit, out _)
            || unit.Dimension != info.Canonical.Dimension)
        {
            return false;
        }

        UnitScale scale = info.Canonical.Scale / unit.Scale;
        double number = scale.ApplyBinary(value);
        if (decimals < 0 || !double.IsFinite(number))
        {
            Number(ref output, number, scale.Ten, HumanDigits);
        }
        else
        {
            NumberWriter.Decimals(ref output, number, scale.Ten, decimals);
        }

        output.Append(' ');
        output.Append(name);
        return true;
    }

    private static void Number(ref TextBuffer output, double number, int ten, int digits)
    {
        if (double.IsFinite(number))
        {
            NumberWriter.Significant(ref output, number, ten, digits);
        }
        else
        {
            output.Append(number > 0 ? "Infinity" : number < 0 ? "-Infinity" : "NaN");
        }
    }

    private static bool TryDigits(ReadOnlySpan<char> text, int least, int most, out int digits)
        => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out digits)
            && digits >= least && digits <= most;
}
