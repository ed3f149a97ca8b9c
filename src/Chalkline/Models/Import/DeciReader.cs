using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>
/// Nemotron by neural architecture search: <c>block_configs</c> drops, replaces or resizes each part of a layer.
/// </summary>
internal static class DeciReader
{
    public static IReadOnlyList<Layer> Trunk(ConfigFields config, Family family, int hidden)
    {
        int layers = config.Find("num_hidden_layers") is JsonView view
            ? view.Integer(1, ConfigFields.MostLayers)
            : throw config.Main.Wrong("has no 'num_hidden_layers'", "this kind of model needs it");
        IReadOnlyList<JsonView> blocks = config.PerLayer("block_configs", layers)
            ?? throw config.Main.Wrong("has no 'block_configs'", "this kind of model needs one a layer");
        return [.. blocks.Select((block, index) => Block(block, new(config, family, index, layers, hidden)))];
    }

    private static Layer Block(JsonView block, LayerContext at)
    {
        ConfigFields attention = new(block.Required("attention"));
        ConfigFields ffn = new(block.Required("ffn"));
        TokenMixer mixer = Mixer(attention, at);
        FeedForward feedForward = FeedForward(ffn, at);
        bool linearMixer = attention.Flag("replace_with_linear", false);
        bool linearFeedForward = ffn.Flag("replace_with_linear", false);
        int linear = (linearMixer ? 1 : 0) + (linearFeedForward ? 1 : 0);
        int parts = (mixer is NoMixer ? 0 : 1) + (feedForward is NoFeedForward ? 0 : 1) + linear;
        return new(mixer, feedForward, parts) { OtherParameters = (long)linear * at.Hidden * at.Hidden };
    }

    private static TokenMixer Mixer(ConfigFields attention, LayerContext at)
    {
        if (attention.Flag("no_op", false) || attention.Flag("replace_with_linear", false))
        {
            return new NoMixer();
        }

        int heads = at.Config.Size("num_attention_heads");
        int group = attention.Size("n_heads_in_group");
        if (heads % group != 0)
        {
            throw attention.Mismatch("n_heads_in_group", $"does not divide the {heads} heads", "it must");
        }

        int headDim = AttentionReader.HeadDim(at, heads);
        return new Attention(heads, heads / group, headDim, headDim)
        {
            Window = attention.OptionalSize("window_length"),
            QueryKeyValueBias = at.Config.Flag("attention_bias", false),
            OutputBias = at.Config.Flag("attention_bias", false),
        };
    }

    private static FeedForward FeedForward(ConfigFields ffn, LayerContext at)
    {
        if (ffn.Flag("no_op", false) || ffn.Flag("replace_with_linear", false))
        {
            return new NoFeedForward();
        }

        if (ffn.OptionalSize("intermediate_size") is int given)
        {
            return FeedForwardReader.Dense(at, given);
        }

        // The model's own rule: two thirds of the multiple, rounded up to 256.
        double multiple = (ffn.Find("ffn_mult") ?? throw ffn.Main.Wrong("has no 'ffn_mult'", "it needs one"))
            .Number(1e-3, 1e3);
        double width = Math.Ceiling(Math.Floor(2 * multiple * at.Hidden / 3) / 256) * 256;
        return width <= ConfigFields.Largest
            ? FeedForwardReader.Dense(at, (int)width)
            : throw ffn.Mismatch("ffn_mult", "makes an absurd inner width", "it is usually between 0.5 and 8");
    }
}
