using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Models;

namespace Chalkline.Economics.PriceSheets;

/// <summary>Finds the sheets of open models, with the truth about them beside.</summary>
public sealed class OpenSheets
{
    private readonly OpenModels _table;
    private readonly ModelCatalogue _catalogue;
    private readonly Dictionary<string, Model> _models = new(StringComparer.Ordinal);

    private OpenSheets(OpenModels table, ModelCatalogue catalogue)
    {
        _table = table;
        _catalogue = catalogue;
    }

    /// <summary>Opens the catalogue and the table of a data folder.</summary>
    /// <exception cref="ChalkException">One of them is missing or wrong.</exception>
    public static OpenSheets Open(DataFolder data) => new(OpenModels.Open(data), ModelCatalogue.Open(data));

    /// <summary>The open sheets of a file, in its order.</summary>
    public ImmutableArray<OpenSheet> Of(PriceSheetList list) => [.. list.Entries.Select(Find).OfType<OpenSheet>()];

    /// <summary>The truth behind a sheet; null when it is not known.</summary>
    /// <remarks>
    /// By the public weights that the file names, when the catalogue has them; else by the table, for that name and
    /// then for
    /// the sold one.
    /// </remarks>
    public OpenSheet? Find(PriceSheetEntry entry)
    {
        string? name = entry.Published is { } published
            ? NameResolver.Match(published, _catalogue.Names) ?? _table.Find(published)
            : _table.Find(entry.Key);
        if (name is null)
        {
            return null;
        }

        if (!_models.TryGetValue(name, out Model? model))
        {
            _models[name] = model = _catalogue.Find(name);
        }

        ModelSize size = ParameterCount.Count(model);
        return new(entry.Sheet, model.Name, size.Active, size.Total, KeyValueFootprint.Growth(
            model, NumberFormat.Bf16));
    }
}
