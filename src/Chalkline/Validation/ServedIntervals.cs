using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Engines;

namespace Chalkline.Validation;

/// <summary>States the intervals of served figures, works them out from rows, and holds them against groups left out.</summary>
public static class ServedIntervals
{
    /// <summary>What rows are left out by, one group at a time.</summary>
    public static ImmutableArray<string> LeftOutBy { get; } = ["model", "hardware", "source"];

    /// <summary>The spreads of a data folder.</summary>
    /// <exception cref="ChalkException">It has none, or the file is wrong.</exception>
    public static ServedSpread Open(DataFolder data) => ServedSpread.Read(Path.Combine(data.Path, ServedSpread.File));

    /// <summary>The kind of a column; null for one that is none of serving.</summary>
    public static ServedMetric? Metric(string column) => column switch
    {
        "ttft_ms" or "prefill_ms" => ServedMetric.TimeToFirstToken,
        "tpot_ms" or "itl_ms" or "decode_ms_per_step" => ServedMetric.TimePerOutputToken,
        "e2e_ms" => ServedMetric.EndToEnd,
        "output_tok_s_total" or "output_tok_s_per_gpu" or "input_tok_s_per_gpu" => ServedMetric.Throughput,
        _ => null,
    };

    /// <summary>A row with the intervals of its values.</summary>
    public static ScoredRow State(ScoredRow row, ServedSpread spread)
        => row.Facts is not { } facts ? row : row with { Values = [.. row.Values.Select(value => State(value, facts, spread))] };

    /// <summary>Works spreads out from the rows of quality <c>ok</c>.</summary>
    /// <param name="source">What the rows are.</param>
    /// <param name="rows">Rows with their groups.</param>
    public static ServedSpread Of(string source, IEnumerable<ScoredRow> rows) => ServedSpread.Of(source, Usable(rows)
        .SelectMany(row => row.Values
            .Where(value => Metric(value.Metric) is not null)
            .Select(value => new SpreadResidual(
                Metric(value.Metric)!.Value, row.Facts!, value.Measured / value.Predicted, Collection(row)))));

    /// <summary>
    /// Coverage of groups left out: each group of a key gets intervals from the rows of all the others.
    /// </summary>
    /// <param name="rows">Rows with their groups.</param>
    /// <param name="key">What is left out together, for example <c>model</c>.</param>
    /// <returns>By metric, the values that were judged, and how many lay in their interval; ascending.</returns>
    public static ImmutableSortedDictionary<ServedMetric, (int Count, int Covered)> LeftOut(
        IEnumerable<ScoredRow> rows, string key)
    {
        ScoredRow[] usable = [.. Usable(rows)];
        Dictionary<ServedMetric, (int Count, int Covered)> found = [];
        foreach (string group in usable.Select(row => row.Groups[key]).Distinct(StringComparer.Ordinal))
        {
            ServedSpread others = Of("", usable.Where(row => row.Groups[key] != group));
            foreach (ScoredRow row in usable.Where(row => row.Groups[key] == group).Select(row => State(row, others)))
            {
                foreach (ScoredValue value in row.Values.Where(MetricScore.HasInterval))
                {
                    ServedMetric metric = Metric(value.Metric)!.Value;
                    (int count, int covered) = found.GetValueOrDefault(metric);
                    found[metric] = (count + 1, covered + (value.Covered ? 1 : 0));
                }
            }
        }

        return found.ToImmutableSortedDictionary();
    }

    private static IEnumerable<ScoredRow> Usable(IEnumerable<ScoredRow> rows)
        => rows.Where(row => row is { Quality: CaseQuality.Ok, Skipped: null, Facts: not null });

    private static string Collection(ScoredRow row) => string.Join('\u001f', LeftOutBy.Select(key => row.Groups[key]));

    private static ScoredValue State(ScoredValue value, ServedFacts facts, ServedSpread spread)
    {
        double floor = value.LargerIsBetter ? 0 : value.Floor;
        (double low, double high) = Metric(value.Metric) is { } metric
            && spread.Interval(metric, facts, value.Predicted, floor) is { } known ? known : (double.NaN, double.NaN);
        return value with { Low = low, High = high };
    }
}
