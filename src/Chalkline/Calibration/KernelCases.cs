using System.Collections.Immutable;
using Chalkline.Files;
using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>Reads measured kernels and collectives, in the columns of <c>data/measurements/kernels.csv</c>.</summary>
public static class KernelCases
{
    private const double Micro = 1e-6;

    /// <summary>Columns that a file must have; most cells may be empty.</summary>
    public static ImmutableArray<string> RequiredColumns { get; } =
        ["case_id", "source", "hardware", "kind", "precision", "time_us", "quality"];

    /// <summary>Reads a file, in its order.</summary>
    /// <exception cref="ChalkException">The file cannot be read, lacks a column, or a cell is wrong.</exception>
    public static ImmutableArray<KernelCase> Read(string path)
        => Of(CsvTable.Read(path, []));

    /// <summary>Reads a text.</summary>
    /// <param name="text">The whole table.</param>
    /// <param name="file">A name for messages.</param>
    /// <exception cref="ChalkException">It lacks a column, or a cell is wrong.</exception>
    public static ImmutableArray<KernelCase> Parse(string text, string file)
        => Of(CsvTable.Parse(text, file, []));

    /// <summary>Reads a table, in its order.</summary>
    /// <exception cref="ChalkException">It lacks a column, or a cell is wrong.</exception>
    internal static ImmutableArray<KernelCase> Of(CsvTable table)
        => [.. table.Require(RequiredColumns).Rows.Select(Case)];

    private static KernelCase Case(CsvRow row)
    {
        (CaseQuality quality, string reason) = CaseQualities.Of(row);
        (KernelWork? work, string unusable) = Work(row);
        return new(
            row.Line,
            row.Required("case_id"),
            row.Required("source"),
            row.Text("hardware"),
            row.Text("algorithm_library"),
            quality,
            reason,
            row.Number("time_us", 0, above: true) * Micro,
            work,
            unusable);
    }

    private static (KernelWork? Work, string Unusable) Work(CsvRow row)
    {
        string library = row.Text("algorithm_library");
        if (Kind(row) is not { } kind)
        {
            return (null, $"kind '{row.Text("kind")}' has no kernel model");
        }

        if (Formats(row.Text("precision")) is not ({ } weights, { } activations))
        {
            return (null, $"precision '{row.Text("precision")}' is not known");
        }

        KernelWork work = new()
        {
            Kind = kind,
            Algorithm = Algorithm(kind, library),
            Weights = weights,
            Activations = activations,
            Quantised = library.Contains("DeepGEMM", StringComparison.Ordinal)
                || library.Contains("vendor BLAS", StringComparison.Ordinal),
            Recorded = library.Contains("CUDA graph", StringComparison.Ordinal),
            KeyValue = row.Text("kv_precision") is { Length: > 0 } cache ? Formats(cache).Weights : null,
            Devices = row.Count("n_gpus") ?? 1,
            M = row.Number("m", 0) ?? 0,
            N = row.Number("n", 0) ?? 0,
            K = row.Number("k", 0) ?? 0,
            Batch = row.Number("batch", 0) ?? 0,
            QueryTokens = row.Number("seq_q", 0) ?? 0,
            KeyTokens = row.Number("seq_kv", 0) ?? 0,
            Heads = row.Number("heads", 0) ?? 0,
            KeyValueHeads = row.Number("kv_heads", 0) ?? 0,
            HeadDim = row.Number("head_dim", 0) ?? 0,
            ValueHeadDim = row.Number("v_head_dim", 0) ?? 0,
            Experts = row.Number("experts", 0) ?? 0,
            ExpertsPerToken = row.Number("experts_per_token", 0) ?? 0,
            Hidden = row.Number("hidden", 0) ?? 0,
            Intermediate = row.Number("intermediate", 0) ?? 0,
            Tokens = row.Number("tokens", 0) ?? 0,
            ExpertParallel = row.Number("ep", 0) ?? 1,
            ExpertTensorParallel = row.Number("tp", 0) ?? 1,
            Skew = Skew(row),
            MessageBytes = row.Number("bytes", 0) ?? 0,
        };
        return Missing(work) is { } missing ? (null, $"{missing} not stated") : (work, "");
    }

