using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Economics.PriceSheets;

/// <summary>Finds the sheets of open models, with the truth about them beside.</summary>
public sealed class OpenSheets
{
    private readonly OpenModels _table;
    private readonly ModelCatalogue _catalogue;
    private readonly IReadOnlyList<string> _names;
    private readonly Dictionary<string, Model> _models = new(StringComparer.Ordinal);

    private OpenSheets(OpenModels table, ModelCatalogue catalogue)
    {
        _table = table;
        _catalogue = catalogue;
        _names = catalogue.Names;
    }

    /// <summary>Opens the catalogue and the table of a data folder.</summary>
    /// <exception cref="ChalkException">One of them is missing or wrong.</exception>
    public static OpenSheets Open(DataFolder data) => new(OpenModels.Open(data), ModelCatalogue.Open(data));

    /// <summary>The open sheets of a file, in its order.</summary>
    public ImmutableArray<OpenSheet> Of(PriceSheetList list) => [.. list.Entries.Select(Find).OfType<OpenSheet>()];

    /// <summary>The truth behind a sheet; null when it is not known.</summary>
    /// <remarks>
    /// By the public weights that the file names, in the catalogue or else in the table; without such a name by the
    /// table alone.
    /// </remarks>
    public OpenSheet? Find(PriceSheetEntry entry)
    {
        OpenName? sold = _table.Find(entry.Key);
        string? name = entry.Published is { } published
            ? NameResolver.Match(published, _names) ?? _table.Find(published)?.Model
            : sold?.Model;
        if (name is null)
        {
            return null;
        }

        if (!_models.TryGetValue(name, out Model? model))
        {
            _models[name] = model = _catalogue.Find(name);
        }

        ModelSize size = ParameterCount.Count(model);
        return new(
            entry.Sheet, model.Name, size.Active, size.Total, KeyValueFootprint.Growth(model, NumberFormat.Bf16),
            sold is { Fast: true }, model.MaximumContext is { } longest ? new Tokens(longest) : null);
    }
}
