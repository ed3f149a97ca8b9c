using System.Globalization;
using Chalkline.Quantities;

namespace Chalkline.Codesign.NumberFormats;

/// <summary>
/// Turns a score into parameters through two baselines of one family whose sizes and scores are known: the score is taken to
/// be linear in the logarithm of the size between them, and beyond (marked).
/// </summary>
/// <param name="Small">Parameters of the smaller.</param>
/// <param name="SmallScore">Its score.</param>
/// <param name="Large">Parameters of the larger.</param>
/// <param name="LargeScore">Its score; higher.</param>
public sealed record ScoreMap(Parameters Small, double SmallScore, Parameters Large, double LargeScore)
{
    /// <summary>Reads <c>8e9=62.1,70e9=71.0</c>.</summary>
    /// <exception cref="ChalkException">They are not two, or the larger model scores no higher.</exception>
    public static ScoreMap Parse(string text)
    {
        (double Size, double Score)[] anchors = [.. text.Split(',').Select(part => Anchor(text, part)).OrderBy(anchor => anchor.Size)];
        return anchors.Length == 2 && anchors[0].Size < anchors[1].Size && anchors[0].Score < anchors[1].Score
            ? new(new(anchors[0].Size), anchors[0].Score, new(anchors[1].Size), anchors[1].Score)
            : throw new ChalkException(
                $"--anchors {text}: must be two baselines of different sizes, the larger with the higher score, as in 8e9=62.1,70e9=71.0.");
    }

    /// <summary>The size that has a score.</summary>
    public Parameters Size(double score) => new(Small.Value * Math.Exp(
        (score - SmallScore) / (LargeScore - SmallScore) * Math.Log(Large.Value / Small.Value)));

    /// <summary>Whether a score lies outside the two baselines.</summary>
    public bool Extrapolates(double score) => score < SmallScore || score > LargeScore;

    private static (double Size, double Score) Anchor(string text, string part)
    {
        string[] sides = part.Split('=', StringSplitOptions.TrimEntries);
        return sides.Length == 2
            && (double.TryParse(sides[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double size)
                || QuantityText.TryParse(sides[0], Parameters.Info, out size, out _))
            && size > 0
            && double.TryParse(sides[1], NumberStyles.Float, CultureInfo.InvariantCulture, out double score) && double.IsFinite(score)
            ? (size, score)
            : throw new ChalkException($"--anchors {text}: '{part}' must be parameters and a score, as in 8e9=62.1.");
    }
}
