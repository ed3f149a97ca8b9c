using System.Collections.Immutable;

namespace Chalkline.Validation;

/// <summary>
/// How TensorRT-LLM's performance overview runs <c>trtllm-bench</c>: so many requests of one length, all sent at once, and
/// the tokens of all divided by the time until the last is done. The first wave of prompts and the last, thinning batch
/// are part of that time.
/// </summary>
/// <remarks>
/// NVIDIA/TensorRT-LLM, perf-overview.md, "Preparing a Dataset" and "Running the Benchmark", versions 1.0 and 1.x
/// (commits 00f3768 and 585c756).
/// </remarks>
internal static class QueuedRequests
{
    /// <summary>The collection whose rows are run like that.</summary>
    public const string Source = "trtllm_perf_overview";

    /// <summary>Batches for which graphs are captured, <c>cuda_graph_config</c> of its options.</summary>
    public static ImmutableArray<int> Captured { get; } =
        [1, 2, 4, 8, 16, 32, 64, 128, 256, 384, 512, 1024, 2048, 4096, 8192];

    /// <summary>Requests of a row's run; null where the source does not say.</summary>
    public static double? Of(ServingCase row) => row.Source != Source ? null : (row.Input, row.Output) switch
    {
        (128, 128) => 30000,
        (128, 2048) or (2048, 128) or (1000, 1000) or (500, 2000) or (1024, 1024) => 3000,
        (128, 4096) or (1000, 2000) or (2048, 2048) or (5000, 500) or (8192, 1024) or (1024, 8192) => 1500,
        (20000, 2000) or (32768, 1024) or (1024, 32768) => 1000,
        _ => null,
    };
}
