namespace Chalkline.Models.Import;

/// <summary>
/// LongCat: a layer is two latent attentions with an MLP each, and experts that run beside the first MLP and all that
/// follows. Some experts do nothing, so that a token visits fewer than it picks. Written as two layers, the experts in the
/// first.
/// </summary>
internal static class ShortcutReader
{
    public static IReadOnlyList<Layer> Trunk(ConfigFields config, Family family, int hidden)
    {
        int width = config.Size("ffn_hidden_size", "intermediate_size");
        return
        [
            .. LayerContext.Each(config, family, hidden, "num_layers").SelectMany(at =>
            {
                ExpertFeedForward experts = FeedForwardReader.Mixture(at, config.Size("expert_ffn_hidden_size"));
                int idle = config.Count("zero_expert_num");
                int visited = (int)Math.Round(
                    experts.ExpertsPerToken * (double)experts.Experts / (experts.Experts + idle));
                return new Layer[]
                {
                    new(
                        LatentReader.Read(at),
                        experts with
                        {
                            ExpertsPerToken = Math.Max(1, visited),
                            SharedExperts = 1,
                            SharedIntermediate = width,
                            RouterBias = true,
                        }),
                    new(LatentReader.Read(at), FeedForwardReader.Dense(at, width)),
                };
            }),
        ];
    }
}
