using System.Globalization;
using System.Text.RegularExpressions;
using Chalkline.Engines;

namespace Chalkline.Validation;

/// <summary>The engine of a row: that of its backend, with the limits that the row says it was started with.</summary>
internal static partial class CaseEngine
{
    /// <summary>The engine; null when the row names none that is modelled.</summary>
    public static EnginePreset? Of(ServingCase row)
    {
        Match limit = SequenceLimit().Match(row.Notes);
        return EnginePresets.OfBackend(row.Backend) is { } preset && limit.Success
                && int.TryParse(limit.Groups["value"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int sequences)
                && sequences > 0
            ? preset with { Sequences = sequences }
            : EnginePresets.OfBackend(row.Backend);
    }

    /// <summary>
    /// Requests of an open loop, where the row says how many it had: under a load above capacity the queue grows until
    /// they end. Null when it does not.
    /// </summary>
    public static double? Requests(ServingCase row)
    {
        Match stated = RequestCount().Match(row.Notes);
        return stated.Success
                && int.TryParse(stated.Groups["value"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out int requests)
                && requests is > 0 and <= 100_000
            ? requests
            : null;
    }

    [GeneratedRegex(@"\bmeans of (?<value>\d+) requests\b", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex RequestCount();

    /// <summary>The engines' own name of the setting, and its value.</summary>
    [GeneratedRegex(@"\bmax_num_seqs[ =](?<value>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SequenceLimit();
}
