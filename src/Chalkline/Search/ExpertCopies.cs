using Chalkline.Layouts;
using Chalkline.Models;

namespace Chalkline.Search;

/// <summary>
/// Second copies of experts worth asking about where some are visited more than others: none, and one or two more on
/// every device, counted from the fewest that divide.
/// </summary>
internal static class ExpertCopies
{
    /// <summary>Most copies beyond those that divide, on each device.</summary>
    private const int MostEach = 2;

    /// <summary>Whether copies may help: visits are uneven, and the model comes without copies.</summary>
    public static bool Help(Model model) => Experts(model).Any(experts => experts.Skew > 0)
        && Experts(model).All(experts => experts.Copies == 0);

    /// <summary>
    /// Copies in each layer that fill so many groups evenly, fewest first: no more than there are experts. One group
    /// holds every expert, and no copy evens anything out.
    /// </summary>
    /// <param name="experts">Experts of a layer.</param>
    /// <param name="groups">Expert-parallel groups, at least 1.</param>
    public static IEnumerable<int> Of(int experts, int groups)
    {
        int fewest = (groups - (experts % groups)) % groups;
        return groups == 1 ? [0] : Enumerable.Range(0, MostEach + 1).Select(each => fewest + (each * groups)).Where(copies => copies <= experts);
    }

    /// <summary>Layouts that fit the machine, each with every number of copies.</summary>
    /// <param name="request">The question.</param>
    /// <param name="indivisible">Combinations that the model or the machine does not allow.</param>
    public static IReadOnlyList<(Layout Layout, int Copies)> Enumerate(PlanRequest request, out int indivisible)
    {
        if (!Help(request.Model))
        {
            return [.. LayoutSpace.Enumerate(request, out indivisible).Select(layout => (layout, 0))];
        }

        int fewest = Experts(request.Model).Min(experts => experts.Experts);
        Dictionary<int, Model> models = [];
        List<(Layout, int)> layouts = [];
        int tried = 0;
        foreach (Layout layout in LayoutSpace.Combinations(request.Model, request.System, request.DevicesPaid, copies: true))
        {
            foreach (int copies in Of(fewest, layout.ExpertParallel))
            {
                tried++;
                if (!models.TryGetValue(copies, out Model? model))
                {
                    models.Add(copies, model = request.WithCopies(copies).Model);
                }

                if (layout.Replicas > 0 && LayoutCheck.Problem(model, request.System, layout) is null)
                {
                    layouts.Add((layout, copies));
                }
            }
        }

        indivisible = tried - layouts.Count;
        return layouts;
    }

    private static IEnumerable<ExpertFeedForward> Experts(Model model)
        => model.Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>();
}
