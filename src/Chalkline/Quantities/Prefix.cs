using System.Runtime.InteropServices;

namespace Chalkline.Quantities;

/// <summary>Which prefixes a unit takes.</summary>
[Flags]
internal enum Prefixes
{
    None = 0,

    /// <summary>f p n u m: for what comes in parts. A millibyte is a slip of the shift key.</summary>
    Small = 1,

    /// <summary>k M G T P E Z Y.</summary>
    Large = 2,

    /// <summary>Ki Mi Gi Ti Pi Ei, and K for k.</summary>
    Binary = 4,
}

/// <summary>A decimal or binary prefix.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Prefix(UnitScale Scale, Prefixes Kind, int Length)
{
    /// <summary>Reads the prefix that text begins with, binary ones first: "Mi" before "M".</summary>
    public static bool TryRead(ReadOnlySpan<char> text, out Prefix prefix)
    {
        prefix = default;
        if (text is [char letter, 'i', ..] && "KMGTPE".IndexOf(letter, StringComparison.Ordinal) is >= 0 and int power)
        {
            prefix = new(new(0, 10 * (power + 1), 0), Prefixes.Binary, 2);
            return true;
        }

        if (text.IsEmpty)
        {
            return false;
        }

        (int ten, Prefixes kind) = text[0] switch
        {
            'f' => (-15, Prefixes.Small),
            'p' => (-12, Prefixes.Small),
            'n' => (-9, Prefixes.Small),
            'u' or '\u00b5' or '\u03bc' => (-6, Prefixes.Small),
            'm' => (-3, Prefixes.Small),
            'k' => (3, Prefixes.Large),
            'K' => (3, Prefixes.Binary),
            'M' => (6, Prefixes.Large),
            'G' => (9, Prefixes.Large),
            'T' => (12, Prefixes.Large),
            'P' => (15, Prefixes.Large),
            'E' => (18, Prefixes.Large),
            'Z' => (21, Prefixes.Large),
            'Y' => (24, Prefixes.Large),
            _ => (0, Prefixes.None),
        };
        prefix = new(new(ten, 0, 0), kind, 1);
        return kind != Prefixes.None;
    }

    /// <summary>The symbol of 1000^group: "" at 0, "k" at 1, "m" at -1.</summary>
    public static string Symbol(int group) => group switch
    {
        -5 => "f",
        -4 => "p",
        -3 => "n",
        -2 => "\u00b5",
        -1 => "m",
        0 => "",
        1 => "k",
        2 => "M",
        3 => "G",
        4 => "T",
        5 => "P",
        6 => "E",
        _ => throw new ArgumentOutOfRangeException(nameof(group), group, "From -5 to 6."),
    };
}
