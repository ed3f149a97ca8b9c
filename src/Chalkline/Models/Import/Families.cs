namespace Chalkline.Models.Import;

/// <summary>The table of known families.</summary>
internal static class Families
{
    private static readonly Family[] All =
    [
        new() { Types = ["llama", "yi", "internlm3"], Architectures = ["LlamaForCausalLM"], OutputBiasFollows = true },
        new()
        {
            Types = ["mistral", "ministral"],
            Architectures = ["MistralForCausalLM"],
            Window = WindowReader.Everywhere,
        },
        new()
        {
            Types = ["mixtral"],
            Architectures = ["MixtralForCausalLM"],
            Window = WindowReader.Everywhere,
            FeedForward = FeedForwardReader.Experts,
        },
        new()
        {
            Types = ["qwen2"],
            Architectures = ["Qwen2ForCausalLM"],
            QueryKeyValueBias = true,
            Window = WindowReader.WhenUsed,
        },
        new()
        {
            Types = ["qwen2_moe"],
            Architectures = ["Qwen2MoeForCausalLM"],
            QueryKeyValueBias = true,
            Window = WindowReader.WhenUsed,
            FeedForward = FeedForwardReader.Qwen,
        },
        new()
        {
            Types = ["qwen3", "qwen3_vl_text"],
            Architectures = ["Qwen3ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
            OutputBiasFollows = true,
            Window = WindowReader.WhenUsed,
        },
        new()
        {
            Types = ["qwen3_moe", "qwen3_vl_moe_text"],
            Architectures = ["Qwen3MoeForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
            OutputBiasFollows = true,
            Window = WindowReader.WhenUsed,
            FeedForward = FeedForwardReader.Qwen,
        },
        new()
        {
            Types = ["qwen3_next", "qwen3_5_moe_text"],
            Architectures = ["Qwen3NextForCausalLM"],
            Mixer = LinearReader.DeltaNet,
            FeedForward = FeedForwardReader.Qwen,
            QueryKeyNorm = QueryKeyNormKind.Head,
            OutputGate = true,
        },
        new()
        {
            Types = ["qwen3_5_text"],
            Mixer = LinearReader.DeltaNet,
            QueryKeyNorm = QueryKeyNormKind.Head,
            OutputGate = true,
        },
        new()
        {
            Types = ["deepseek_v2", "deepseek_v3", "deepseek_v32", "kimi_k2", "kimi_k25", "glm_moe_dsa"],
            Architectures =
            [
                "DeepseekV2ForCausalLM", "DeepseekV3ForCausalLM", "DeepseekV32ForCausalLM", "GlmMoeDsaForCausalLM",
            ],
            Mixer = LatentReader.Read,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["deepseek_v4"],
            Architectures = ["DeepseekV4ForCausalLM"],
            Mixer = CompressedReader.Read,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["kimi_linear"],
            Architectures = ["KimiLinearForCausalLM"],
            Mixer = LatentReader.Kimi,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["glm4_moe"],
            Architectures = ["Glm4MoeForCausalLM"],
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["minimax_m2"],
            Architectures = ["MiniMaxM2ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Full,
            FeedForward = FeedForwardReader.Experts,
        },
        new()
        {
            Types = ["minimax_m3"],
            Architectures = ["MiniMaxM3ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
            Mixer = AttentionReader.BlockSparse,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["minimax_m1", "minimax_text_01", "minimax"],
            Architectures = ["MiniMaxM1ForCausalLM", "MiniMaxText01ForCausalLM"],
            Mixer = LinearReader.Lightning,
            FeedForward = FeedForwardReader.Experts,
        },
        new()
        {
            Types = ["gpt_oss"],
            Architectures = ["GptOssForCausalLM"],
            QueryKeyValueBias = true,
            OutputBiasFollows = true,
            Sinks = true,
            ExpertBias = true,
            Window = WindowReader.EverySecond,
            FeedForward = FeedForwardReader.Experts,
        },
        new()
        {
            Types = ["gemma"],
            Architectures = ["GemmaForCausalLM"],
            Tied = true,
        },
        new()
        {
            Types = ["gemma2"],
            Architectures = ["Gemma2ForCausalLM"],
            Tied = true,
            Norms = 4,
            Window = WindowReader.EverySecond,
        },
        new()
        {
            Types = ["gemma3_text", "gemma3"],
            Architectures = ["Gemma3ForCausalLM"],
            Tied = true,
            Norms = 4,
            QueryKeyNorm = QueryKeyNormKind.Head,
            Window = WindowReader.FiveOfSix,
        },
        new()
        {
            Types = ["gemma4_text"],
            Tied = true,
            Norms = 4,
            QueryKeyNorm = QueryKeyNormKind.Head,
            Window = WindowReader.FiveOfSix,
            Mixer = AttentionReader.Gemma,
            FeedForward = FeedForwardReader.Gemma,
        },
        new()
        {
            Types = ["phi3", "phi4"],
            Architectures = ["Phi3ForCausalLM"],
            Window = WindowReader.Everywhere,
        },
        new()
        {
            Types = ["phimoe"],
            Architectures = ["PhiMoEForCausalLM"],
            NormBias = true,
            OutputBiasFollows = true,
            Window = WindowReader.Everywhere,
            FeedForward = FeedForwardReader.Experts,
        },
        new()
        {
            Types = ["nemotron-nas"],
            Architectures = ["DeciLMForCausalLM"],
            Trunk = DeciReader.Trunk,
        },
        new()
        {
            Types = ["nemotron_h"],
            Architectures = ["NemotronHForCausalLM"],
            Gated = false,
            Trunk = NemotronReader.Trunk,
        },
        new()
        {
            Types = ["olmo2"],
            Architectures = ["Olmo2ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Full,
        },
        new()
        {
            Types = ["olmo3"],
            Architectures = ["Olmo3ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Full,
            Window = WindowReader.ThreeOfFour,
        },
        new()
        {
            Types = ["step3_text"],
            Architectures = ["Step3TextForCausalLM"],
            Mixer = AttentionReader.Factored,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["step3p5", "step3p7"],
            Architectures = ["Step3p5ForCausalLM", "Step3p7FlashForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["llama4_text"],
            Architectures = ["Llama4ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Weightless,
            Window = WindowReader.Chunked,
            FeedForward = FeedForwardReader.Interleaved,
        },
        new()
        {
            Types = ["mimo"],
            Architectures = ["MiMoForCausalLM"],
            QueryKeyValueBias = true,
            Window = WindowReader.WhenUsed,
        },
        new()
        {
            Types = ["mimo_v2_flash"],
            Architectures = ["MiMoV2FlashForCausalLM"],
            Window = WindowReader.Pattern,
            Mixer = AttentionReader.Mimo,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new() { Types = ["palm"], Architectures = ["PaLMForCausalLM"], Tied = true, Norms = 1, MultiQuery = true },
        new()
        {
            Types = ["gpt2", "gpt3", "megatron_gpt", "opt"],
            Architectures = ["GPT2LMHeadModel", "OPTForCausalLM"],
            Tied = true,
            Gated = false,
            QueryKeyValueBias = true,
            OutputBiasFollows = true,
            NormBias = true,
            FeedForwardBias = true,
            LearnedPositions = true,
            FourfoldIntermediate = true,
        },
        new()
        {
            Types = ["gpt_neox"],
            Architectures = ["GPTNeoXForCausalLM"],
            Gated = false,
            QueryKeyValueBias = true,
            OutputBiasFollows = true,
            NormBias = true,
            FeedForwardBias = true,
        },
        new()
        {
            Types = ["falcon"],
            Architectures = ["FalconForCausalLM"],
            Tied = true,
            Gated = false,
            Norms = 1,
            NormBias = true,
            MultiQuery = true,
            FourfoldIntermediate = true,
        },
    ];

    private static readonly Dictionary<string, Family> ByType =
        Table(family => family.Types, StringComparer.OrdinalIgnoreCase);

    private static readonly Dictionary<string, Family> ByArchitecture =
        Table(family => family.Architectures, StringComparer.Ordinal);

    /// <summary>Every value of <c>model_type</c> that is read.</summary>
    public static IEnumerable<string> Types => ByType.Keys.Order(StringComparer.Ordinal);

    /// <summary>The family of a <c>model_type</c>; null when it is not known.</summary>
    public static Family? OfType(string type) => ByType.GetValueOrDefault(type);

    /// <summary>The family of an architecture's class name; null when it is not known.</summary>
    public static Family? OfArchitecture(string name) => ByArchitecture.GetValueOrDefault(name);

    private static Dictionary<string, Family> Table(Func<Family, string[]> names, StringComparer comparer)
    {
        Dictionary<string, Family> table = new(comparer);
        foreach (Family family in All)
        {
            foreach (string name in names(family))
            {
                table.Add(name, family);
            }
        }

        return table;
    }
}
