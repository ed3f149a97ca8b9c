using System.Collections.Concurrent;
using Chalkline.Catalog;
using Chalkline.Files;

namespace Chalkline.Scaling;

/// <summary>The scaling laws of the data folder.</summary>
public sealed class ScalingLawCatalogue
{
    /// <summary>The law taken when nobody names one: the corrected fit of the Chinchilla runs.</summary>
    public const string DefaultId = "besiroglu-2024";

    /// <summary>Laws already read; tests and searches ask from several threads.</summary>
    private readonly ConcurrentDictionary<string, ScalingLaw> _laws = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _files;

    private ScalingLawCatalogue(DataFolder folder)
        => _files = folder.Files("scaling-laws", "*.json")
            .ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal);

    /// <summary>Every law, by identifier; reads all files.</summary>
    /// <exception cref="ChalkException">A file is wrong.</exception>
    public IReadOnlyList<ScalingLaw> All => [.. _files.Keys.Order(StringComparer.Ordinal).Select(id => Read(id, 0))];

    /// <summary>The law taken when nobody names one.</summary>
    /// <exception cref="ChalkException">Its file is missing or wrong.</exception>
    public ScalingLaw Default => Find(DefaultId);

    /// <summary>Opens the laws of a data folder; none is read yet.</summary>
    public static ScalingLawCatalogue Open(DataFolder folder) => new(folder);

    /// <summary>Finds a law by identifier or alias, or reads it from a JSON file.</summary>
    /// <exception cref="ChalkException">There is no such law, or its file is wrong.</exception>
    public ScalingLaw Find(string name)
    {
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return ScalingLawFile.Read(JsonView.Read(name), view => Find(view.Text()));
        }

        return NameResolver.Match(name, _files.Keys) is { } id ? Read(id, 0)
            : All.FirstOrDefault(law => NameResolver.Match(name, law.Aliases) is not null)
            ?? throw Unknown(name);
    }

    private ChalkException Unknown(string name)
    {
        string[] names = [.. All.SelectMany(law => law.Aliases.Prepend(law.Id))];
        string said = NameResolver.Unknown("scaling law", name, names).Message;
        int hint = said.IndexOf("`chalk", StringComparison.Ordinal);
        string all = string.Join(", ", _files.Keys.Order(StringComparer.Ordinal));
        return new(hint < 0 ? said : $"{said[..hint]}there are {all}.");
    }

    private ScalingLaw Read(string id, int depth)
    {
        if (_laws.TryGetValue(id, out ScalingLaw? known))
        {
            return known;
        }

        ScalingLaw law = ScalingLawFile.Read(
            JsonView.Read(_files[id]),
            view => depth == 0 && _files.ContainsKey(view.Text())
                ? Read(view.Text(), 1)
                : throw view.Wrong("must be the id of a law that stands on no other"));
        _laws[id] = law.Id == id ? law : throw new ChalkException(
            $"{_files[id]}: field 'id' is '{law.Id}'; it must be the name of the file, '{id}'.");
        return law;
    }
}
