using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>Short ways to make scored rows.</summary>
internal static class ScoredRows
{
    public static ScoredValue Value(
        double measured, double predicted, double low = double.NaN, double high = double.NaN, double floor = 0, string metric = "tpot_ms")
        => new(metric, measured, predicted, low, high, floor, LargerIsBetter: false);

    public static ScoredRow Row(int line, string group, params ReadOnlySpan<ScoredValue> values) => new()
    {
        Line = line,
        Id = $"row-{line}",
        Quality = CaseQuality.Ok,
        Groups = ImmutableSortedDictionary.CreateRange([KeyValuePair.Create("mode", group)]),
        Values = [.. values],
    };

    public static ScoreTable Score(params ScoredRow[] rows) => ScoreTable.Of(rows, ["mode"], (_, metric) => CaseTolerance.Default(metric));
}
