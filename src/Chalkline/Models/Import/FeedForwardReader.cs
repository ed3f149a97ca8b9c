using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>Dense and expert feed-forward layers, and which layers have which.</summary>
internal static class FeedForwardReader
{
    /// <summary>Nothing: the mixer is all there is (Mamba).</summary>
    public static FeedForward None(LayerContext at) => new NoFeedForward();

    public static FeedForward Dense(LayerContext at) => Dense(at, Intermediate(at));

    /// <summary>Dense, where the file counts both inner halves together (Qwen 1).</summary>
    public static FeedForward Halved(LayerContext at) => Dense(at, Math.Max(1, Intermediate(at) / 2));

    /// <summary>
    /// Gemma 4: dense, or a dense MLP beside routed experts; layers that share caches may be twice as wide.
    /// </summary>
    public static FeedForward Gemma(LayerContext at)
    {
        int intermediate = at.Config.Size("intermediate_size");
        if (at.Config.Flag("enable_moe_block", false))
        {
            return Mixture(at, at.Config.Size("moe_intermediate_size", "expert_intermediate_size")) with
            {
                SharedExperts = 1,
                SharedIntermediate = intermediate,
            };
        }

        bool shares = at.Index >= at.Layers - at.Config.Count("num_kv_shared_layers");
        bool wide = shares && at.Config.Flag("use_double_wide_mlp", false);
        return Dense(at, wide ? 2 * intermediate : intermediate);
    }

    /// <summary>Experts in every layer (Mixtral, gpt-oss, MiniMax-M2).</summary>
    public static FeedForward Experts(LayerContext at) => Mixture(
        at, at.Size("moe_intermediate_size", "ffn_hidden_size", "intermediate_size"));

    /// <summary>Experts when there are any, or else the shared MLP alone (Granite 4).</summary>
    public static FeedForward ExpertsIfAny(LayerContext at) => at.Config.Count("num_local_experts") > 0
        ? Experts(at)
        : Dense(at, at.Config.Size("shared_intermediate_size", "intermediate_size"));

    /// <summary>
    /// Experts with a dense MLP beside them: as wide as <c>intermediate_size</c> (Grok 2, <c>residual_moe</c>) or as the
    /// residual (Arctic, <c>use_residual</c>); every <c>moe_layer_frequency</c> layers.
    /// </summary>
    public static FeedForward Residual(LayerContext at)
    {
        if ((at.Index + 1) % (at.Config.OptionalSize("moe_layer_frequency") ?? 1) != 0)
        {
            return Dense(at);
        }

        int beside = at.Config.Flag("residual_moe", false) ? at.Config.Size("intermediate_size")
            : at.Config.Flag("use_residual", false) ? at.Hidden
            : 0;
        return Mixture(at, at.Size("moe_intermediate_size", "intermediate_size")) with
        {
            SharedExperts = beside > 0 ? 1 : 0,
            SharedIntermediate = beside,
        };
    }

    /// <summary>Experts every <c>expert_layer_period</c> layers from <c>expert_layer_offset</c> on (Jamba).</summary>
    public static FeedForward Jamba(LayerContext at)
        => at.Config.Count("num_experts") > 1 && at.Recurs("expert_layer")
            ? Mixture(at, at.Config.Size("intermediate_size"))
            : Dense(at);

    /// <summary>Experts from one layer to another, every <c>moe_layer_interval</c> of them (ERNIE 4.5).</summary>
    public static FeedForward Ernie(LayerContext at)
    {
        // A last layer of -1 is that of the model.
        int last = at.Config.Find("moe_layer_end_index")?.Integer(-1, ConfigFields.MostLayers) ?? -1;
        bool sparse = at.Index >= at.Config.Count("moe_layer_start_index")
            && (last < 0 || at.Index <= last || at.Index >= at.Layers)
            && (at.Index + 1) % (at.Config.OptionalSize("moe_layer_interval") ?? 1) == 0;
        return sparse ? Mixture(at, at.Size("moe_intermediate_size")) with { RouterBias = true } : Dense(at);
    }

    /// <summary>
    /// Experts except in the first layers or where a list says otherwise: <c>first_k_dense_replace</c>, <c>num_dense_layers</c>,
    /// <c>moe_layer_freq</c>, <c>mlp_layer_types</c>, <c>moe_layers_enum</c>, <c>mlp_only_layers</c>.
    /// </summary>
    public static FeedForward DenseFirst(LayerContext at)
        => Expertless(at)
            ? Dense(at, at.Config.Size("dense_intermediate_size", "prefix_dense_intermediate_size", "intermediate_size"))
            : Mixture(at, at.Size("moe_intermediate_size", "intermediate_size"));

