using System.Globalization;
using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>
/// Nemotron-H: each layer is one part alone, by a letter of <c>hybrid_override_pattern</c> (M state space, * attention,
/// - MLP, E experts) or a word of <c>layers_block_type</c>.
/// </summary>
internal static class NemotronReader
{
    public static IReadOnlyList<Layer> Trunk(ConfigFields config, Family family, int hidden)
    {
        List<string> parts = Parts(config);
        if (config.OptionalSize("num_hidden_layers") is int layers && layers != parts.Count)
        {
            throw config.Mismatch(
                "num_hidden_layers",
                string.Create(CultureInfo.InvariantCulture, $"differs from the {parts.Count} layers of the pattern"),
                string.Create(CultureInfo.InvariantCulture, $"it must be {parts.Count}"));
        }

        return [.. parts.Select((part, index) => Part(part, new(config, family, index, parts.Count, hidden)))];
    }

    /// <summary>
    /// Prediction layers by <c>mtp_layers_block_type</c>; the first holds the projection that leads in.
    /// </summary>
    public static IEnumerable<Layer> Prediction(ConfigFields config, Family family, int hidden)
    {
        int times = config.Count("num_nextn_predict_layers");
        IReadOnlyList<JsonView> parts = config.List("mtp_layers_block_type") ?? [];
        for (int time = 0; time < Math.Min(times, 64); time++)
        {
            foreach ((int place, JsonView part) in parts.Index())
            {
                Layer layer = Part(part.Text(), new(config, family, 0, 1, hidden));
                yield return place == 0
                    ? layer with { OtherParameters = 2L * hidden * hidden, Norms = layer.Norms + 3 }
                    : layer;
            }
        }
    }

    private static List<string> Parts(ConfigFields config)
    {
        if (config.Find("hybrid_override_pattern") is JsonView pattern)
        {
            string text = pattern.Text();
            return text.Length is > 0 and <= ConfigFields.MostLayers
                ? [.. text.Select(letter => letter.ToString())]
                : throw pattern.Wrong($"has {text.Length} letters", $"it must have 1 to {ConfigFields.MostLayers}");
        }

        IReadOnlyList<JsonView> names = config.List("layers_block_type")
            ?? throw config.Main.Wrong(
                "has neither 'hybrid_override_pattern' nor 'layers_block_type'",
                "this kind of model needs one of them");
        return names.Count is > 0 and <= ConfigFields.MostLayers
            ? [.. names.Select(name => name.Text())]
            : throw config.Main.Wrong("has no layers in 'layers_block_type'", "it must list at least one");
    }

    private static Layer Part(string part, LayerContext at) => part switch
    {
        "M" or "mamba" => new(StateSpaceReader.Read(at), new NoFeedForward(), 1),
        "*" or "attention" => new(AttentionReader.Plain(at), new NoFeedForward(), 1),
        "-" or "mlp" => new(new NoMixer(), FeedForwardReader.Dense(at), 1),
        "E" or "moe" => new(
            new NoMixer(),
            FeedForwardReader.Mixture(at, at.Config.Size("moe_intermediate_size")) with { RouterBias = true },
            1),
        _ => throw at.Config.Main.Wrong(
            $"has a layer '{(part.Length > 20 ? part[..20] : part)}' at place {at.Index} of its pattern",
            "it must be M (mamba), * (attention), - (mlp) or E (moe)"),
    };
}
