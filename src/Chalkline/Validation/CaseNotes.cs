using System.Globalization;
using System.Text.RegularExpressions;
using Chalkline.Layouts;

namespace Chalkline.Validation;

/// <summary>What the notes of a row say of its set-up that has no column.</summary>
internal static partial class CaseNotes
{
    /// <summary>Prompt tokens of a step on each device; null when not stated.</summary>
    public static double? TokensPerDevice(string notes)
        => TokensPattern().Match(notes) is { Success: true } found
            ? double.Parse(found.Groups["tokens"].ValueSpan, CultureInfo.InvariantCulture)
            : null;

    /// <summary>Whether steps run as two half batches that hide each other's exchange.</summary>
    public static bool TwoBatches(string notes)
        => OverlapPattern().IsMatch(notes) && !NoOverlapPattern().IsMatch(notes);

    /// <summary>How the devices share a matrix, in the words of Pope et al.; null when not stated.</summary>
    public static MatrixCut? Cut(string notes)
        => CutPattern().Match(notes) is not { Success: true } found ? null
            : found.ValueSpan.StartsWith("2D") ? MatrixCut.BothWays : MatrixCut.Gathered;

    /// <summary>Whether devices share attention by heads, and not by sequences.</summary>
    public static bool AttentionByHeads(string notes)
        => notes.Contains("attention sharded over heads", StringComparison.Ordinal);

    /// <summary>Whether weights alone are narrow: they are widened before products in 16 bits.</summary>
    public static bool WeightsAlone(string notes) => WeightsAlonePattern().IsMatch(notes);

    [GeneratedRegex(@"2D weight-stationary|weight-gathered XYZ", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CutPattern();

    [GeneratedRegex(@"\bint[48] weights\b|\bweights only\b", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WeightsAlonePattern();

    [GeneratedRegex(@"batch: (?<tokens>\d+) tokens/GPU", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokensPattern();

    [GeneratedRegex("TBO|two micro-batches|dual-batch overlap", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OverlapPattern();

    [GeneratedRegex("TBO off|no TBO|without DBO", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoOverlapPattern();
}
