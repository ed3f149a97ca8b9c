using Chalkline.Catalog;
using Chalkline.Files;

namespace Chalkline.Economics.Caching;

/// <summary>The tiers of the data folder, and those of a user's files.</summary>
public sealed class TierCatalogue
{
    private readonly HardwareNames _names;
    private readonly Lazy<IReadOnlyList<CacheTier>> _all;

    private TierCatalogue(DataFolder folder)
    {
        _names = new(folder, "tiers");
        _all = new(() => [.. _names.Files.Select(Read)]);
    }

    /// <summary>Every tier, by identifier; reads all files.</summary>
    /// <exception cref="ChalkException">A file is wrong.</exception>
    public IReadOnlyList<CacheTier> All => _all.Value;

    /// <summary>Opens the catalogue of a data folder.</summary>
    public static TierCatalogue Open(DataFolder folder) => new(folder);

    /// <summary>
    /// The tiers that a name stands for: one by identifier or alias, all of a kind (<c>flash</c>), or that of a JSON
    /// file. A kind that the machine itself has stands for the machine's.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="machine">The tiers that come with the machine; may be empty.</param>
    /// <exception cref="ChalkException">There is no such name, or a file is wrong.</exception>
    public IReadOnlyList<CacheTier> Find(string name, IReadOnlyList<CacheTier> machine)
    {
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase))
        {
            return [Read(name)];
        }

        string key = NameResolver.Key(name);
        CacheTier[] own = [.. machine
            .Where(tier => NameResolver.Key(tier.Kind) == key || NameResolver.Key(tier.Id) == key)];
        if (own.Length > 0)
        {
            return own;
        }

        if (_names.Find(name) is { } file)
        {
            return [Read(file)];
        }

        CacheTier[] kind = [.. All.Where(tier => NameResolver.Key(tier.Kind) == key)];
        return kind.Length > 0 ? kind : throw Unknown(name, machine);
    }

    private ChalkException Unknown(string name, IReadOnlyList<CacheTier> machine)
    {
        IEnumerable<string> kinds = All.Concat(machine).Select(tier => tier.Kind).Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal);
        return new(
            $"'{name}' is not a known tier; the kinds are {string.Join(", ", kinds)}, the devices "
            + $"{string.Join(", ", _names.Ids)}, and a JSON file of one's own ends in .json.");
    }

    private static CacheTier Read(string file) => TierFile.Read(JsonView.Read(file));
}
