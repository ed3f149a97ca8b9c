using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;

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
        HostPerStep = new(0.3e-3),
        HostPerSequence = new(10e-6),
        HostPerRequest = new(15e-3),
        EntrySteps = 2,
        Captured = [1, 2, 4, .. Multiples(8, 512)],
        HostPerLaunch = new(15e-6),
        PrefillTokens = 8192,
        HandOver = new(150e-3),
        NarrowCache = true,
        Source = new(
            "vLLM documentation, engine arguments: max_num_batched_tokens 8192, max_num_seqs 1024, gpu_memory_utilization 0.9 "
            + "on devices of 70 GiB and more; times fitted to shipped runs",
            "2026-04",
            Verification.Partial),
    };

    /// <summary>vLLM before 0.14 as it comes: a step is scheduled when the one before it is done, so none queues ahead.</summary>
    public static EnginePreset VllmInStep { get; } = Vllm with
    {
        Versions = "0.8 to 0.13 (V1 engine)",
        HostPerStep = new(1.0e-3),
        EntrySteps = 1,
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
        HostPerStep = new(0.2e-3),
        HostPerSequence = new(6e-6),
        HostPerRequest = new(15e-3),
        EntrySteps = 2,
        Captured = [1, 2, 4, .. Multiples(8, 512)],
        HostPerLaunch = new(50e-6),
        PrefillTokens = 16384,
        HandOver = new(120e-3),
        NarrowCache = false,
        WorkspaceApart = true,
        Routing = GroupRouting.InTurn,
        PrefillRouting = GroupRouting.Drawn,
        DecodeRouting = GroupRouting.InTurn,
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
        HostPerStep = new(0.2e-3),
        HostPerSequence = new(6e-6),
        HostPerRequest = new(20e-3),
        EntrySteps = 2,
        Captured = [1, 2, 4, .. Multiples(8, 128), 256, 512, 1024, 2048],
        HostPerLaunch = new(50e-6),
        PrefillTokens = 8192,
        HandOver = new(60e-3),
        NarrowCache = true,
        Source = new(
            "TensorRT-LLM documentation: max_num_tokens 8192, max_batch_size 2048, free_gpu_memory_fraction 0.9, "
            + "GUARANTEED_NO_EVICT; quantised checkpoints carry an FP8 KV cache; times fitted to shipped runs",
            "2026-04",
            Verification.Partial),
    };

    /// <summary>
    /// An engine that nothing else is known of: TensorRT-LLM's scheduling, and a compiled program that launches kernels
    /// faster than they run and fills no batch up.
    /// </summary>
    public static EnginePreset Compiled { get; } = TensorRt with { Name = "compiled", Captured = [], HostPerLaunch = default };

    /// <summary>
    /// FasterTransformer: a batch starts and ends together, in kernels that the host launches one by one. It takes no
    /// request into a running batch, so it is for <see cref="StaticBatch"/> alone.
    /// </summary>
    public static EnginePreset FasterTransformer { get; } = new()
    {
        Name = "fastertransformer",
        Versions = "4.0 to 5.3",
        Policy = StepPolicy.PrefillFirst,
        Chunked = false,
        StepTokens = 1 << 20,
        TokensPerGroup = true,
        Sequences = 4096,
        MemoryShare = 1,
        FreeShare = 1,
        Reserved = 1,
        HostPerStep = new(0.3e-3),
        HostPerSequence = new(25e-6),
        HostPerRequest = Seconds.Zero,
        EntrySteps = 0,
        PrefillTokens = 1 << 20,
        HandOver = Seconds.Zero,
        NarrowCache = false,
        LaunchGap = new(6e-6),
        OwnAllReduce = false,
        FusedAttention = false,
        StaticBuffers = true,
        StageTokens = 1024,
        Source = new(
            "NVIDIA/FasterTransformer (Apache-2.0), gpt_guide.md and models/multi_gpu_gpt: buffers, micro-batches, NCCL, "
            + "no graphs, every device sorts the whole vocabulary of every sequence for top-p; times fitted to shipped runs",
            "2023-10",
            Verification.Partial),
    };

    /// <summary>All that serve requests as they come.</summary>
    public static ImmutableArray<EnginePreset> All { get; } = [Vllm, Sglang, TensorRt];

    /// <summary>The engine of a measured run, those for static batches too; null when it is not modelled.</summary>
    /// <param name="backend">The name that the run states, as in <see cref="EnginePreset.Name"/>.</param>
    public static EnginePreset? OfBackend(string backend)
        => All.Add(FasterTransformer).FirstOrDefault(preset => preset.Name == backend);

    /// <summary>Finds an engine by name, whatever its case.</summary>
    /// <exception cref="ChalkException">The name is none of them.</exception>
    public static EnginePreset Find(string name)
        => All.FirstOrDefault(preset => string.Equals(preset.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new ChalkException(
                $"'{name}' is not a known engine; choose one of {string.Join(", ", All.Select(preset => preset.Name))}.");

    private static IEnumerable<int> Multiples(int step, int last)
        => Enumerable.Range(1, last / step).Select(times => times * step);
}
