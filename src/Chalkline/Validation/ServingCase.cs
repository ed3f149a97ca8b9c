using Chalkline.Calibration;

namespace Chalkline.Validation;

/// <summary>
/// One published operating point of a serving system. Null means that the source does not say. Times are milliseconds,
/// rates tokens a second, lengths tokens.
/// </summary>
public sealed record ServingCase
{
    /// <summary>Line of the file it was read from, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Stable identifier.</summary>
    public required string Id { get; init; }

    /// <summary>Collection it comes from, for example <c>mlperf_inference</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Engine; empty when unknown.</summary>
    public string Backend { get; init; } = "";

    /// <summary>Short name of the model.</summary>
    public string ModelName { get; init; } = "";

    /// <summary>Name of the model in the catalogue; empty when it has none.</summary>
    public string ModelKey { get; init; } = "";

    /// <summary>Accelerator or rack, for example <c>h100_sxm</c>; empty when unknown.</summary>
    public string Hardware { get; init; } = "";

    /// <summary>Label of the weights' format; empty when unknown.</summary>
    public string WeightPrecision { get; init; } = "";

    /// <summary>Label of the KV cache's format; empty when unknown.</summary>
    public string KeyValuePrecision { get; init; } = "";

    /// <summary>How prefill and decode share devices.</summary>
    public required CaseMode Mode { get; init; }

    /// <summary>Whether the row may be trusted.</summary>
    public required CaseQuality Quality { get; init; }

    /// <summary>Why it is weak or dropped; empty when it is neither.</summary>
    public string QualityReason { get; init; } = "";

    /// <summary>Whether speculation was on.</summary>
    public required Known Speculation { get; init; }

    /// <summary>Nominal input tokens of a request; may be a mean.</summary>
    public double? Input { get; init; }

    /// <summary>Nominal output tokens of a request; may be a mean, 0 for prefill alone.</summary>
    public double? Output { get; init; }

    /// <summary>Input tokens that were cached already; 0 when there were none.</summary>
    public double? Prefix { get; init; }

    /// <summary>Requests in flight, or sequences of a static batch.</summary>
    public double? Concurrency { get; init; }

    /// <summary>Requests a second of an open loop.</summary>
    public double? RequestRate { get; init; }

    /// <summary>All devices: TP x PP x attention-DP x replicas.</summary>
    public int? Devices { get; init; }

    /// <summary>Layout of a worker when prefill and decode share devices, or of the one phase there is.</summary>
    public WorkerLayout Worker { get; init; }

    /// <summary>Layout and number of prefill workers.</summary>
    public WorkerLayout Prefill { get; init; }

    /// <summary>Layout and number of decode workers.</summary>
    public WorkerLayout Decode { get; init; }

    /// <summary>Devices that share one expert.</summary>
    public int? ExpertTensorParallel { get; init; }

    /// <summary>Time to the first token, ms.</summary>
    public double? TimeToFirstToken { get; init; }

    /// <summary>Time of each output token after the first, ms: TPOT, or ITL, or what a stream's speed implies.</summary>
    public double? TimePerOutputToken { get; init; }

    /// <summary>Whole time of a request, or of a static batch, ms.</summary>
    public double? EndToEnd { get; init; }

    /// <summary>Time of a prefill, ms.</summary>
    public double? PrefillTime { get; init; }

    /// <summary>Time of one decode step, ms.</summary>
    public double? DecodeStepTime { get; init; }

    /// <summary>Model FLOP utilisation, percent of the peak of the arithmetic in use.</summary>
    public double? Utilisation { get; init; }

    /// <summary>Output tokens a second of all devices.</summary>
    public double? OutputRate { get; init; }

    /// <summary>Output tokens a second for each device (of the decode phase when that is apart).</summary>
    public double? OutputRatePerDevice { get; init; }

    /// <summary>Input tokens a second for each device (of the prefill phase when that is apart).</summary>
    public double? InputRatePerDevice { get; init; }

    /// <summary>What else the source says.</summary>
    public string Notes { get; init; } = "";
}

/// <summary>Workers of one kind, and how each is laid out; null means unknown.</summary>
/// <param name="Workers">Their number.</param>
/// <param name="TensorParallel">TP.</param>
/// <param name="PipelineStages">PP.</param>
/// <param name="AttentionParallel">Attention-DP.</param>
/// <param name="ExpertParallel">EP.</param>
public readonly record struct WorkerLayout(
    int? Workers, int? TensorParallel, int? PipelineStages, int? AttentionParallel, int? ExpertParallel);

/// <summary>How prefill and decode share devices.</summary>
public enum CaseMode
{
    /// <summary>On the same devices.</summary>
    Aggregated,

    /// <summary>On separate workers.</summary>
    Disaggregated,

    /// <summary>Prefill alone.</summary>
    Prefill,

    /// <summary>Decode alone.</summary>
    Decode,

    /// <summary>A static batch, or everything queued at the start.</summary>
    Offline,
}

/// <summary>Whether something was on.</summary>
public enum Known
{
    /// <summary>The source does not say.</summary>
    Unknown,

    /// <summary>It was off.</summary>
    No,

    /// <summary>It was on.</summary>
    Yes,
}
