using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>How near predictions are to come, and the best physical explanation found where they do not.</summary>
/// <param name="Figure">What is predicted.</param>
/// <param name="Kind">What kind of rows.</param>
/// <param name="Goal">Largest median error, as a fraction.</param>
/// <param name="Metrics">Columns that count; empty for all.</param>
/// <param name="Rows">Rows that count.</param>
/// <param name="Families">Families of kernels that count, where devices can be left out of their fit; else
/// empty.</param>
/// <param name="Explanation">Why it is missed, as far as is known.</param>
internal sealed record AccuracyTarget(
    string Figure,
    ValidationKind Kind,
    double Goal,
    string[] Metrics,
    Func<ScoredRow, bool> Rows,
    string[] Families,
    string Explanation)
{
    /// <summary>The targets, in the order they are shown.</summary>
    public static AccuracyTarget[] All { get; } =
    [
        Serving("TPOT, aggregated", 0.10, ["tpot_ms", "itl_ms"], row => Is(row, "mode", "agg"),
            "host time of engine versions that are not recorded, and drafting ahead, which no row records"),
        Serving("TTFT below saturation", 0.20, ["ttft_ms"], row => Is(row, "load", "below"),
            "means over runs whose first requests come all at once and queue before the prefill; steady state has no "
                + "such queue"),
        Serving("Tokens/s a device, offline and at most load", 0.15, ["output_tok_s_per_gpu", "output_tok_s_total"],
            row => Is(row, "load", "over"),
            "the published figure is of the whole run, its start and its end included, and experts are not loaded "
                + "evenly"),
        Serving("TPOT, separate pools with known workers", 0.15, ["tpot_ms", "itl_ms"], row => Is(
            row, "mode", "disagg"),
            "drafting ahead is not recorded: repeats of one configuration differ two- to fourfold"),
        Serving("PaLM on TPU v4, latency and MFU", 0.10, [], row => Is(row, "source", "pope2022_palm_tpuv4"),
            "no kernel was measured on a TPU: stated efficiencies time it"),
        Serving("FasterTransformer on A100", 0.15, [], row => Is(row, "source", "fastertransformer_a100"),
            "kernels of 2021 without fused attention, and all-reduce between nodes, timed by kernels of today"),
        Serving("DeepSeek service, tokens/s a node", 0.10, [], row => Is(row, "source", "deepseek_day6_service"),
            "averages of a day whose batch and load are not stated"),
        Kernels("GEMM", 0.10, "gemm", ["gemm-bf16", "gemm-fp8", "gemm-fp8-block", "gemm-fp4", "gemm-int8", "gemm-weight-only"],
            "block-scaled FP8 is a different library on each generation: its start-up differs, not its peak"),
        Kernels(
            "Attention, decode", 0.12, "attention_decode", ["attention-decode"],
            "each library splits the cache its own way"),
        Kernels(
            "Attention, prefill", 0.12, "attention_prefill", ["attention-prefill"],
            "kernels are tuned to one generation"),
        Kernels("Experts", 0.20, "moe", ["experts"], "routing of the measured runs is a law, not a trace"),
        Kernels("All-reduce", 0.15, "all_reduce", ["all-reduce", "custom-all-reduce"],
            "switches that reduce, and the fixed time of an exchange, belong to a generation of links, not to a "
                + "datasheet"),
    ];

    private static AccuracyTarget Serving(
        string figure, double goal, string[] metrics, Func<ScoredRow, bool> rows, string explanation)
        => new(figure, ValidationKind.Serving, goal, metrics, rows, [], explanation);

    private static AccuracyTarget Kernels(
        string figure, double goal, string kind, string[] families, string explanation)
        => new(figure, ValidationKind.Kernels, goal, [], row => Is(row, "kind", kind), families, explanation);

    private static bool Is(ScoredRow row, string key, string value) => row.Groups.GetValueOrDefault(key) == value;
}
