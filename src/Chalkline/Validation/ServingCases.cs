using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Files;

namespace Chalkline.Validation;

/// <summary>Reads measured operating points of serving systems: the input of <c>chalk validate</c>.</summary>
/// <remarks>Columns are described in <c>data/measurements/README.md</c>; columns that are not known are passed over.</remarks>
public static class ServingCases
{
    private const double MillisecondsPerSecond = 1000;

    /// <summary>Columns that a file must have; each cell but the first two may be empty.</summary>
    public static ImmutableArray<string> RequiredColumns { get; } =
    [
        "case_id", "source", "model", "model_key", "hardware", "weight_precision", "kv_precision", "mode", "isl", "osl",
        "prefix_len", "concurrency", "n_gpus", "tp", "pp", "attn_dp", "moe_ep", "spec_decode", "quality",
        "ttft_ms", "tpot_ms",
    ];

    /// <summary>Reads a file, in its order.</summary>
    /// <exception cref="ChalkException">The file cannot be read, lacks a column, or a cell is wrong.</exception>
    public static ImmutableArray<ServingCase> Read(string path) => Of(CsvTable.Read(path, []));

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole table.</param>
    /// <param name="file">A name for messages.</param>
    /// <exception cref="ChalkException">It lacks a column, or a cell is wrong.</exception>
    public static ImmutableArray<ServingCase> Parse(string text, string file)
        => Of(CsvTable.Parse(text, file, []));

    /// <summary>Reads a table, in its order.</summary>
    /// <exception cref="ChalkException">It lacks a column, or a cell is wrong.</exception>
    internal static ImmutableArray<ServingCase> Of(CsvTable table)
    {
        ImmutableArray<ServingCase>.Builder cases = ImmutableArray.CreateBuilder<ServingCase>();
        Dictionary<string, int> seen = new(StringComparer.Ordinal);
        foreach (CsvRow row in table.Require(RequiredColumns).Rows)
        {
            ServingCase found = Case(row);
            if (!seen.TryAdd(found.Id, row.Line))
            {
                throw new ChalkException(
                    $"{table.File}: line {row.Line}, column case_id: '{found.Id}' stands on line {seen[found.Id]} already; "
                    + "give each row its own.");
            }

            cases.Add(found);
        }

        return cases.ToImmutable();
    }

    private static ServingCase Case(CsvRow row)
    {
        (CaseQuality quality, string reason) = CaseQualities.Of(row);
        return new()
        {
            Line = row.Line,
            Id = row.Required("case_id"),
            Source = row.Required("source"),
            Backend = row.Text("backend"),
            ModelName = row.Text("model"),
            ModelKey = row.Text("model_key"),
            Hardware = row.Text("hardware"),
            WeightPrecision = row.Text("weight_precision"),
            KeyValuePrecision = row.Text("kv_precision"),
            Mode = Mode(row),
            Quality = quality,
            QualityReason = reason,
            Speculation = row.OneOf("spec_decode", "unknown", "yes", "no", "") switch
            {
                "yes" => Known.Yes,
                "no" => Known.No,
                _ => Known.Unknown,
            },
            Input = row.Number("isl", 1),
            Output = row.Number("osl", 0),
            Prefix = row.Number("prefix_len", 0),
            Concurrency = row.Number("concurrency", 0, above: true),
            RequestRate = row.Number("request_rate", 0, above: true),
            Devices = row.Count("n_gpus"),
            Worker = new(null, row.Count("tp"), row.Count("pp"), row.Count("attn_dp"), row.Count("moe_ep")),
            ExpertTensorParallel = row.Count("moe_tp"),
            Prefill = Apart(row, "p_"),
            Decode = Apart(row, "d_"),
            TimeToFirstToken = Time(row, "ttft_ms"),
            TimePerOutputToken = Time(row, "tpot_ms") ?? Time(row, "itl_ms")
                ?? (MillisecondsPerSecond / row.Number("tok_s_per_user", 0, above: true)),
            EndToEnd = Time(row, "e2e_ms"),
            PrefillTime = Time(row, "prefill_ms"),
            DecodeStepTime = Time(row, "decode_ms_per_step"),
            Utilisation = row.Number("mfu_pct", 0, above: true),
            OutputRate = row.Number("output_tok_s_total", 0, above: true),
            OutputRatePerDevice = row.Number("output_tok_s_per_gpu", 0, above: true),
            InputRatePerDevice = row.Number("input_tok_s_per_gpu", 0, above: true),
            Notes = row.Text("notes"),
        };
    }

    private static double? Time(CsvRow row, string column) => row.Number(column, 0, above: true);

    private static WorkerLayout Apart(CsvRow row, string prefix) => new(
        row.Count(prefix + "workers"),
        row.Count(prefix + "tp"),
        null,
        row.Count(prefix + "attn_dp"),
        row.Count(prefix + "moe_ep"));

    private static CaseMode Mode(CsvRow row) => row.OneOf("mode", "agg", "disagg", "prefill", "decode", "offline") switch
    {
        "agg" => CaseMode.Aggregated,
        "disagg" => CaseMode.Disaggregated,
        "prefill" => CaseMode.Prefill,
        "decode" => CaseMode.Decode,
        _ => CaseMode.Offline,
    };
}
