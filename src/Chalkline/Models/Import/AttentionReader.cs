using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>Softmax attention: MHA, GQA, MQA, windowed or not.</summary>
internal static class AttentionReader
{
    public static TokenMixer Read(LayerContext at) => Plain(at);

    /// <summary>Attention by the common fields and the family's rules.</summary>
    public static Attention Plain(LayerContext at)
    {
        int heads = at.Config.Size("num_attention_heads", "n_head", "n_heads");
        int? window = at.Family.Window(at);
        return Build(at, heads, KeyValueHeads(at, heads), HeadDim(at, heads), null) with { Window = window };
    }

    /// <summary>
    /// Gemma 4: global layers have heads of their own, and may use keys as values; late layers may share caches.
    /// </summary>
    public static TokenMixer Gemma(LayerContext at)
    {
        int heads = at.Config.Size("num_attention_heads");
        int? window = at.Family.Window(at);
        int keyValueHeads = KeyValueHeads(at, heads);
        int headDim = HeadDim(at, heads);
        bool keyIsValue = false;
        if (window is null)
        {
            headDim = at.Config.OptionalSize("global_head_dim") ?? headDim;
            keyIsValue = at.Config.Flag("attention_k_eq_v", false);
            keyValueHeads = keyIsValue
                ? at.Config.OptionalSize("num_global_key_value_heads") ?? keyValueHeads
                : keyValueHeads;
        }

        return Build(at, heads, keyValueHeads, headDim, null) with { Window = window, KeyIsValue = keyIsValue };
    }

    /// <summary>MiMo-V2: windowed layers have head counts and widths of their own, and sinks.</summary>
    public static TokenMixer Mimo(LayerContext at)
    {
        int? window = at.Family.Window(at);
        if (window is null)
        {
            int global = at.Config.Size("num_attention_heads");
            return Build(
                at, global, KeyValueHeads(at, global), HeadDim(at, global), at.Config.OptionalSize("v_head_dim"));
        }

        int heads = at.Config.OptionalSize("swa_num_attention_heads") ?? at.Config.Size("num_attention_heads");
        int keyValueHeads = at.Config.OptionalSize("swa_num_key_value_heads") ?? KeyValueHeads(at, heads);
        int headDim = at.Config.OptionalSize("swa_head_dim") ?? HeadDim(at, heads);
        int? valueDim = at.Config.OptionalSize("swa_v_head_dim", "v_head_dim");
        return Build(at, heads, keyValueHeads, headDim, valueDim) with
        {
            Window = window,
            Sinks = at.Config.Flag("add_swa_attention_sink_bias", true),
        };
    }

    /// <summary>Step-3's multi-matrix factorisation: queries through a low rank, one key-value group.</summary>
    public static TokenMixer Factored(LayerContext at)
    {
        int heads = at.Config.Size("num_attention_heads");
        int groups = at.Config.OptionalSize("num_attention_groups") ?? 1;
        return Build(at, heads, groups, HeadDim(at, heads), null) with { QueryRank = at.Config.Size("share_q_dim") };
    }

    /// <summary>MiniMax-M3: block-sparse attention in the layers that <c>sparse_attention_freq</c> marks.</summary>
    public static TokenMixer BlockSparse(LayerContext at)
    {
        Attention plain = Plain(at);
        if (at.Config.Find("sparse_attention_config") is not JsonView view)
        {
            return plain;
        }

        ConfigFields sparse = new(view);
        bool used = sparse.Flag("use_sparse_attention", true)
            && (sparse.PerLayer("sparse_attention_freq", at.Layers, 16) is not { } marks
                || at.Index >= marks.Count
                || marks[at.Index].Integer(0, 1) == 1);
        if (!used)
        {
            return plain;
        }

        int indexDim = sparse.Size("sparse_index_dim");
        long tokens = (long)sparse.Size("sparse_topk_blocks") * sparse.Size("sparse_block_size");
        return plain with
        {
            Sparse = new(
                (int)Math.Min(tokens, int.MaxValue), sparse.Size("sparse_num_index_heads"), indexDim, at.Hidden)
            {
                HeadWeights = false,
                Norms = 2 * indexDim,
            },
        };
    }

