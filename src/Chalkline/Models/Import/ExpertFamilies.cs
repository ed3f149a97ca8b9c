namespace Chalkline.Models.Import;

/// <summary>Families of mixtures of experts with attention in every layer.</summary>
internal static class ExpertFamilies
{
    public static readonly Family[] All =
    [
        new()
        {
            Types = ["mixtral"],
            Architectures = ["MixtralForCausalLM"],
            Window = WindowReader.Everywhere,
            FeedForward = FeedForwardReader.Experts,
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
            Types = ["qwen3_moe", "qwen3_vl_moe_text", "qwen3_omni_moe_text"],
            Architectures = ["Qwen3MoeForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
            OutputBiasFollows = true,
            Window = WindowReader.WhenUsed,
            FeedForward = FeedForwardReader.Qwen,
        },
        new()
        {
            Types = ["deepseek_v2", "deepseek_v3", "deepseek_v32", "kimi_k2", "kimi_k25", "glm_moe_dsa", "glm4_moe_lite"],
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
            Types = ["glm4_moe", "glm4v_moe_text"],
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
            Types = ["phimoe"],
            Architectures = ["PhiMoEForCausalLM"],
            NormBias = true,
            OutputBiasFollows = true,
            Window = WindowReader.Everywhere,
            FeedForward = FeedForwardReader.Experts,
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
            Types = ["mimo_v2_flash"],
            Architectures = ["MiMoV2FlashForCausalLM"],
            Window = WindowReader.Pattern,
            Mixer = AttentionReader.Mimo,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["deepseek"],
            Architectures = ["DeepseekForCausalLM"],
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["dots1"],
            Architectures = ["Dots1ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["bailing_moe", "bailing_moe_v2"],
            Architectures = ["BailingMoeForCausalLM", "BailingMoeV2ForCausalLM"],
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["ernie4_5_moe"],
            Architectures = ["Ernie4_5_MoeForCausalLM"],
            Tied = true,
            FeedForward = FeedForwardReader.Ernie,
        },
        new()
        {
            Types = ["hunyuan", "hunyuan_moe"],
            Architectures = ["HunYuanForCausalLM"],
            FeedForward = FeedForwardReader.Experts,
        },
        new()
        {
            Types = ["hunyuan_v1_moe"],
            Architectures = ["HunYuanMoEV1ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
            FeedForward = FeedForwardReader.Experts,
        },
        new()
        {
            Types = ["exaone_moe"],
            Architectures = ["ExaoneMoeForCausalLM", "ExaoneMoEForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
            Window = WindowReader.Letters,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["afmoe"],
            Architectures = ["AfmoeForCausalLM"],
            Norms = 4,
            QueryKeyNorm = QueryKeyNormKind.Head,
            OutputGate = true,
            Window = WindowReader.ThreeOfFour,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["cohere2_moe"],
            Architectures = ["Cohere2MoeForCausalLM"],
            Tied = true,
            Norms = 1,
            Window = WindowReader.AfterDense,
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["solar_open"],
            Architectures = ["SolarOpenForCausalLM"],
            FeedForward = FeedForwardReader.DenseFirst,
        },
        new()
        {
            Types = ["longcat_flash"],
            Architectures = ["LongcatFlashForCausalLM"],
            Trunk = ShortcutReader.Trunk,
        },
        new()
        {
            Types = ["olmoe"],
            Architectures = ["OlmoeForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Full,
            FeedForward = FeedForwardReader.Experts,
        },
        new()
        {
            Types = ["granitemoe", "granitemoeshared", "dbrx"],
            Architectures = ["GraniteMoeForCausalLM", "GraniteMoeSharedForCausalLM", "DbrxForCausalLM"],
            FeedForward = FeedForwardReader.Experts,
        },
        new()
        {
            Types = ["grok-1", "grok", "grok1"],
            Architectures = ["Grok1ModelForCausalLM", "Grok1ForCausalLM"],
            Norms = 4,
            FeedForward = FeedForwardReader.Residual,
        },
        new()
        {
            Types = ["arctic"],
            Architectures = ["ArcticForCausalLM"],
            Norms = 3,
            FeedForward = FeedForwardReader.Residual,
        },
    ];
}
