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
    public static Model Fill(Model model, int expertParallel) => With(model, held => Filled(held, expertParallel));

    /// <summary>The model with so many copies in each layer with experts.</summary>
    /// <param name="model">The model.</param>
    /// <param name="copies">Copies, at least 0.</param>
    public static Model Add(Model model, int copies) => With(model, held => held + copies);

    private static Model With(Model model, Func<int, int> experts)
    {
        ImmutableArray<Layer> layers =
        [
            .. model.Layers.Select(layer => layer.FeedForward is ExpertFeedForward routed
                ? layer with { FeedForward = routed with { Experts = experts(routed.Experts) } }
                : layer),
        ];
        return layers.SequenceEqual(model.Layers) ? model : model with { Layers = layers };
    }

    private static int Filled(int experts, int groups) => (experts + groups - 1) / groups * groups;
}
