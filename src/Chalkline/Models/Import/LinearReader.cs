using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>Hybrids of linear and softmax attention: Qwen3-Next and 3.5, MiniMax-M1.</summary>
internal static class LinearReader
{
    /// <summary>
    /// Gated delta net, with gated attention by <c>layer_types</c> or every <c>full_attention_interval</c> layers.
    /// </summary>
    public static TokenMixer DeltaNet(LayerContext at)
    {
        if (at.Index >= at.Layers || IsFull(at))
        {
            return AttentionReader.Plain(at);
        }

        int keyHeads = at.Config.Size("linear_num_key_heads");
        int valueHeads = at.Config.Size("linear_num_value_heads");
        if (valueHeads % keyHeads != 0)
        {
            throw at.Config.Mismatch(
                "linear_num_value_heads", $"is not a multiple of the {keyHeads} key heads", "it must be");
        }

        return new LinearAttention(
            LinearAttentionKind.GatedDeltaNet,
            keyHeads,
            valueHeads,
            at.Config.Size("linear_key_head_dim"),
            at.Config.Size("linear_value_head_dim"),
            at.Config.Count("linear_conv_kernel_dim"));
    }

    /// <summary>Lightning attention, with softmax attention where <c>attn_type_list</c> has a one.</summary>
    public static TokenMixer Lightning(LayerContext at)
    {
        IReadOnlyList<JsonView> types = at.Config.PerLayer("attn_type_list", at.Layers)
            ?? throw at.Config.Main.Wrong(
                "has no 'attn_type_list'", "this kind of model needs a 0 or 1 for each layer");
        if (at.Index >= types.Count || types[at.Index].Integer(0, 1) == 1)
        {
            return AttentionReader.Plain(at);
        }

        int heads = at.Config.Size("num_attention_heads");
        int width = AttentionReader.HeadDim(at, heads);
        return new LinearAttention(LinearAttentionKind.Lightning, heads, heads, width, width, 0);
    }

    private static bool IsFull(LayerContext at)
    {
        if (at.Config.PerLayer("layer_types", at.Layers) is { } types)
        {
            return types[at.Index].Text() switch
            {
                "full_attention" => true,
                "linear_attention" => false,
                _ => throw types[at.Index].Wrong("must be full_attention or linear_attention"),
            };
        }

        return (at.Index + 1) % (at.Config.OptionalSize("full_attention_interval") ?? 4) == 0;
    }
}
