using System.Globalization;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>
/// Reads gaps: <c>exponential:2min</c>, <c>lognormal:10min:1.5</c>, a list <c>30s,2min,never</c>, or shares of
/// such, <c>0.7*exponential:2min+0.2*lognormal:3h:1</c>.
/// </summary>
public static class GapText
{
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

    private static (double Share, GapDistribution Gaps) Weighed(string all, string part)
    {
        string[] sides = part.Split('*');
        return sides.Length == 2
            && double.TryParse(sides[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double share) && share is > 0 and <= 1
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
        $"Gaps '{text}': {problem}; write exponential:2min, lognormal:10min:1.5, a list such as 30s,2min,never, or shares "
        + "such as 0.7*exponential:2min+0.2*lognormal:3h:1.");
}
