using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>Multi-head latent attention, with or without the DSA indexer; and the hybrids that contain it.</summary>
internal static class LatentReader
{
    public static TokenMixer Read(LayerContext at) => Latent(at) with { Sparse = Indexer(at) };

    /// <summary>
    /// Kimi Linear and K3: Kimi delta attention where the lists say so, latent attention elsewhere. Lists count from
    /// 1.
    /// </summary>
    public static TokenMixer Kimi(LayerContext at)
    {
        if (at.Config.Find("linear_attn_config") is not JsonView view)
        {
            throw at.Config.Main.Wrong("has no 'linear_attn_config'", "this kind of model needs it");
        }

        ConfigFields linear = new(view);
        if (!Lists(linear, "kda_layers", at.Index + 1))
        {
            return Latent(at) with { OutputGate = at.Config.Flag("mla_use_output_gate", false) };
        }

        int heads = linear.Size("num_heads");
        int width = linear.Size("head_dim");
        return new LinearAttention(
            LinearAttentionKind.KimiDelta, heads, heads, width, width, linear.Count("short_conv_kernel_size"))
        {
            FullRankGate = linear.Flag("use_full_rank_gate", false),
        };
    }

    private static bool Lists(ConfigFields linear, string name, int layer)
        => (linear.List(name) ?? throw linear.Main.Wrong($"has no '{name}'", "it must list the layers, from 1"))
            .Any(item => item.Integer(1, ConfigFields.MostLayers) == layer);

    /// <summary>MiniCPM3: values as wide as the residual shared out over the heads, where no width is given.</summary>
    public static TokenMixer MiniCpm(LayerContext at)
    {
        int heads = at.Config.Size("num_attention_heads");
        return Latent(at, at.Config.OptionalSize("v_head_dim") ?? AttentionReader.HeadDim(at, heads));
    }

    private static LatentAttention Latent(LayerContext at) => Latent(at, at.Config.Size("v_head_dim"));

    private static LatentAttention Latent(LayerContext at, int valueDim) => new(
        at.Config.Size("num_attention_heads"),
        at.Config.OptionalSize("q_lora_rank"),
        at.Config.Size("kv_lora_rank"),
        at.Config.Size("qk_nope_head_dim"),
        at.Config.Size("qk_rope_head_dim"),
        valueDim);

    private static SparseSelection? Indexer(LayerContext at)
    {
        if (at.Config.OptionalSize("index_topk") is not int topK)
        {
            return null;
        }

        int dim = at.Config.Size("index_head_dim");
        IReadOnlyList<JsonView>? kinds = at.Config.PerLayer("indexer_types", at.Layers, 16);
        bool owns = kinds is null || at.Index >= kinds.Count || kinds[at.Index].Text() != "shared";
        return new(topK, at.Config.Size("index_n_heads"), dim, at.Config.OptionalSize("q_lora_rank") ?? at.Hidden)
        {
            OwnsIndex = owns,
            Norms = 2 * dim,
        };
    }
}
