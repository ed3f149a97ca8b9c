using System.Globalization;

namespace Chalkline.Charts;

/// <summary>Writes numbers for people, the same way in every rendering.</summary>
public static class NumberText
{
    private static readonly (double Size, string Suffix)[] Prefixes =
        [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k")];

    /// <summary>Writes a number in a style with at most a number of significant digits.</summary>
    /// <param name="value">The number; one that is not finite is written as a dash.</param>
    /// <param name="style">How.</param>
    /// <param name="digits">Significant digits, 1 to 15. Default: 4.</param>
    public static string Format(double value, NumberStyle style = NumberStyle.Short, int digits = 4)
    {
        if (!double.IsFinite(value))
        {
            return "–";
        }

        string sign = value < 0 ? "−" : "";
        double size = Math.Abs(value);
        return style switch
        {
            NumberStyle.Plain => sign + Decimals(size, Math.Max(digits, 15)),
            NumberStyle.Percent => sign + Decimals(size * 100, digits) + "%",
            NumberStyle.Dollars => sign + "$" + Short(size, digits),
            _ => sign + Short(size, digits),
        };
    }

    /// <summary>
    /// A power of two as people write batch sizes and contexts: 8192 beside numbers up to 65536, 8Ki beside 128Ki.
    /// </summary>
    /// <param name="value">The number.</param>
    /// <param name="largest">The largest that stands beside it.</param>
    public static string PowerOfTwo(double value, double largest)
    {
        const double Kibi = 1024;
        bool plain = largest <= 64 * Kibi;
        return value switch
        {
            >= Kibi * Kibi * Kibi => Decimals(value / (Kibi * Kibi * Kibi), 4) + "Gi",
            >= Kibi * Kibi => Decimals(value / (Kibi * Kibi), 4) + "Mi",
            >= Kibi when !plain => Decimals(value / Kibi, 4) + "Ki",
            >= 1.0 / 1024 => Decimals(value, 8),
            _ => Short(value, 3),
        };
    }

    private static string Short(double size, int digits)
    {
        foreach ((double prefix, string suffix) in Prefixes)
        {
            // 999.96 with four digits is 1000, which belongs to the next prefix.
            if (Rounded(size, digits) >= prefix)
            {
                return size >= 1e18 ? Scientific(size, digits) : Decimals(size / prefix, digits) + suffix;
            }
        }

        return size is 0 or >= 9.999e-5 ? Decimals(size, digits) : Scientific(size, digits);
    }

    private static string Scientific(double size, int digits)
    {
        int exponent = (int)Math.Floor(Math.Log10(size) + 1e-12);
        string mantissa = Decimals(size / Math.Pow(10, exponent), digits);
        string power = "10" + string.Concat(exponent.ToString(CultureInfo.InvariantCulture).Select(Raised));
        return mantissa == "1" ? power : mantissa + "·" + power;
    }

    private static char Raised(char digit) => digit switch
    {
        '-' => '⁻',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        _ => (char)('⁰' + (digit - '0')),
    };

    private static double Rounded(double size, int digits)
        => double.Parse(size.ToString("E" + (digits - 1), CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Decimals(double size, int digits)
        => ((decimal)Math.Min(Rounded(size, Math.Min(digits, 15)), 1e27)).ToString("0.################",
            CultureInfo.InvariantCulture);
}
