using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>LFM2: short gated convolutions between attention layers, dense or with experts.</summary>
internal static class ConvolutionReader
{
    public static TokenMixer Mixer(LayerContext at) => IsConvolution(at)
        ? new ShortConvolution(
            at.Hidden, at.Config.OptionalSize("conv_L_cache") ?? 3, at.Config.Flag("conv_bias", false))
        : AttentionReader.Plain(at);

    public static FeedForward FeedForward(LayerContext at)
        => at.Config.Has("num_experts") && at.Index >= at.Config.Count("num_dense_layers")
            ? FeedForwardReader.Mixture(at, at.Config.Size("moe_intermediate_size")) with
            {
                RouterBias = at.Config.Flag("use_expert_bias", true),
            }
            : FeedForwardReader.Dense(at, Intermediate(at));

    private static bool IsConvolution(LayerContext at)
    {
        if (at.Index >= at.Layers)
        {
            return false;
        }

        if (at.Config.PerLayer("layer_types", at.Layers) is { } types)
        {
            return types[at.Index].Text() switch
            {
                "conv" => true,
                "full_attention" => false,
                _ => throw types[at.Index].Wrong("must be conv or full_attention"),
            };
        }

        IReadOnlyList<JsonView> attention = at.Config.List("full_attn_idxs")
            ?? throw at.Config.Main.Wrong(
                "has neither 'layer_types' nor 'full_attn_idxs'", "this kind of model needs one of them");
        return !at.IsAmong(attention);
    }

    private static int Intermediate(LayerContext at)
    {
        int given = at.Config.Size("block_ff_dim", "intermediate_size");
        return at.Config.Has("block_ff_dim") && at.Config.Flag("block_auto_adjust_ff_dim", true)
            ? Adjusted(at, given)
            : given;
    }

    /// <summary>Two thirds of the width, times a factor, rounded up.</summary>
    private static int Adjusted(LayerContext at, int given)
    {
        double factor = at.Config.Find("block_ffn_dim_multiplier")?.Number(0.01, 100) ?? 1;
        int step = at.Config.OptionalSize("block_multiple_of") ?? 256;
        return (int)Math.Min(ConfigFields.Largest, Math.Ceiling(Math.Floor(factor * (2 * given / 3)) / step) * step);
    }
}
