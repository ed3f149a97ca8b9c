using System.Collections.Immutable;
using Chalkline.Economics;
using Chalkline.Economics.PriceSheets;

namespace Chalkline.Deduction;

/// <summary>The shipped price sheets of open models, with the truth beside each.</summary>
internal static class KnownSheets
{
    /// <summary>The sheets of open models among price lists.</summary>
    public static ImmutableArray<KnownSheet> In(IEnumerable<PriceSheetList> lists, OpenSheets open)
        => Once(lists.SelectMany(list => open.Of(list)));

    /// <summary>
    /// Sheets by architecture, siblings under the name of the first. Two offers of one provider with equal prices for
    /// one architecture are one: of them the newest counts, and of those the one that says most.
    /// </summary>
    public static ImmutableArray<KnownSheet> Once(IEnumerable<OpenSheet> sheets)
    {
        List<KnownArchitecture> architectures = [];
        List<KnownSheet> known = [];
        foreach (OpenSheet sheet in sheets.Where(sheet => sheet.KeyValue.Value > 0)
            .OrderBy(sheet => sheet.Model, StringComparer.Ordinal))
        {
            KnownArchitecture own = new(sheet.Model, sheet.Active, sheet.Total, sheet.KeyValue);
            int at = architectures.FindIndex(own.IsSibling);
            if (at < 0)
            {
                at = architectures.Count;
                architectures.Add(own);
            }

            known.Add(new(sheet.Sheet, architectures[at], sheet.Fast, sheet.Context));
        }

        return
        [
            .. known.GroupBy(one => (FlatPrices.Offer(one.Sheet), one.Architecture.Name)).Select(group => group
                    .OrderByDescending(one => one.Sheet.Source.Date, StringComparer.Ordinal)
                    .ThenByDescending(one => Facts(one.Sheet))
                    .ThenBy(one => one.Sheet.Name, StringComparer.Ordinal)
                    .First())
                .OrderBy(one => one.Sheet.Name, StringComparer.Ordinal)
                .ThenBy(one => one.Sheet.Input.Value)
                .ThenBy(one => one.Sheet.Output.Value),
        ];
    }

    private static int Facts(PriceSheet sheet)
        => (sheet.CachedInput is null ? 0 : 1) + (sheet.LongestInput is null ? 0 : 1);
}
