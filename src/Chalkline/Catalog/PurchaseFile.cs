using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>
/// Reads <c>data/prices/purchases.csv</c>: accelerator, date, price, devices, source, verified, note.
/// </summary>
internal static class PurchaseFile
{
    private const double Dearest = 1e7;

    private static readonly string[] Columns = [
        "accelerator", "date", "price", "devices", "source", "verified", "note",
    ];

    /// <summary>
    /// All purchase prices, newest first and of one date the least first; none when there is no file.
    /// </summary>
    /// <exception cref="ChalkException">The file is wrong.</exception>
    public static ImmutableArray<(string Accelerator, PurchasePoint Point)> Read(string file)
        => !File.Exists(file) ? [] :
        [
            .. CsvTable.Read(file, Columns).Rows.Select(Row)
                .OrderByDescending(row => row.Point.Source.Date, StringComparer.Ordinal)
                .ThenBy(row => row.Point.Price.Value),
        ];

    private static (string Accelerator, PurchasePoint Point) Row(CsvRow row)
    {
        string date = row.Required("date");
        if (!SourcedReader.IsDate(date))
        {
            throw row.Wrong("date", $"'{date}' is wrong", "write one such as 2026 or 2026-08-22");
        }

        string text = row.Required("price");
        if (!QuantityText.TryParse(text, Usd.Info, out double price, out _) || price is not (> 0 and < Dearest))
        {
            throw row.Wrong(
                "price", $"'{text}' is wrong", "write dollars for one device, more than 0, such as '31250 $'");
        }

        Verification verified = row.OneOf("verified", "yes", "partial", "no") switch
        {
            "yes" => Verification.Yes,
            "partial" => Verification.Partial,
            _ => Verification.No,
        };
        return (row.Required("accelerator"), new(
            new(price), row.Count("devices"), new(row.Required("source"), date, verified, row.Text("note"))));
    }
}
