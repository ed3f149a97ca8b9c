using System.Globalization;
using Chalkline.Files;

namespace Chalkline.Models.Import;

/// <summary>Fields of a configuration under any of their names, with bounds that catch absurd sizes.</summary>
/// <remarks>
/// Later views fill in what earlier ones lack: the outer file of a nested text decoder, what a catalogue adds.
/// </remarks>
internal sealed class ConfigFields
{
    /// <summary>The largest width, head count or vocabulary taken for real.</summary>
    public const int Largest = 10_000_000;

    /// <summary>The largest number of layers taken for real.</summary>
    public const int MostLayers = 10_000;

    private readonly Dictionary<string, JsonView> _fields = new(StringComparer.Ordinal);

    private readonly Dictionary<string, IReadOnlyList<JsonView>> _lists = new(StringComparer.Ordinal);

    public ConfigFields(JsonView main, params ReadOnlySpan<JsonView?> others)
    {
        Main = main;
        AddAll(main);
        foreach (JsonView? other in others)
        {
            if (other is JsonView view)
            {
                AddAll(view);
            }
        }
    }

    /// <summary>The view that is blamed for what is missing.</summary>
    public JsonView Main { get; }

    /// <summary>The first of the names that is there and not null.</summary>
    public JsonView? Find(params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (_fields.TryGetValue(name, out JsonView? view))
            {
                return view;
            }
        }

        return null;
    }

    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>A size of at least 1.</summary>
    public int Size(params ReadOnlySpan<string> names)
        => OptionalSize(names) ?? throw Missing(names[0]);

    /// <summary>A size of at least 1 that may be missing.</summary>
    public int? OptionalSize(params ReadOnlySpan<string> names) => Find(names)?.Integer(1, Largest);

    /// <summary>A number of at least 0; missing means none.</summary>
    public int Count(params ReadOnlySpan<string> names) => Find(names)?.Integer(0, Largest) ?? 0;

    public bool Flag(string name, bool otherwise) => Find(name)?.Flag() ?? otherwise;

    public string? Text(params ReadOnlySpan<string> names) => Find(names)?.Text();

    /// <summary>The items of an array field; null when it is missing.</summary>
    public IReadOnlyList<JsonView>? List(string name)
    {
        if (!_lists.TryGetValue(name, out IReadOnlyList<JsonView>? items))
        {
            if (Find(name) is not JsonView view)
            {
                return null;
            }

            items = view.Items();
            _lists.Add(name, items);
        }

        return items;
    }

    /// <summary>The items of an array field that has one item a layer; null when it is missing.</summary>
    /// <param name="name">The field.</param>
    /// <param name="layers">Layers of the model.</param>
    /// <param name="more">Items allowed beyond the layers, for prediction layers.</param>
    public IReadOnlyList<JsonView>? PerLayer(string name, int layers, int more = 0)
    {
        IReadOnlyList<JsonView>? items = List(name);
        if (items is not null && (items.Count < layers || items.Count > layers + more))
        {
            throw Find(name)!.Wrong(
                string.Create(CultureInfo.InvariantCulture, $"has {items.Count} items"),
                string.Create(CultureInfo.InvariantCulture, $"it must have one for each of the {layers} layers"));
        }

        return items;
    }

    /// <summary>The sentence for a size that is not there.</summary>
    public ChalkException Missing(string name) => Main.Wrong($"has no '{name}'", $"this kind of model needs a field '{name}'");

    /// <summary>The sentence for a number that does not go with another.</summary>
    public ChalkException Mismatch(string name, string problem, string remedy)
        => (Find(name) ?? Main).Wrong(problem, remedy);

    private void AddAll(JsonView view)
    {
        if (view.Element.ValueKind != System.Text.Json.JsonValueKind.Object)
        {
            throw view.Wrong("must be an object");
        }

        foreach (System.Text.Json.JsonProperty property in view.Element.EnumerateObject())
        {
            if (view.Optional(property.Name) is JsonView value)
            {
                _fields.TryAdd(property.Name, value);
            }
        }
    }
}
