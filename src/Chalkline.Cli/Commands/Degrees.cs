using Chalkline.Layouts;
using Chalkline.Models;

namespace Chalkline.Cli.Commands;

/// <summary>How often a model is to be cut each way; null where nothing is said.</summary>
/// <param name="Tensor">Tensor parallelism.</param>
/// <param name="Attention">Attention-parallel groups.</param>
/// <param name="Expert">Expert parallelism.</param>
/// <param name="Pipeline">Pipeline stages.</param>
/// <param name="Context">Context parallelism.</param>
internal sealed record Degrees(int? Tensor, int? Attention, int? Expert, int? Pipeline, int? Context)
{
    /// <summary>The layout of one replica: 1 where nothing is said, and groups share experts over all their devices.</summary>
    public Layout Layout(Model model)
    {
        int tensor = Tensor ?? 1;
        int groups = Attention ?? 1;
        int context = Context ?? 1;
        bool experts = model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward);
        return new(tensor, Pipeline ?? 1, groups, Expert ?? (experts && groups > 1 ? tensor * context * groups : 1), 1)
        {
            ContextParallel = context,
        };
    }
}
