using Chalkline.Catalog;
using Chalkline.Economics.PriceSheets;

namespace Chalkline.Cli.Commands;

/// <summary>The sheet that an argument names.</summary>
/// <param name="Entry">The sheet.</param>
/// <param name="Findings">What was found wrong with it.</param>
/// <param name="ReadFrom">Where and in which unit it was read, in words.</param>
internal sealed record FoundSheet(PriceSheetEntry Entry, IReadOnlyList<SheetFinding> Findings, string ReadFrom)
{
    /// <summary>Finds it: a path is a price file, everything else a name of the shipped catalogues.</summary>
    /// <exception cref="ChalkException">There is none, several, or it cannot be used.</exception>
    public static FoundSheet Of(string text, string? entry, PriceReading reading, PriceCatalogue catalogue)
    {
        bool isPath = File.Exists(text)
            || text.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || text.EndsWith(
                ".csv", StringComparison.OrdinalIgnoreCase);
        if (!isPath)
        {
            PriceSheetEntry found = catalogue.Find(text);
            return Of(found, catalogue.Lists.First(list => list.Entries.Contains(found)));
        }

        PriceSheetList list = PriceSheetFile.Read(text, reading);
        PriceSheetEntry[] matching = [.. list.Entries.Where(
            one => entry is null || Names(one).Contains(NameResolver.Key(entry), StringComparer.Ordinal))];
        if (matching.Length == 1)
        {
            return Of(matching[0], list);
        }

        SheetFinding? leftOut = list.Findings.FirstOrDefault(
            finding => finding.LeftOut && (
                entry is null || NameResolver.Key(finding.Entry) == NameResolver.Key(entry)));
        throw matching.Length == 0 && leftOut is not null ? new ChalkException($"{text}: {leftOut.Sentence}")
            : list.Entries.IsEmpty ? new ChalkException($"{text}: holds no price sheet; give at least one.")
            : entry is null ? new ChalkException(
                $"{text}: holds {list.Entries.Length} sheets; name one with --entry, or deduce from --all.")
            : matching.Length > 1 ? new ChalkException(
                $"{text}: has {matching.Length} entries '{entry}'; name one as {matching[0].Sheet.Name}.")
            : NameResolver.Unknown("price sheet", entry, list.Entries.Select(one => one.Sheet.Name));
    }

    private static FoundSheet Of(PriceSheetEntry entry, PriceSheetList list) => new(
        entry,
        [.. list.Findings.Where(finding => finding.Entry == entry.Key && !finding.LeftOut)],
        $"{list.Form} file {Path.GetFileName(list.File)}, prices {Unit(list.Unit)}, {list.UnitKnownBy}");

    private static string Unit(PriceUnit unit) => unit switch
    {
        PriceUnit.Token => "per token",
        PriceUnit.Thousand => "per thousand tokens",
        _ => "per million tokens",
    };

    private static string[] Names(PriceSheetEntry entry)
        => [NameResolver.Key(entry.Key), NameResolver.Key(entry.Sheet.Model), NameResolver.Key(entry.Sheet.Name)];
}
