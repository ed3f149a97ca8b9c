using System.Collections.Immutable;
using System.Text;
using Chalkline.Derivations;
using Chalkline.Files;
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

    private const int FirstLine = 2;

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

    /// <summary>The lines of the file behind its header; none when there is no file.</summary>
    /// <exception cref="ChalkException">The file cannot be read, or its header is another.</exception>
    public static string[] Lines(string file)
    {
        if (!File.Exists(file))
        {
            return [];
        }

        string[] lines = Reading.Of(file, () => File.ReadAllLines(file));
        return lines.Length > 0 && lines[0] == Header
            ? lines[1..]
            : throw new ChalkException($"{file}: line 1 must be '{Header}'.");
    }

    /// <summary>The prices of one accelerator, newest first; only its lines are looked at.</summary>
    /// <exception cref="ChalkException">One of its lines is wrong.</exception>
    public static ImmutableArray<PricePoint> Of(string accelerator, string file, string[] lines)
    {
        List<PricePoint> points = [];
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index];
            if (line.StartsWith(accelerator, StringComparison.Ordinal) && line.Length > accelerator.Length
                && line[accelerator.Length] == ',')
            {
                points.Add(Line(file, index + FirstLine, line).Point);
            }
        }

        points.Sort((left, right) => string.CompareOrdinal(right.Source.Date, left.Source.Date) is var newer and not 0
            ? newer
            : left.Price.CompareTo(right.Price));
        return [.. points];
    }

    /// <summary>The accelerators that have a price; looks at every line.</summary>
    /// <exception cref="ChalkException">A line is wrong.</exception>
    public static IEnumerable<string> Accelerators(string file, string[] lines)
        => lines.Index().Where(line => line.Item.Length > 0)
            .Select(line => Line(file, line.Index + FirstLine, line.Item).Accelerator)
            .Distinct(StringComparer.Ordinal);

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
