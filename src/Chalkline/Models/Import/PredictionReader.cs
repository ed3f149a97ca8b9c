using System.Collections.Immutable;

namespace Chalkline.Models.Import;

/// <summary>
/// Multi-token-prediction layers: a decoder layer with a projection from two residual widths and three norms.
/// </summary>
internal static class PredictionReader
{
    /// <summary>More prediction layers than any model has.</summary>
    private const int Most = 64;

    public static ImmutableArray<Layer> Read(ConfigFields config, Family family, int layers, int hidden)
    {
        if (config.Has("mtp_layers_block_type"))
        {
            return [.. NemotronReader.Prediction(config, family, hidden)];
        }

        int count = config.Find("num_nextn_predict_layers", "mtp_num_hidden_layers")?.Integer(0, Most)
            ?? (config.Flag("use_mtp", false) ? config.Find("num_mtp_modules")?.Integer(0, Most) ?? 0 : 0);
        return
        [
            .. Enumerable.Range(layers, count).Select(index =>
            {
                LayerContext at = new(config, family, index, layers, hidden);
                return new Layer(family.Mixer(at), family.FeedForward(at), family.Norms + 3)
                {
                    OtherParameters = 2L * hidden * hidden,
                };
            }),
        ];
    }
}