    /// <summary>The first field that the kind needs and the row does not give; null when it is complete.</summary>
    private static string? Missing(in KernelWork work) => work.Kind switch
    {
        KernelKind.Gemm or KernelKind.GroupedGemm when work is not { M: > 0, N: > 0, K: > 0 } => "m, n or k",
        KernelKind.AttentionPrefill or KernelKind.AttentionDecode or KernelKind.LatentPrefill or KernelKind.LatentDecode
            or KernelKind.SparseAttention when work is not { Batch: > 0, KeyTokens: > 0, Heads: > 0 } => "batch, seq_kv or heads",
        KernelKind.LinearAttention when work is not { Batch: > 0, Heads: > 0 } => "batch or heads",
        KernelKind.Experts when work is not { Experts: > 0, ExpertsPerToken: > 0, Hidden: > 0, Intermediate: > 0, Tokens: > 0 }
            => "experts, experts_per_token, hidden, intermediate or tokens",
        KernelKind.Norm or KernelKind.Elementwise when work is not { M: > 0, N: > 0 } => "m or n",
        KernelKind.AllReduce or KernelKind.AllGather or KernelKind.ReduceScatter or KernelKind.PointToPoint
            when work is not { MessageBytes: > 0, Devices: > 1 } => "bytes or n_gpus",
        KernelKind.AllToAll when !(work.Devices > 1 && (work.MessageBytes > 0 || work is { Tokens: > 0, Hidden: > 0 }))
            => "bytes, or tokens and hidden",
        _ => null,
    };

    private static KernelKind? Kind(CsvRow row) => row.Text("kind") switch
    {
        "gemm" => KernelKind.Gemm,
        "grouped_gemm" => KernelKind.GroupedGemm,
        "moe" => KernelKind.Experts,
        "attention_prefill" => KernelKind.AttentionPrefill,
        "attention_decode" => KernelKind.AttentionDecode,
        "mla_prefill" => KernelKind.LatentPrefill,
        "mla_decode" => KernelKind.LatentDecode,
        "sparse_attention" => KernelKind.SparseAttention,
        "linear_attention" => KernelKind.LinearAttention,
        "norm" => KernelKind.Norm,
        "elementwise" => KernelKind.Elementwise,
        "all_reduce" => KernelKind.AllReduce,
        "all_gather" => KernelKind.AllGather,
        "reduce_scatter" => KernelKind.ReduceScatter,
        "all_to_all" => KernelKind.AllToAll,
        "p2p" => KernelKind.PointToPoint,
        _ => null,
    };

    private static KernelAlgorithm Algorithm(KernelKind kind, string library)
    {
        bool Says(string word) => library.Contains(word, StringComparison.OrdinalIgnoreCase);
        return kind switch
        {
            KernelKind.AllReduce when Says("custom") => KernelAlgorithm.CustomAllReduce,
            KernelKind.AllToAll when Says("dispatch") && Says("low_latency") => KernelAlgorithm.LowLatencyDispatch,
            KernelKind.AllToAll when Says("combine") && Says("low_latency") => KernelAlgorithm.LowLatencyCombine,
            KernelKind.AllToAll when Says("dispatch") => KernelAlgorithm.Dispatch,
            KernelKind.AllToAll when Says("combine") => KernelAlgorithm.Combine,
            KernelKind.LinearAttention when Says("conv") => KernelAlgorithm.Convolution,
            KernelKind.SparseAttention when Says("indexer") => KernelAlgorithm.Indexer,
            _ => KernelAlgorithm.Default,
        };
    }

    /// <summary>Formats behind a precision label; <c>_wo</c> and <c>w4a16</c> quantise the weights alone.</summary>
    private static (NumberFormat? Weights, NumberFormat? Activations) Formats(string label) => label switch
    {
        "" or "bf16" => (NumberFormat.Bf16, NumberFormat.Bf16),
        "fp16" => (NumberFormat.Fp16, NumberFormat.Fp16),
        "fp32" => (NumberFormat.Fp32, NumberFormat.Fp32),
        "fp8" => (NumberFormat.Fp8, NumberFormat.Fp8),
        "fp8_block" => (NumberFormat.Fp8Block, NumberFormat.Fp8Block),
        "mxfp8" => (NumberFormat.Mxfp8, NumberFormat.Mxfp8),
        "nvfp4" or "fp4" => (NumberFormat.Nvfp4, NumberFormat.Nvfp4),
        "mxfp4" => (NumberFormat.Mxfp4, NumberFormat.Mxfp4),
        "int8" or "int8_smoothquant" => (NumberFormat.Int8, NumberFormat.Int8),
        "int8_wo" => (NumberFormat.Int8, NumberFormat.Bf16),
        "int4_wo" => (NumberFormat.Int4, NumberFormat.Bf16),
        "w4a16_mxfp4" => (NumberFormat.Mxfp4, NumberFormat.Bf16),
        "w4a8_mxfp4_mxfp8" => (NumberFormat.Mxfp4, NumberFormat.Mxfp8),
        _ => (null, null),
    };

    private static double Skew(CsvRow row)
    {
        const string PowerLaw = "power_law_";
        string text = row.Text("distribution");
        return text.StartsWith(PowerLaw, StringComparison.Ordinal)
            && double.TryParse(text[PowerLaw.Length..], System.Globalization.CultureInfo.InvariantCulture, out double exponent)
            ? exponent
            : text is "" or "balanced" ? 0 : throw row.Wrong("distribution", $"'{text}' is wrong", "write balanced or power_law_EXPONENT");
    }
}
