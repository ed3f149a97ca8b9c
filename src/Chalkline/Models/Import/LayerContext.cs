using System.Text.Json;
using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>The layer being read.</summary>
/// <param name="Config">The configuration.</param>
/// <param name="Family">The rules of its family.</param>
/// <param name="Index">Its place, from 0; <paramref name="Layers"/> or more for a prediction layer.</param>
/// <param name="Layers">Layers of the trunk.</param>
/// <param name="Hidden">Width of the residual stream.</param>
internal sealed record LayerContext(ConfigFields Config, Family Family, int Index, int Layers, int Hidden)
{
    /// <summary>The layers of a trunk, their number under the first of the names that is there.</summary>
    public static IEnumerable<LayerContext> Each(
        ConfigFields config, Family family, int hidden, params ReadOnlySpan<string> names)
    {
        int layers = config.Find(names)?.Integer(1, ConfigFields.MostLayers)
            ?? throw config.Main.Wrong($"has no '{names[0]}'", "this kind of model needs it");
        return Enumerable.Range(0, layers).Select(index => new LayerContext(config, family, index, layers, hidden));
    }

    /// <summary>A size of at least 1 under any of its names: one for all layers, or one for each.</summary>
    public int Size(params ReadOnlySpan<string> names) => Number(1, names) ?? throw Config.Missing(names[0]);

    /// <summary>A number of at least 0, likewise; null when it is missing.</summary>
    public int? Count(params ReadOnlySpan<string> names) => Number(0, names);

    /// <summary>Whether layer numbers, from 0, name this one.</summary>
    public bool IsAmong(IReadOnlyList<JsonView> layers)
        => layers.Any(item => item.Integer(0, ConfigFields.MostLayers) == Index);

    /// <summary>Whether this is one of every <c>period</c> layers from an offset on; not where no period is given.</summary>
    /// <param name="name">What stands before <c>_period</c> and <c>_offset</c>.</param>
    public bool Recurs(string name)
        => Config.OptionalSize($"{name}_period") is { } period && Index % period == Config.Count($"{name}_offset") % period;

    private int? Number(int least, ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Config.Find(name) is { } view)
            {
                return view.Element.ValueKind == JsonValueKind.Array
                    ? Item(Config.PerLayer(name, Layers, more: 16)!).Integer(least, ConfigFields.Largest)
                    : view.Integer(least, ConfigFields.Largest);
            }
        }

        return null;
    }

    /// <summary>Prediction layers are as the last one where the list ends before them.</summary>
    private JsonView Item(IReadOnlyList<JsonView> items) => items[Math.Min(Index, items.Count - 1)];
}