    /// <summary>
    /// Qwen: experts every <c>decoder_sparse_step</c> layers, and a gated shared expert when one has a width.
    /// </summary>
    public static FeedForward Qwen(LayerContext at)
    {
        bool expertless = Listed(at, "mlp_only_layers")
            || (at.Index + 1) % (at.Config.OptionalSize("decoder_sparse_step") ?? 1) != 0;
        if (expertless && at.Index < at.Layers)
        {
            return Dense(at);
        }

        ExpertFeedForward mixture = Mixture(at, at.Config.Size("moe_intermediate_size"));
        int shared = at.Config.Count("shared_expert_intermediate_size");
        return shared > 0
            ? mixture with { SharedExperts = 1, SharedIntermediate = shared, SharedGate = true }
            : mixture;
    }

    /// <summary>
    /// Llama 4: experts every <c>interleave_moe_layer_step</c> layers with a shared one, a wider MLP between.
    /// </summary>
    public static FeedForward Interleaved(LayerContext at)
    {
        bool sparse = at.Config.List("moe_layers") is { } listed
            ? at.IsAmong(listed)
            : (at.Index + 1) % (at.Config.OptionalSize("interleave_moe_layer_step") ?? 1) == 0;
        int intermediate = at.Config.Size("intermediate_size");
        return sparse
            ? Mixture(at, intermediate) with { SharedExperts = 1, SharedIntermediate = intermediate }
            : Dense(at, at.Config.Size("intermediate_size_mlp", "intermediate_size"));
    }

    /// <summary>Routed experts by the common fields, shared experts where they are counted or given a width.</summary>
    public static ExpertFeedForward Mixture(LayerContext at, int intermediate)
    {
        int experts = at.Size("n_routed_experts", "num_local_experts", "num_experts", "moe_num_experts");
        int visited = at.Size(
            "num_experts_per_tok",
            "num_experts_per_token",
            "experts_per_token",
            "top_k_experts",
            "moe_top_k",
            "moe_topk",
            "moe_k");
        if (visited > experts)
        {
            throw at.Config.Main.Wrong(
                $"has {visited} experts a token of only {experts}", $"a token can visit at most {experts}");
        }

        int sharedWidth = at.Config.Count(
            "moe_shared_expert_intermediate_size", "share_expert_dim", "shared_intermediate_size");
        int shared = at.Count("n_shared_experts", "num_shared_experts", "num_shared_expert", "moe_num_shared_experts")
            ?? (sharedWidth > 0 ? 1 : 0);
        long total = sharedWidth > 0 && shared > 0 ? sharedWidth : (long)shared * intermediate;
        return total > ConfigFields.Largest
            ? throw at.Config.Main.Wrong(
                $"has shared experts {total} wide together", $"they must be at most {ConfigFields.Largest} wide")
            : new(experts, visited, intermediate, at.Family.Gated)
            {
                SharedExperts = shared,
                SharedIntermediate = (int)total,
                Latent = at.Config.OptionalSize("moe_latent_size", "routed_expert_hidden_size"),
                Bias = at.Family.ExpertBias,
                RouterBias = at.Config.Text("topk_method") == "noaux_tc"
                    || at.Config.Text("scoring_func", "moe_router_activation_func") == "sigmoid",
            };
    }

    /// <summary>A dense layer of a given inner width.</summary>
    public static DenseFeedForward Dense(LayerContext at, int intermediate)
        => new(intermediate, at.Family.Gated, at.Config.Find("mlp_bias")?.Flag() ?? at.Family.FeedForwardBias);

    private static int Intermediate(LayerContext at)
        => at.Family.FourfoldIntermediate
            ? at.Config.OptionalSize("intermediate_size", "n_inner", "ffn_dim", "ffn_hidden_size")
                ?? 4 * at.Hidden
            : at.Config.Size("intermediate_size", "ffn_dim", "ffn_hidden_size");

    private static bool Expertless(LayerContext at)
    {
        if (at.Index >= at.Layers)
        {
            return false;
        }

        if (at.Config.PerLayer("mlp_layer_types", at.Layers, 16) is { } types)
        {
            return types[at.Index].Text() == "dense";
        }

        if (at.Config.Has("moe_layers_enum"))
        {
            return !Listed(at, "moe_layers_enum");
        }

        if (at.Config.Find("moe_layer_freq") is { Element.ValueKind: System.Text.Json.JsonValueKind.Array })
        {
            return at.Config.PerLayer("moe_layer_freq", at.Layers, 16)![at.Index].Integer(0, 1) == 0;
        }

        int every = at.Config.OptionalSize("moe_layer_freq") ?? 1;
        return at.Index < at.Config.Count("first_k_dense_replace", "num_dense_layers") || at.Index % every != 0;
    }

    /// <summary>Whether a list of layer numbers, as an array or as text with commas, names this layer.</summary>
    private static bool Listed(LayerContext at, string name)
    {
        if (at.Config.Find(name) is not JsonView view)
        {
            return false;
        }

        if (view.Element.ValueKind != System.Text.Json.JsonValueKind.String)
        {
            return at.IsAmong(at.Config.List(name)!);
        }

        const StringSplitOptions options = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
        string[] numbers = view.Text().Split(',', options);
        return numbers.Any(number => int.TryParse(
            number, System.Globalization.CultureInfo.InvariantCulture, out int layer)
            ? layer == at.Index
            : throw view.Wrong("must be layer numbers with commas between"));
    }
}
