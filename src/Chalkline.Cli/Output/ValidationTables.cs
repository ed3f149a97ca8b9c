using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>The tables of <c>chalk validate</c>.</summary>
internal static class ValidationTables
{
    private static readonly string[] ScoreHeadings =
        ["n", "Median", "Mean", "Bias", "p90", "In tol.", "In 80 %", "Under"];

    /// <summary>The word for a metric.</summary>
    public static string Name(string metric) => metric switch
    {
        "tpot_ms" => "TPOT",
        "itl_ms" => "ITL",
        "ttft_ms" => "TTFT",
        "e2e_ms" => "end to end",
        "prefill_ms" => "prefill",
        "decode_ms_per_step" => "decode step",
        "time_us" => "kernel time",
        "output_tok_s_total" => "output tokens/s",
        "output_tok_s_per_gpu" => "output tokens/s/GPU",
        "input_tok_s_per_gpu" => "input tokens/s/GPU",
        "tok_s_per_user" => "tokens/s/user",
        "mfu_pct" => "MFU",
        "hfu_pct" => "HFU",
        "iteration_s" => "iteration",
        "tokens_s_per_gpu" => "tokens/s/GPU",
        "tflops_per_gpu" => "TFLOP/s/GPU",
        "peak_mem_gib" => "peak memory",
        "bubble_rate" => "bubble",
        "activeParameters" => "active parameters",
        "totalParameters" => "total parameters",
        "kvBytesPerToken" => "KV bytes a token",
        _ => metric,
    };

    /// <summary>The unit of a metric; empty for a pure number.</summary>
    public static string Unit(string metric) => metric switch
    {
        _ when metric.Contains("_tok_s", StringComparison.Ordinal) || metric.StartsWith("tok", StringComparison.Ordinal) => "tokens/s",
        _ when metric.EndsWith("_ms", StringComparison.Ordinal) || metric.Contains("_ms_", StringComparison.Ordinal) => "ms",
        _ when metric.EndsWith("_us", StringComparison.Ordinal) => "us",
        _ when metric.EndsWith("_s", StringComparison.Ordinal) => "s",
        _ when metric.EndsWith("_pct", StringComparison.Ordinal) => "%",
        _ when metric.EndsWith("_gib", StringComparison.Ordinal) => "GiB",
        _ => "",
    };

    /// <summary>A row a metric.</summary>
    public static TableSpec Overall(ScoreTable table) => Tables.Of(
        "", ["Metric", .. ScoreHeadings], table.Overall.Select(score => Row([Name(score.Metric)], score)));

    /// <summary>A row for each group and metric.</summary>
    public static TableSpec Groups(ScoreTable table, ImmutableArray<string> keys)
    {
        // Where all rows have the one metric, its name would only take room.
        bool several = table.Overall.Length > 1;
        return Tables.Of(
            "",
            [.. keys, .. several ? ["Metric"] : Array.Empty<string>(), .. ScoreHeadings],
            table.Groups.SelectMany(group => group.Metrics.Select(score => Row(
                [.. group.By.Select(pair => (TableCell)pair.Value), .. several ? [Name(score.Metric)] : Array.Empty<TableCell>()],
                score))));
    }

    /// <summary>The values predicted worst.</summary>
    public static TableSpec Worst(ScoreTable table) => Tables.Of(
        "",
        ["Line", "Row", "Metric", "Measured", "Predicted", "80 % interval", "Times off", "Likely reason"],
        table.Worst.Select(worst => (IEnumerable<TableCell>)
        [
            Plain(worst.Row.Line),
            worst.Row.Id,
            Name(worst.Value.Metric),
            Figure(worst.Value.Measured),
            Figure(worst.Value.Predicted),
            MetricScore.HasInterval(worst.Value)
                ? $"{Figure(worst.Value.Low).Text} to {Figure(worst.Value.High).Text}"
                : "-",
            new(worst.Factor.ToString("#,0.0", CultureInfo.InvariantCulture), worst.Factor),
            worst.Row.Remark.Length > 0 ? worst.Row.Remark : "-",
        ]));

    /// <summary>A figure of any metric: parameters are read in billions, latencies as they are.</summary>
    private static TableCell Figure(double value)
        => Math.Abs(value) < 1e6 ? Tables.Number(value) : new(NumberText.Format(value, digits: 3), value);

    /// <summary>Why rows were not predicted.</summary>
    public static TableSpec Skipped(ValidationResult result) => Tables.Of(
        "",
        ["Reason", "Rows"],
        result.Skipped.Select(pair => (IEnumerable<TableCell>)[pair.Key, Tables.Count(pair.Value)]));

    /// <summary>A line for each scored value, as CSV has it.</summary>
    public static TableSpec Values(ValidationResult result)
    {
        string[] keys = [.. result.Rows.IsEmpty ? [] : result.Rows[0].Groups.Keys];
        return Tables.Of(
            "",
            ["line", "case_id", "quality", "metric", "measured", "predicted", "low", "high", "floor", "error", .. keys, "remark"],
            result.Rows.SelectMany(row => row.Values.Select(value => (IEnumerable<TableCell>)
            [
                Plain(row.Line),
                row.Id,
                row.Quality.ToString().ToLowerInvariant(),
                value.Metric,
                Plain(value.Measured),
                Plain(value.Predicted),
                Plain(value.Low),
                Plain(value.High),
                Plain(value.Floor),
                Plain(value.Error),
                .. keys.Select(key => (TableCell)row.Groups.GetValueOrDefault(key, "")),
                row.Remark,
            ])));
    }

    private static IEnumerable<TableCell> Row(IEnumerable<TableCell> names, MetricScore score) =>
    [
        .. names,
        Tables.Count(score.Count),
        Tables.Percent(score.MedianApe),
        Tables.Percent(score.MeanApe),
        Signed(score.Bias),
        Tables.Percent(score.P90Ape),
        Tables.Percent(score.WithinTolerance),
        score.Coverage80 is { } coverage ? Tables.Percent(coverage) : new("-"),
        Tables.Count(score.UnderFloor),
    ];

    private static TableCell Signed(double share)
        => new(share.ToString("+0.0 %;-0.0 %;0.0 %", CultureInfo.InvariantCulture), share);

    private static TableCell Plain(double value)
        => double.IsFinite(value) ? new(value.ToString("R", CultureInfo.InvariantCulture), value) : new("");
}
