using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Chalkline.Models;

/// <summary>Layers that are the same in every respect.</summary>
/// <param name="Layer">One of them.</param>
/// <param name="Count">How many there are; at least 1.</param>
public sealed record LayerGroup(Layer Layer, int Count);

/// <summary>Grouping of layers, so that work done once a kind is not done once a layer.</summary>
public static class LayerGroups
{
    /// <summary>Groups of the models in use: a search asks for those of one model thousands of times.</summary>
    private static readonly ConditionalWeakTable<Model, object> Known = [];

    /// <summary>Groups equal layers, in the order in which each kind first appears.</summary>
    public static ImmutableArray<LayerGroup> Of(ImmutableArray<Layer> layers)
    {
        List<Layer> kinds = [];
        List<int> counts = [];
        Dictionary<Layer, int> places = [];
        foreach (Layer layer in layers)
        {
            if (places.TryGetValue(layer, out int place))
            {
                counts[place]++;
            }
            else
            {
                places.Add(layer, kinds.Count);
                kinds.Add(layer);
                counts.Add(1);
            }
        }

        return [.. kinds.Select((layer, place) => new LayerGroup(layer, counts[place]))];
    }

    /// <summary>Groups the trunk of a model; prediction layers are not part of it.</summary>
    public static ImmutableArray<LayerGroup> Of(Model model)
        => (ImmutableArray<LayerGroup>)Known.GetValue(model, static one => Of(one.Layers));
}
