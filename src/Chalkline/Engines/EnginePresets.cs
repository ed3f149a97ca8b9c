using System.Collections.Immutable;
using Chalkline.Derivations;

namespace Chalkline.Engines;

/// <summary>The engines that are known by name.</summary>
public static class EnginePresets
{
    /// <summary>vLLM's V1 engine: every step mixes decoding with chunks of prompts; the cache grows on demand.</summary>
    public static EnginePreset Vllm { get; } = new()
    {
        Name = "vllm",
        Versions = "0.8 to 0.20 (V1 engine)",
        Policy = StepPolicy.Mixed,
        Chunked = true,
        StepTokens = 8192,
        TokensPerGroup = true,
        Sequences = 1024,
        MemoryShare = 0.9,
        FreeShare = 1,
        Reserved = 0,
        HostPerStep = new(1.0e-3),
        HostPerSequence = new(5e-6),
        HostPerRequest = new(15e-3),
        EntrySteps = 1,
        PrefillTokens = 8192,
        HandOver = new(150e-3),
        NarrowCache = true,
        Source = new(
            "vLLM documentation, engine arguments: max_num_batched_tokens 8192, max_num_seqs 1024, gpu_memory_utilization 0.9 "
            + "on devices of 70 GiB and more; times fitted to shipped runs",
            "2026-04",
            Verification.Partial),
    };

    /// <summary>SGLang: prompts first, in chunks of their own; decoding in between.</summary>
    public static EnginePreset Sglang { get; } = new()
    {
        Name = "sglang",
        Versions = "0.4 to 0.5",
        Policy = StepPolicy.PrefillFirst,
        Chunked = true,
        StepTokens = 8192,
        TokensPerGroup = false,
        Sequences = 4096,
        MemoryShare = 0.88,
        FreeShare = 1,
        Reserved = 0.5,
        HostPerStep = new(0.7e-3),
        HostPerSequence = new(3e-6),
        HostPerRequest = new(15e-3),
        EntrySteps = 1,
        PrefillTokens = 16384,
        HandOver = new(120e-3),
        NarrowCache = false,
        Source = new(
            "SGLang documentation, server arguments: chunked_prefill_size 8192, mem_fraction_static about 0.88, "
            + "schedule_conservativeness 1; times fitted to shipped runs",
            "2026-04",
            Verification.Partial),
    };

    /// <summary>TensorRT-LLM's PyTorch back end: whole prompts join decode steps; a request's whole cache is reserved.</summary>
    public static EnginePreset TensorRt { get; } = new()
    {
        Name = "trtllm",
        Versions = "1.0 to 1.3",
        Policy = StepPolicy.Mixed,
        Chunked = false,
        StepTokens = 8192,
        TokensPerGroup = true,
        Sequences = 2048,
        MemoryShare = 1,
        FreeShare = 0.9,
        Reserved = 1,
        HostPerStep = new(0.5e-3),
        HostPerSequence = new(2e-6),
        HostPerRequest = new(20e-3),
        EntrySteps = 1,
        PrefillTokens = 8192,
        HandOver = new(60e-3),
        NarrowCache = true,
        Source = new(
            "TensorRT-LLM documentation: max_num_tokens 8192, max_batch_size 2048, free_gpu_memory_fraction 0.9, "
            + "GUARANTEED_NO_EVICT; quantised checkpoints carry an FP8 KV cache; times fitted to shipped runs",
            "2026-04",
            Verification.Partial),
    };

    /// <summary>All of them.</summary>
    public static ImmutableArray<EnginePreset> All { get; } = [Vllm, Sglang, TensorRt];

    /// <summary>Finds an engine by name, whatever its case.</summary>
    /// <exception cref="ChalkException">The name is none of them.</exception>
    public static EnginePreset Find(string name)
        => All.FirstOrDefault(preset => string.Equals(preset.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ChalkException(
                $"'{name}' is not a known engine; choose one of {string.Join(", ", All.Select(preset => preset.Name))}.");
}
