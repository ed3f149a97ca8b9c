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
        .. Places(config, family, hidden).SelectMany(at => new Layer[]
        {
            new(Read(at), new NoFeedForward(), 0) { JoinsNext = true },
            new(AttentionReader.Plain(at), FeedForwardReader.Dense(at)),
        }),
    ];

    /// <summary>Nothing else.</summary>
    public static IReadOnlyList<Layer> Alone(ConfigFields config, Family family, int hidden)
        => [.. Places(config, family, hidden).Select(at => new Layer(Read(at), new NoFeedForward(), 1))];

    /// <summary>Mamba alone, in every layer.</summary>
    public static IReadOnlyList<Layer> ScanAlone(ConfigFields config, Family family, int hidden)
        => [.. Places(config, family, hidden).Select(at => new Layer(Scan(at), new NoFeedForward(), 1))];

    /// <summary>Jamba: Mamba, with attention every <c>attn_layer_period</c> layers from <c>attn_layer_offset</c> on.</summary>
    public static TokenMixer Jamba(LayerContext at)
        => at.Config.OptionalSize("attn_layer_period") is { } period
            && at.Index % period == at.Config.Count("attn_layer_offset") % period
                ? AttentionReader.Plain(at)
                : Scan(at) with { Norms = at.Config.Flag("mamba_inner_layernorms", true) };

    private static SelectiveScan Scan(LayerContext at)
    {
        int channels = at.Config.OptionalSize("d_inner")
            ?? Channels(at, at.Config.OptionalSize("mamba_expand", "expand") ?? 2);
        int rank = at.Config.Find("mamba_dt_rank", "time_step_rank") is { } given
            && given.Element.ValueKind != JsonValueKind.String
                ? given.Integer(1, ConfigFields.Largest)
                : (at.Hidden + 15) / 16;
        return new(
            channels,
            at.Config.OptionalSize("mamba_d_state", "state_size") ?? 16,
            rank,
            at.Config.OptionalSize("mamba_d_conv", "conv_kernel") ?? 4);
    }

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

    /// <summary>The layers to be read.</summary>
    private static IEnumerable<LayerContext> Places(ConfigFields config, Family family, int hidden)
    {
        int layers = config.Find("num_hidden_layers", "n_layer")?.Integer(1, ConfigFields.MostLayers)
            ?? throw config.Main.Wrong("has no 'num_hidden_layers'", "this kind of model needs it");
        return Enumerable.Range(0, layers).Select(index => new LayerContext(config, family, index, layers, hidden));
    }

    /// <summary>Given, or all channels shared out over the heads where it is <c>auto</c> or left out.</summary>
    private static int HeadDim(LayerContext at, int heads)
    {
        if (at.Config.Find("mamba_head_dim", "mamba_d_head", "head_dim") is { } given
            && given.Element.ValueKind != JsonValueKind.String)
        {
            return given.Integer(1, ConfigFields.Largest);
        }

        int channels = at.Config.OptionalSize("mamba_d_ssm")
            ?? Channels(at, at.Config.OptionalSize("mamba_expand", "expand") ?? 2);
        return channels % heads == 0
            ? channels / heads
            : throw at.Config.Mismatch("mamba_n_heads", $"does not divide the {channels} channels", "it must");
    }

    private static int Channels(LayerContext at, int times)
        => (int)Math.Min((long)times * at.Hidden, ConfigFields.Largest);

    private static bool IsAttention(LayerContext at)
    {
        if (at.Config.List("attn_layer_indices") is { } places)
        {
            return places.Any(item => item.Integer(0, ConfigFields.MostLayers) == at.Index);
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
