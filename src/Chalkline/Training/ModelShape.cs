using Chalkline.Models;

namespace Chalkline.Training;

/// <summary>The training shape of a catalogue model.</summary>
public static class ModelShape
{
    /// <summary>
    /// Its shape; null where its layers are of kinds that the training model does not describe (recurrent mixers,
    /// latent experts).
    /// </summary>
    public static TrainingShape? Of(Model model)
    {
        Layer last = model.Layers[^1];
        DenseFeedForward? dense =
            model.Layers.Select(layer => layer.FeedForward).OfType<DenseFeedForward>().FirstOrDefault();
        ExpertFeedForward? experts = last.FeedForward as ExpertFeedForward;
        (double heads, double keyHeads, double width) = last.Mixer switch
        {
            Attention attention => (attention.QueryHeads, attention.KeyValueHeads, (double)attention.HeadDim),
            LatentAttention latent => (latent.Heads, latent.Heads, 0),
            _ => default,
        };
        bool described = heads > 0 && experts?.Latent is null && (experts ?? (object?)dense) is not null
            && model.Layers.All(layer => layer.Mixer.GetType() == last.Mixer.GetType());
        return !described ? null : new()
        {
            Layers = model.Layers.Length,
            Hidden = model.Hidden,
            Heads = heads,
            KeyValueHeads = keyHeads,
            HeadDim = width,
            FeedForward = dense?.Intermediate ?? 0,
            Gated = experts?.Gated ?? dense!.Gated,
            Vocabulary = model.Vocabulary,
            Experts = experts?.Experts ?? 0,
            ExpertsPerToken = experts?.ExpertsPerToken ?? 0,
            SharedExperts = experts is { Intermediate: > 0 } shared
                ? (double)shared.SharedIntermediate / shared.Intermediate
                : 0,
            ExpertWidth = experts?.Intermediate ?? 0,
            DenseLayers = experts is null ? 0 : model.Layers.Count(layer => layer.FeedForward is DenseFeedForward),
        };
    }
}
