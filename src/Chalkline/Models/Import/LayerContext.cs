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
    /// <summary>A size of at least 1 under any of its names: one for all layers, or one for each.</summary>
    public int Size(params ReadOnlySpan<string> names)
        => Number(1, names)
            ?? throw Config.Main.Wrong($"has no '{names[0]}'", $"this kind of model needs a field '{names[0]}'");

    /// <summary>A number of at least 0, likewise; null when it is missing.</summary>
    public int? Count(params ReadOnlySpan<string> names) => Number(0, names);

    private int? Number(int least, ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (Config.Find(name) is { } view)
            {
                return view.Element.ValueKind == System.Text.Json.JsonValueKind.Array
                    ? Item(Config.PerLayer(name, Layers, more: 16)!).Integer(least, ConfigFields.Largest)
                    : view.Integer(least, ConfigFields.Largest);
            }
        }

        return null;
    }

    /// <summary>Prediction layers are as the last one where the list ends before them.</summary>
    private JsonView Item(IReadOnlyList<JsonView> items) => items[Math.Min(Index, items.Count - 1)];
}
