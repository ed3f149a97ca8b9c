using System.Collections.Immutable;
using Chalkline.Models;

namespace Chalkline.Layouts;

/// <summary>
/// Experts that are held twice so that expert parallelism comes out even: 256 experts over 72 or 144 devices become 288
/// (DeepSeek-V3, arXiv:2412.19437, section 3.4: 32 redundant experts).
/// </summary>
/// <remarks>
/// A copy counts as an expert of its own with its share of the visits: exact where the copies are those of the experts
/// asked for most, which is what they are for. The router is wider by as much, under 0.1 % of a layer.
/// </remarks>
public static class RedundantExperts
{
    /// <summary>The model with the fewest copies that divide over so many groups; itself when none are needed.</summary>
    /// <param name="model">The model.</param>
    /// <param name="expertParallel">Groups that hold different experts, at least 1.</param>
    public static Model Fill(Model model, int expertParallel)
    {
        return Changed(model, experts => Filled(experts.Experts, expertParallel) - experts.Experts);
    }

    /// <summary>The model with so many copies in each layer of experts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="copies">
    /// Copies, from 1 to the number of experts; beyond about an eighth of them the less popular ones are halved too, which evens
    /// nothing out any more.
    /// </param>
    /// <exception cref="ChalkException">The model has no experts, or fewer than copies are asked for.</exception>
    public static Model Add(Model model, int copies)
    {
        int fewest = model.Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>()
            .Select(experts => experts.Experts).DefaultIfEmpty(0).Min();
        return copies >= 1 && copies <= fewest
            ? Changed(model, _ => copies)
            : throw new ChalkException(fewest == 0
                ? $"{model.Name} has no experts to hold twice."
                : $"{copies} redundant experts: must be from 1 to the {fewest} experts of a layer of {model.Name}.");
    }

    private static Model Changed(Model model, Func<ExpertFeedForward, int> copies)
    {
        ImmutableArray<Layer> layers =
        [
            .. model.Layers.Select(layer => layer.FeedForward is ExpertFeedForward experts && copies(experts) is > 0 and int more
                ? layer with { FeedForward = experts with { Experts = experts.Experts + more, Copies = experts.Copies + more } }
                : layer),
        ];
        return layers.SequenceEqual(model.Layers) ? model : model with { Layers = layers };
    }

    private static int Filled(int experts, int groups) => (experts + groups - 1) / groups * groups;
}