    /// <summary>Key-value heads by the family's default, checked to divide the query heads.</summary>
    public static int KeyValueHeads(LayerContext at, int heads)
    {
        int count = at.Config.OptionalSize("num_key_value_heads", "num_kv_heads", "n_head_kv", "multi_query_group_num", "kv_n_heads")
            ?? (at.Family.MultiQuery && at.Config.Flag("multi_query", true) ? 1 : heads);
        return heads % count == 0 ? count : throw at.Config.Mismatch(
            "num_key_value_heads", $"does not divide the {heads} query heads", $"it must be a divisor of {heads}");
    }

    /// <summary>The given head width, or the residual width shared out over the heads.</summary>
    public static int HeadDim(LayerContext at, int heads)
        => at.Config.OptionalSize("head_dim", "attention_head_dim", "kv_channels") ?? (at.Hidden % heads == 0
            ? at.Hidden / heads
            : throw at.Config.Mismatch(
                "num_attention_heads",
                $"does not divide the residual width {at.Hidden}",
                "give a divisor of it, or a field 'head_dim'"));

    /// <summary>Cross-layer attention (Hunyuan): groups of layers read the cache of their first.</summary>
    private static bool LeadsItsGroup(LayerContext at)
        => !at.Config.Flag("use_cla", false) || at.Index % (at.Config.OptionalSize("cla_share_factor") ?? 1) == 0;

    private static Attention Build(LayerContext at, int heads, int keyValueHeads, int headDim, int? valueDim)
    {
        if (heads % keyValueHeads != 0)
        {
            throw at.Config.Main.Wrong(
                $"has {keyValueHeads} key-value heads in layer {at.Index}, which do not divide the {heads} query heads",
                "they must");
        }

        if ((long)heads * Math.Max(headDim, valueDim ?? 0) > ConfigFields.Largest)
        {
            throw at.Config.Main.Wrong(
                $"has {heads} heads of {headDim} elements in layer {at.Index}",
                $"together they can be at most {ConfigFields.Largest} wide");
        }

        bool bias = at.Config.Find(
            "attention_bias", "qkv_bias", "add_qkv_bias", "use_qkv_bias", "use_bias")?.Flag() ?? at.Family.QueryKeyValueBias;
        QueryKeyNormKind kind = at.Config.Find("use_qk_norm", "qk_norm")?.Flag() switch
        {
            false => QueryKeyNormKind.None,
            true when at.Family.QueryKeyNorm == QueryKeyNormKind.None => QueryKeyNormKind.Head,
            null when at.Family.QueryKeyNormWhenAsked => QueryKeyNormKind.None,
            _ => at.Family.QueryKeyNorm,
        };
        if (kind == QueryKeyNormKind.Full && at.Config.Text("qk_norm_type") == "per_head")
        {
            kind = QueryKeyNormKind.Head;
        }

        bool owns = at.Index >= at.Layers
            || (at.Index < Math.Max(at.Layers - at.Config.Count("num_kv_shared_layers"), 0) && LeadsItsGroup(at));
        return new(heads, keyValueHeads, headDim, valueDim ?? headDim)
        {
            QueryKeyValueBias = bias,
            OutputBias = at.Config.Find("o_bias", "attention_out_bias")?.Flag()
                ?? (at.Family.OutputBias || (bias && at.Family.OutputBiasFollows)),
            OutputGate = at.Config.Find("attn_output_gate", "attention_output_gate")?.Flag() ?? at.Family.OutputGate,
            Sinks = at.Family.Sinks,
            OwnsKeyValue = owns,
            QueryKeyNorm = kind switch
            {
                QueryKeyNormKind.Head => owns ? 2 * headDim : headDim,
                QueryKeyNormKind.Full => (heads + (owns ? keyValueHeads : 0)) * headDim,
                _ => 0,
            },
        };
    }
}
