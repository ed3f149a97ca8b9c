using System.Globalization;

namespace Chalkline.Catalog;

/// <summary>
/// What a user asks for, cut into a name and a count: <c>h200x16</c>, <c>8xH100</c>, <c>tpu-v5e-16</c>.
/// </summary>
/// <param name="Name">The name or path.</param>
/// <param name="Count">How many, as written; null when no count was.</param>
internal readonly record struct HardwareRequest(string Name, string? Count)
{
    /// <summary>More devices than the world has in one place.</summary>
    public const int Most = 1_000_000;

    private const string Signs = "xX×*";

    /// <summary>Cuts <c>NAMExN</c> or <c>NxNAME</c>; the count is null when the text has neither shape.</summary>
    public static HardwareRequest Times(string text)
    {
        int last = text.AsSpan().LastIndexOfAny(Signs);
        if (last > 0 && IsCount(text.AsSpan(last + 1)))
        {
            return new(text[..last].TrimEnd(' ', '-', '_'), text[(last + 1)..].Trim());
        }

        int first = text.AsSpan().IndexOfAny(Signs);
        return first > 0 && first < text.Length - 1 && IsCount(text.AsSpan(0, first))
            ? new(text[(first + 1)..].TrimStart(' ', '-', '_'), text[..first].Trim())
            : new(text, null);
    }

    /// <summary>Cuts <c>NAME-N</c>, the way slices of a pod are named.</summary>
    public static HardwareRequest Slice(string text)
    {
        int last = text.LastIndexOfAny(['-', '_', ' ']);
        return last > 0 && IsCount(text.AsSpan(last + 1))
            ? new(text[..last], text[(last + 1)..])
            : new(text, null);
    }

    /// <summary>The count as a number.</summary>
    /// <exception cref="ChalkException">It is not from 1 to <see cref="Most"/>.</exception>
    public int Number(string asked)
        => int.TryParse(Count, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            && number is >= 1 and <= Most
            ? number
            : throw new ChalkException(string.Create(
                CultureInfo.InvariantCulture, $"'{asked}': the count {Count} must be a whole number, 1 to {Most}."));

    private static bool IsCount(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.Length > 0 && text[0] is '-' or '+')
        {
            text = text[1..];
        }

        return text.Length > 0 && text.IndexOfAnyExceptInRange('0', '9') < 0;
    }
}
