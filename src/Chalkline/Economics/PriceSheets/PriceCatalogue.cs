using System.Collections.Immutable;
using Chalkline.Catalog;

namespace Chalkline.Economics.PriceSheets;

/// <summary>The price sheets that come with the program: <c>prices/sheets</c>.</summary>
public sealed class PriceCatalogue
{
    private PriceCatalogue(ImmutableArray<PriceSheetList> lists) => Lists = lists;

    /// <summary>The files, in ordinal order of their names.</summary>
    public ImmutableArray<PriceSheetList> Lists { get; }

    /// <summary>Reads all files of a data folder.</summary>
    /// <exception cref="ChalkException">One is wrong as a whole.</exception>
    public static PriceCatalogue Open(DataFolder data)
    {
        string folder = Path.Combine("prices", "sheets");
        return new([.. data.Files(folder, "*.json").Concat(data.Files(folder, "*.csv"))
            .Select(file => PriceSheetFile.Read(file))]);
    }

    /// <summary>
    /// Finds a sheet: when several files have it, that of the newest month, and of those the one with the most prices.
    /// </summary>
    /// <param name="name">
    /// <c>provider/model</c>, or the model alone when one provider sells it; case and punctuation do not matter.
    /// </param>
    /// <exception cref="ChalkException">There is none, or several providers sell it.</exception>
    public PriceSheetEntry Find(string name)
    {
        PriceSheetEntry[] all = [.. Lists.SelectMany(list => list.Entries)];
        string wanted = NameResolver.Key(name);
        if (wanted.Length == 0)
        {
            throw new ChalkException(
                "The name of the price sheet is empty; give PROVIDER/MODEL or the path of a price file.");
        }

        PriceSheetEntry[] found = [.. all.Where(entry => NameResolver.Key(entry.Sheet.Name) == wanted)];
        if (found.Length == 0)
        {
            found = [.. all.Where(entry => NameResolver.Key(
                entry.Sheet.Model) == wanted || NameResolver.Key(entry.Key) == wanted)];
        }

        if (found.Length == 0)
        {
            found = [.. all.Where(entry => NameResolver.Key(NameResolver.Short(entry.Sheet.Model)) == wanted)];
        }

        string[] sellers = [.. found.Select(
            entry => entry.Sheet.Provider).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        return sellers.Length switch
        {
            0 => throw Unknown(name, all),
            1 => found.OrderByDescending(entry => Month(entry.Sheet), StringComparer.Ordinal)
                .ThenByDescending(entry => Prices(entry.Sheet)).First(),
            _ => throw new ChalkException(
                $"'{name}' is sold by {string.Join(", ", sellers.Take(6))}{(sellers.Length > 6 ? ", ..." : "")}; "
                + $"name one, as in {found[0].Sheet.Name}."),
        };
    }

    private static string Month(PriceSheet sheet) => sheet.Source.Date[..Math.Min(7, sheet.Source.Date.Length)];

    private static int Prices(PriceSheet sheet)
    {
        object?[] named = [sheet.CachedInput, sheet.Batch, sheet.Flex, sheet.Fast];
        return named.Count(price => price is not null) + sheet.ContextTiers.Length + sheet.CacheWrites.Length;
    }

    private ChalkException Unknown(string name, PriceSheetEntry[] all)
    {
        string key = NameResolver.Key(name);
        if (Lists.SelectMany(list => list.Findings).FirstOrDefault(
            one => one.LeftOut && NameResolver.Key(one.Entry) == key) is { } leftOut)
        {
            return new($"{leftOut.Sentence}");
        }

        string[] sold = [.. all.Select(entry => entry.Sheet.Name).Distinct(StringComparer.Ordinal)];
        string provider = name.Contains('/', StringComparison.Ordinal) ? name.Split('/')[0] : "";
        string[] near = [.. sold.Where(other => provider.Length > 0 && other.StartsWith(
            provider + "/", StringComparison.OrdinalIgnoreCase))];
        string sentence = NameResolver.Unknown("price sheet", name, near.Length > 0 ? near : sold).Message;
        return new(sentence.Contains("did you mean", StringComparison.Ordinal)
            ? sentence
            : $"'{name}' is not a known price sheet; give PROVIDER/MODEL of data/prices/sheets, or the path of a price "
                + $"file.");
    }
}
