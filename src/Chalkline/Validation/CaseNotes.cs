using System.Globalization;
using System.Text.RegularExpressions;

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

    [GeneratedRegex(@"batch: (?<tokens>\d+) tokens/GPU", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TokensPattern();

    [GeneratedRegex("TBO|two micro-batches|dual-batch overlap", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OverlapPattern();

    [GeneratedRegex("TBO off|no TBO|without DBO", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoOverlapPattern();
}
