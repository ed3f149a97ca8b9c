using System.Text.Json;

namespace Chalkline.Models.Import;

/// <summary>
/// State spaces, of Mamba or Mamba-2: alone, between attention layers (Jamba, Granite 4, Bamba), beside attention
/// (Falcon-H1).
/// </summary>
internal static class StateSpaceReader
{
    /// <summary>A state space, or attention where <c>layer_types</c> or <c>attn_layer_indices</c> say so.</summary>
    public static TokenMixer Alternating(LayerContext at) => IsAttention(at) ? AttentionReader.Plain(at) : Read(at);

    /// <summary>
    /// Both in every layer, from one norm and summed; written one after the other, with the MLP after the second.
    /// </summary>
    public static IReadOnlyList<Layer> Beside(ConfigFields config, Family family, int hidden) =>
    [
        .. LayerContext.Each(config, family, hidden, "num_hidden_layers", "n_layer").SelectMany(at => new Layer[]
        {
            new(Read(at), new NoFeedForward(), 0) { JoinsNext = true },
            new(AttentionReader.Plain(at), FeedForwardReader.Dense(at)),
        }),
    ];

    /// <summary>Jamba: Mamba, with attention every <c>attn_layer_period</c> layers from <c>attn_layer_offset</c> on.</summary>
    public static TokenMixer Jamba(LayerContext at) => at.Recurs("attn_layer")
        ? AttentionReader.Plain(at)
        : Scan(at) with { Norms = at.Config.Flag("mamba_inner_layernorms", true) };

    /// <summary>A Mamba state space.</summary>
    public static SelectiveScan Scan(LayerContext at) => new(
        at.Config.OptionalSize("d_inner") ?? Channels(at),
        at.Config.OptionalSize("mamba_d_state", "state_size") ?? 16,
        OptionalSize(at, "mamba_dt_rank", "time_step_rank") ?? (at.Hidden + 15) / 16,
        at.Config.OptionalSize("mamba_d_conv", "conv_kernel") ?? 4);

    /// <summary>A Mamba-2 state space under any of the names of its fields.</summary>
    public static StateSpace Read(LayerContext at)
    {
        int heads = at.Config.Size("mamba_num_heads", "mamba_n_heads", "num_heads");
        int groups = at.Config.Size("n_groups", "mamba_n_groups");
        return heads % groups == 0
            ? new(
                heads,
                HeadDim(at, heads),
                at.Config.Size("ssm_state_size", "mamba_d_state", "state_size"),
                groups,
                at.Config.OptionalSize("conv_kernel", "mamba_d_conv") ?? 4)
            : throw at.Config.Mismatch("n_groups", $"does not divide the {heads} state-space heads", "it must");
    }

    /// <summary>Given, or all channels shared out over the heads.</summary>
    private static int HeadDim(LayerContext at, int heads)
    {
        if (OptionalSize(at, "mamba_head_dim", "mamba_d_head", "head_dim") is { } given)
        {
            return given;
        }

        int channels = at.Config.OptionalSize("mamba_d_ssm") ?? Channels(at);
        return channels % heads == 0
            ? channels / heads
            : throw at.Config.Mismatch("mamba_n_heads", $"does not divide the {channels} channels", "it must");
    }

    /// <summary>A size; null where it is left out, or <c>auto</c>.</summary>
    private static int? OptionalSize(LayerContext at, params ReadOnlySpan<string> names)
        => at.Config.Find(names) is { } given && given.Element.ValueKind != JsonValueKind.String
            ? given.Integer(1, ConfigFields.Largest)
            : null;

    private static int Channels(LayerContext at) => (int)Math.Min(
        (long)(at.Config.OptionalSize("mamba_expand", "expand") ?? 2) * at.Hidden, ConfigFields.Largest);

    private static bool IsAttention(LayerContext at)
    {
        if (at.Index >= at.Layers)
        {
            return true;
        }

        if (at.Config.List("attn_layer_indices") is { } places)
        {
            return at.IsAmong(places);
        }

        string name = at.Config.Has("layer_types") ? "layer_types" : "layers_block_type";
        if (at.Config.PerLayer(name, at.Layers) is not { } types)
        {
            return false;
        }

        return types[at.Index].Text() switch
        {
            "attention" or "full_attention" => true,
            "mamba" => false,
            _ => throw types[at.Index].Wrong("must be attention or mamba"),
        };
    }
}
