using System.Collections.Immutable;
using System.Text;
using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>
/// Reads <c>data/prices/accelerators.csv</c>: accelerator, metric, date, price, source, verified, note.
/// </summary>
internal static class PriceFile
{
    public const string Header = "accelerator,metric,date,price,source,verified,note";

    private const double Dearest = 1000;

    /// <summary>What a price can be of, in the order in which a default is looked for.</summary>
    /// <remarks>
    /// Long rents stand nearest to what a served token must pay for; owning is next; on-demand lists are the farthest,
    /// and the ends of a range are never a default.
    /// </remarks>
    public static readonly string[] Metrics =
    [
        "rental_3y", "own_neocloud", "rental_1y", "rental_assumed", "rental_market", "rental_on_demand",
        "own_hyperscaler", "rental_low", "rental_high",
    ];

    /// <summary>How many of <see cref="Metrics"/> can be a default.</summary>
    public const int Defaults = 6;

    /// <summary>Prices by accelerator, newest first.</summary>
    /// <exception cref="ChalkException">The file cannot be read, or a line is wrong.</exception>
    public static Dictionary<string, ImmutableArray<PricePoint>> Read(string file)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ChalkException($"{file}: cannot be read ({error.Message.TrimEnd('.')}).", error);
        }

        if (lines.Length == 0 || lines[0] != Header)
        {
            throw new ChalkException($"{file}: line 1 must be '{Header}'.");
        }

        return lines.Index().Skip(1)
            .Where(line => line.Item.Length > 0)
            .Select(line => Line(file, line.Index + 1, line.Item))
            .GroupBy(line => line.Accelerator, StringComparer.Ordinal)
            .ToDictionary(
                group => group.Key,
                group => group.Select(line => line.Point)
                    .OrderByDescending(point => point.Source.Date, StringComparer.Ordinal)
                    .ThenBy(point => point.Price)
                    .ToImmutableArray(),
                StringComparer.Ordinal);
    }

    /// <summary>
    /// The price to use when nobody names one: the first metric that there is, its newest date, and of several offers
    /// on that date the median (the lower of two).
    /// </summary>
    public static PricePoint? Default(ImmutableArray<PricePoint> newestFirst)
    {
        foreach (string metric in Metrics.AsSpan(0, Defaults))
        {
            PricePoint[] points = [.. newestFirst.Where(point => point.Metric == metric)];
            if (points.Length > 0)
            {
                PricePoint[] newest = [.. points.Where(point => point.Source.Date == points[0].Source.Date)];
                return newest[(newest.Length - 1) / 2];
            }
        }

        return null;
    }

    private static (string Accelerator, PricePoint Point) Line(string file, int number, string line)
    {
        List<string> cells = Cells(line);
        ChalkException Wrong(string what) => new($"{file}: line {number}: {what}.");
        if (cells.Count != 7)
        {
            throw Wrong($"there are {cells.Count} cells, and there must be 7");
        }

        Verification verified = cells[5] switch
        {
            "yes" => Verification.Yes,
            "partial" => Verification.Partial,
            "no" => Verification.No,
            _ => throw Wrong($"verified is '{cells[5]}', and must be yes, partial or no"),
        };
        if (!QuantityText.TryParse(cells[3], UsdPerDeviceHour.Info, out double price, out string? error))
        {
            throw Wrong($"price is '{cells[3]}' and {error ?? "must be in $/h/device"}");
        }

        string? problem = cells[0].Length == 0 ? "the accelerator is empty"
            : !Metrics.Contains(cells[1], StringComparer.Ordinal)
                ? $"metric is '{cells[1]}', and must be one of {string.Join(", ", Metrics)}"
            : !SourcedReader.IsDate(cells[2]) ? $"date is '{cells[2]}', and must be one such as 2026 or 2026-08-22"
            : cells[4].Length == 0 ? "the source is empty"
            : price is not (> 0 and < Dearest)
                ? $"price is '{cells[3]}', and must be more than 0 and less than {Dearest} $/h/device"
            : null;
        return problem is null
            ? (cells[0], new(new(price), cells[1], new(cells[4], cells[2], verified, cells[6])))
            : throw Wrong(problem);
    }

    /// <summary>
    /// Cuts a line at its commas; a cell in quotes may hold commas, and doubled quotes stand for one.
    /// </summary>
    private static List<string> Cells(string line)
    {
        List<string> cells = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int at = 0; at < line.Length; at++)
        {
            char here = line[at];
            if (quoted && here == '"' && at + 1 < line.Length && line[at + 1] == '"')
            {
                cell.Append('"');
                at++;
            }
            else if (here == '"')
            {
                quoted = !quoted;
            }
            else if (here == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
            {
                cell.Append(here);
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
