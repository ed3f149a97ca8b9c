namespace Chalkline.Models.Import;

/// <summary>Families with linear attention, state spaces or convolutions in some layers or all.</summary>
internal static class HybridFamilies
{
    public static readonly Family[] All =
    [
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
            Types = ["kimi_linear"],
            Architectures = ["KimiLinearForCausalLM"],
            Mixer = LatentReader.Kimi,
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
            Types = ["nemotron_h"],
            Architectures = ["NemotronHForCausalLM"],
            Gated = false,
            Trunk = NemotronReader.Trunk,
        },
        new()
        {
            Types = ["granitemoehybrid"],
            Architectures = ["GraniteMoeHybridForCausalLM"],
            Mixer = StateSpaceReader.Alternating,
            FeedForward = FeedForwardReader.ExpertsIfAny,
        },
        new()
        {
            Types = ["bamba"],
            Architectures = ["BambaForCausalLM"],
            Mixer = StateSpaceReader.Alternating,
        },
        new()
        {
            Types = ["falcon_h1"],
            Architectures = ["FalconH1ForCausalLM"],
            Trunk = StateSpaceReader.Beside,
        },
        new()
        {
            Types = ["mamba", "falcon_mamba"],
            Architectures = ["MambaForCausalLM", "FalconMambaForCausalLM"],
            Norms = 1,
            Mixer = StateSpaceReader.Scan,
            FeedForward = FeedForwardReader.None,
        },
        new()
        {
            Types = ["jamba"],
            Architectures = ["JambaForCausalLM"],
            Mixer = StateSpaceReader.Jamba,
            FeedForward = FeedForwardReader.Jamba,
        },
        new()
        {
            Types = ["mamba2"],
            Architectures = ["Mamba2ForCausalLM"],
            Norms = 1,
            Mixer = StateSpaceReader.Read,
            FeedForward = FeedForwardReader.None,
        },
        new()
        {
            Types = ["lfm2", "lfm2_moe"],
            Architectures = ["Lfm2ForCausalLM", "Lfm2MoeForCausalLM"],
            Tied = true,
            QueryKeyNorm = QueryKeyNormKind.Head,
            Mixer = ConvolutionReader.Mixer,
            FeedForward = ConvolutionReader.FeedForward,
        },
    ];
}
