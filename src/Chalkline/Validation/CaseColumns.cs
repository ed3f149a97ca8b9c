using System.Collections.Immutable;
using Chalkline.Files;

namespace Chalkline.Validation;

/// <summary>What tells the kinds of tables apart, and which of their columns rows can be grouped by.</summary>
internal static class CaseColumns
{
    /// <summary>The kinds in the order they are looked for, each with the columns that only it has.</summary>
    public static ImmutableArray<(ValidationKind Kind, ImmutableArray<string> Marks)> Kinds { get; } =
    [
        (ValidationKind.Serving, ["ttft_ms", "tpot_ms"]),
        (ValidationKind.Kernels, ["kind", "time_us"]),
        (ValidationKind.Training, ["iteration_s", "global_batch"]),
        (ValidationKind.Prices, ["input_usd_per_m", "output_usd_per_m"]),
    ];

    /// <summary>Keys of groups and the columns they stand for; the first that the file has is taken.</summary>
    private static readonly (string Key, ImmutableArray<string> Columns)[] Keys =
    [
        ("model", ["model_key", "model", "architecture"]),
        ("provider", ["provider"]),
        ("speed_tier", ["speed_tier"]),
        ("hardware", ["hardware"]),
        ("source", ["source"]),
        ("mode", ["mode"]),
        ("backend", ["backend"]),
        ("backend_version", ["backend_version"]),
        ("precision", ["weight_precision", "precision"]),
        ("kv_precision", ["kv_precision"]),
        ("isl", ["isl"]),
        ("osl", ["osl"]),
        ("concurrency", ["concurrency"]),
        ("n_gpus", ["n_gpus"]),
        ("tp", ["tp"]),
        ("pp", ["pp"]),
        ("attn_dp", ["attn_dp"]),
        ("ep", ["moe_ep", "ep"]),
        ("spec_decode", ["spec_decode"]),
        ("kind", ["kind"]),
        ("library", ["algorithm_library"]),
        ("distribution", ["distribution"]),
        ("task", ["task"]),
        ("dp", ["dp"]),
        ("cp", ["cp"]),
        ("fsdp_or_zero", ["fsdp_or_zero"]),
        ("schedule", ["schedule"]),
        ("recompute", ["recompute"]),
        ("seq_len", ["seq_len"]),
    ];

    /// <summary>The keys that a table has columns for, with the columns of each in order of preference.</summary>
    public static ImmutableArray<(string Key, ImmutableArray<string> Columns)> Of(CsvTable table)
        => [.. Keys.Where(key => key.Columns.Any(column => table.Column(column) >= 0))];

    /// <summary>The keys rows are grouped by when nobody asks.</summary>
    public static ImmutableArray<string> Default(ValidationKind kind) => kind switch
    {
        ValidationKind.Serving => ["mode", "hardware"],
        ValidationKind.Kernels => ["kind", "precision"],
        ValidationKind.Training => ["source"],
        ValidationKind.Prices => ["model"],
        _ => [],
    };
}
