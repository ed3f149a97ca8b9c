namespace Chalkline.Models.Import;

/// <summary>Families of dense models with attention in every layer.</summary>
internal static class DenseFamilies
{
    /// <summary>As GPT-2 and what followed it: two matrices in a feed-forward, and a bias wherever one can stand.</summary>
    private static readonly Family Biased = new()
    {
        Types = [],
        Gated = false,
        QueryKeyValueBias = true,
        OutputBiasFollows = true,
        NormBias = true,
        FeedForwardBias = true,
    };

    public static readonly Family[] All =
    [
        new()
        {
            Types =
            [
                "llama", "yi", "internlm2", "internlm3", "granite", "exaone", "ernie4_5", "smollm3", "baichuan", "aquila",
                "xverse", "solar",
            ],
            Architectures =
            [
                "LlamaForCausalLM", "InternLM2ForCausalLM", "GraniteForCausalLM", "ExaoneForCausalLM",
                "Ernie4_5ForCausalLM", "SmolLM3ForCausalLM", "BaichuanForCausalLM",
            ],
            OutputBiasFollows = true,
        },
        new()
        {
            Types = ["mistral", "ministral", "ministral3"],
            Architectures = ["MistralForCausalLM"],
            Window = WindowReader.Everywhere,
        },
        new()
        {
            Types = ["qwen2", "qwen2_vl", "qwen2_vl_text", "qwen2_5_vl", "qwen2_5_vl_text"],
            Architectures = ["Qwen2ForCausalLM"],
            QueryKeyValueBias = true,
            Window = WindowReader.WhenUsed,
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
            Types = ["phi3", "phi3_v", "phi4", "phi4mm"],
            Architectures = ["Phi3ForCausalLM"],
            Window = WindowReader.Everywhere,
        },
        new()
        {
            Types = ["nemotron-nas"],
            Architectures = ["DeciLMForCausalLM"],
            Trunk = DeciReader.Trunk,
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
            Types = ["mimo"],
            Architectures = ["MiMoForCausalLM"],
            QueryKeyValueBias = true,
            Window = WindowReader.WhenUsed,
        },
        new() { Types = ["palm"], Architectures = ["PaLMForCausalLM"], Tied = true, Norms = 1, MultiQuery = true },
        Biased with
        {
            Types = ["gpt2", "gpt3", "megatron_gpt", "opt"],
            Architectures = ["GPT2LMHeadModel", "OPTForCausalLM"],
            Tied = true,
            LearnedPositions = true,
            FourfoldIntermediate = true,
        },
        Biased with
        {
            Types = ["gpt_neox"],
            Architectures = ["GPTNeoXForCausalLM"],
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
        new()
        {
            Types = ["cohere"],
            Architectures = ["CohereForCausalLM"],
            Tied = true,
            Norms = 1,
            QueryKeyNorm = QueryKeyNormKind.Full,
            QueryKeyNormWhenAsked = true,
        },
        new()
        {
            Types = ["cohere2"],
            Architectures = ["Cohere2ForCausalLM"],
            Tied = true,
            Norms = 1,
            Window = WindowReader.ThreeOfFour,
        },
        new()
        {
            Types = ["exaone4"],
            Architectures = ["Exaone4ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
            Window = WindowReader.Letters,
        },
        new() { Types = ["minicpm"], Architectures = ["MiniCPMForCausalLM"], Tied = true },
        new()
        {
            Types = ["minicpm3"],
            Architectures = ["MiniCPM3ForCausalLM"],
            Tied = true,
            Mixer = LatentReader.MiniCpm,
        },
        new()
        {
            Types = ["hunyuan_v1_dense"],
            Architectures = ["HunYuanDenseV1ForCausalLM"],
            QueryKeyNorm = QueryKeyNormKind.Head,
        },
        new() { Types = ["olmo"], Architectures = ["OlmoForCausalLM"], Norms = 0 },
        new()
        {
            Types = ["glm", "chatglm"],
            Architectures = ["GlmForCausalLM", "ChatGLMModel", "ChatGLMForConditionalGeneration"],
            QueryKeyValueBias = true,
        },
        new() { Types = ["glm4", "glm4v_text"], Architectures = ["Glm4ForCausalLM"], Norms = 4 },
        new()
        {
            Types = ["qwen"],
            Architectures = ["QWenLMHeadModel"],
            QueryKeyValueBias = true,
            FeedForward = FeedForwardReader.Halved,
        },
        new() { Types = ["seed_oss"], Architectures = ["SeedOssForCausalLM"], QueryKeyValueBias = true },
        new()
        {
            Types = ["apertus"],
            Architectures = ["ApertusForCausalLM"],
            Gated = false,
            QueryKeyNorm = QueryKeyNormKind.Head,
        },
        new() { Types = ["arcee"], Architectures = ["ArceeForCausalLM"], Gated = false },
        new()
        {
            Types = ["nemotron"],
            Architectures = ["NemotronForCausalLM"],
            Gated = false,
            NormBias = true,
        },
        new()
        {
            Types = ["stablelm"],
            Architectures = ["StableLmForCausalLM"],
            NormBias = true,
        },
        Biased with
        {
            Types = ["phi"],
            Architectures = ["PhiForCausalLM"],
            Norms = 1,
        },
        Biased with
        {
            Types = ["starcoder2"],
            Architectures = ["Starcoder2ForCausalLM"],
            Tied = true,
            Window = WindowReader.Everywhere,
        },
        Biased with
        {
            Types = ["gpt_bigcode"],
            Architectures = ["GPTBigCodeForCausalLM"],
            Tied = true,
            LearnedPositions = true,
            MultiQuery = true,
            FourfoldIntermediate = true,
        },
        new()
        {
            Types = ["gptj"],
            Architectures = ["GPTJForCausalLM"],
            Gated = false,
            Norms = 1,
            NormBias = true,
            FeedForwardBias = true,
            FourfoldIntermediate = true,
        },
        Biased with
        {
            Types = ["bloom"],
            Architectures = ["BloomForCausalLM"],
            Tied = true,
            FourfoldIntermediate = true,
        },
        new()
        {
            Types = ["mpt"],
            Architectures = ["MPTForCausalLM", "MptForCausalLM"],
            Tied = true,
            Gated = false,
            FourfoldIntermediate = true,
        },
    ];
}
