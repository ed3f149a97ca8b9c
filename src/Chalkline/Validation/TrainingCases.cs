using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Files;
using Chalkline.Training;

namespace Chalkline.Validation;

/// <summary>Reads measured training configurations, in the columns of <c>data/measurements/training.csv</c>.</summary>
internal static class TrainingCases
{
    private const double Giga = 1e9;

    /// <summary>Columns that a file must have; most cells may be empty.</summary>
    public static ImmutableArray<string> RequiredColumns { get; } =
    [
        "case_id", "layers", "hidden", "heads", "seq_len", "hardware", "n_gpus", "precision", "tp", "pp",
        "global_batch", "iteration_s", "quality",
    ];

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole table.</param>
    /// <param name="file">A name for messages.</param>
    /// <exception cref="ChalkException">It lacks a column, or a cell is wrong.</exception>
    public static ImmutableArray<TrainingCase> Parse(string text, string file)
        => Of(CsvTable.Parse(text, file, []));

    /// <summary>Reads a table, in its order.</summary>
    /// <exception cref="ChalkException">It lacks a column, or a cell is wrong.</exception>
    public static ImmutableArray<TrainingCase> Of(CsvTable table)
        => [.. table.Require(RequiredColumns).Rows.Select(Case)];

    private static TrainingCase Case(CsvRow row)
    {
        // A run that ended for want of memory is a trusted answer of another kind.
        const string Mark = "oom:";
        string text = row.Text("quality");
        bool ended = text.StartsWith(Mark, StringComparison.Ordinal);
        (CaseQuality quality, string reason) =
            ended ? (CaseQuality.Ok, text[Mark.Length..].Trim()) : CaseQualities.Of(row);
        (TrainingJob? job, string unusable, string assumed) = TrainingJobs.Of(row);
        return new()
        {
            Line = row.Line,
            Id = row.Required("case_id"),
            Hardware = row.Text("hardware"),
            Quality = quality,
            QualityReason = reason,
            OutOfMemory = ended,
            Job = job,
            Unusable = unusable,
            Assumed = assumed,
            ScaleOut = row.Number("scaleout_gb_s_per_gpu", 0, above: true) * Giga,
            Iteration = row.Number("iteration_s", 0, above: true),
            TokensPerDevice = row.Number("tokens_s_per_gpu", 0, above: true),
            Utilisation = row.Text("flop_convention").StartsWith("hardware", StringComparison.Ordinal)
                ? null : row.Number("mfu_pct", 0, above: true),
            Causal = row.Text("flop_convention").EndsWith("causal_once", StringComparison.Ordinal),
            PeakMemory = row.Number("peak_mem_gib", 0, above: true),
        };
    }
}
