using System.Globalization;
using Chalkline.Files;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>
/// Reads gaps: <c>exponential:2min</c>, <c>lognormal:10min:1.5</c>, a list <c>30s,2min,never</c>, or shares of
/// such, <c>0.7*exponential:2min+0.2*lognormal:3h:1</c>.
/// </summary>
public static class GapText
{
    private const int MostGaps = 10_000_000;

    /// <summary>Reads observed gaps from a file, one a line: seconds, or with a unit, or <c>never</c>.</summary>
    /// <exception cref="ChalkException">The file cannot be read, is empty, or a line is none of those.</exception>
    public static GapDistribution Read(string file)
    {
        string[] lines = Reading.Of<string[]>(
            file, () => [.. File.ReadLines(file).Take(MostGaps).Select(line => line.Trim())]);
        Seconds[] gaps = [.. lines.Index().Where(line => line.Item.Length > 0)
            .Select(line => Line(file, line.Index, line.Item))];
        return gaps.Length > 0
            ? new ListedGaps(gaps)
            : throw new ChalkException($"{file}: holds no gaps; it needs one a line, such as 90 or 5min.");
    }

    /// <summary>Reads gaps.</summary>
    /// <exception cref="ChalkException">The text is none of those.</exception>
    public static GapDistribution Parse(string text)
    {
        string[] parts = text.Split('+');
        if (!text.Contains('*', StringComparison.Ordinal))
        {
            return parts.Length == 1 ? One(text, text) : throw Wrong(text, "parts that are added need shares");
        }

        (double Share, GapDistribution Gaps)[] mixed = [.. parts.Select(part => Weighed(text, part))];
        return mixed.Sum(part => part.Share) <= 1 + 1e-9
            ? new MixedGaps(mixed)
            : throw Wrong(text, "the shares add up to more than 1");
    }

    private static Seconds Line(string file, int index, string text)
        => text == "never" ? new(double.PositiveInfinity)
            : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double plain)
                && plain > 0 && double.IsFinite(plain) ? new(plain)
            : QuantityText.TryParse(text, Seconds.Info, out double value, out _) && value > 0 && double.IsFinite(value)
                ? new(value)
            : throw new ChalkException(
                $"{file}: line {index + 1} is '{text}', and must be a time above zero such as 90 or 5min, or never.");

    private static (double Share, GapDistribution Gaps) Weighed(string all, string part)
    {
        string[] sides = part.Split('*');
        return sides.Length == 2
            && double.TryParse(sides[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
                && share is > 0 and <= 1
            ? (share, One(all, sides[1]))
            : throw Wrong(all, $"'{part}' has no share above 0 and at most 1 before a '*'");
    }

    private static GapDistribution One(string all, string text)
    {
        string[] parts = text.Trim().Split(':');
        return parts switch
        {
            ["exponential" or "exp", string mean] => new ExponentialGaps(Time(all, mean)),
            ["lognormal", string median, string sigma]
                when double.TryParse(sigma, NumberStyles.Float, CultureInfo.InvariantCulture, out double spread)
                    && spread is > 0 and <= 10
                => new LognormalGaps(Time(all, median), spread),
            [string list] => new ListedGaps([.. list.Split(',').Select(item =>
                item.Trim() == "never" ? new Seconds(double.PositiveInfinity) : Time(all, item))]),
            _ => throw Wrong(all, $"'{text}' is no distribution"),
        };
    }

    private static Seconds Time(string all, string text)
        => QuantityText.TryParse(text, Seconds.Info, out double value, out _) && value > 0 && double.IsFinite(value)
            ? new(value)
            : throw Wrong(all, $"'{text}' is no time above zero");

    private static ChalkException Wrong(string text, string problem) => new(
        $"Gaps '{text}': {problem}; write exponential:2min, lognormal:10min:1.5, a list such as 30s,2min,never, or "
        + "shares such as 0.7*exponential:2min+0.2*lognormal:3h:1.");
}
