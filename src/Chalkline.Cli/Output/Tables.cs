using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>Short ways to build tables.</summary>
internal static class Tables
{
    /// <summary>A cell with a quantity: shown with its unit, sorted and exported as its canonical number.</summary>
    public static TableCell Cell<T>(T value)
        where T : struct, IQuantity<T>
        => double.IsFinite(value.Value) ? new(value.ToString() ?? "", value.Value) : new("never");

    /// <summary>A cell with a quantity in a fixed unit that the heading names: shown, sorted and exported in it.</summary>
    public static TableCell Cell<T>(T value, string unit, int digits = 2)
        where T : struct, IQuantity<T>
    {
        string text = value.ToString(FormattableString.Invariant($"{unit}:{digits}"), null);
        int space = text.LastIndexOf(' ');
        return new(space > 0 ? text[..space] : text, In(value, unit));
    }

    /// <summary>A cell with an optional quantity in a fixed unit.</summary>
    public static TableCell Cell<T>(T? value, string unit, int digits = 2)
        where T : struct, IQuantity<T>
        => value is { } known ? Cell(known, unit, digits) : new("-");

    /// <summary>The number of units in a quantity, so that an exported number is in the unit its heading names.</summary>
    /// <exception cref="ArgumentException">The unit does not measure such a quantity.</exception>
    public static double In<T>(T value, string unit)
        where T : struct, IQuantity<T>
        => QuantityText.TryParse($"1 {unit}", T.Info, out double one, out string? error)
            ? value.Value / one
            : throw new ArgumentException(error, nameof(unit));

    /// <summary>A cell with a count.</summary>
    public static TableCell Count(double value) => new(value.ToString("N0", CultureInfo.InvariantCulture), value);

    /// <summary>A cell with a number: four significant digits below a thousand, whole above.</summary>
    public static TableCell Number(double value)
        => double.IsFinite(value)
            ? new(value.ToString(Math.Abs(value) >= 1000 ? "N0" : "G4", CultureInfo.InvariantCulture), value)
            : new("never");

    /// <summary>A cell with a share.</summary>
    public static TableCell Percent(double share)
        => new(share.ToString("0.0 %", CultureInfo.InvariantCulture), share);

    /// <summary>A table.</summary>
    public static TableSpec Of(string caption, IEnumerable<string> headings, IEnumerable<IEnumerable<TableCell>> rows)
    {
        TableCell[][] cells = [.. rows.Select(row => row.ToArray())];
        return new()
        {
            Caption = caption,
            Columns = [.. headings.Select((heading, place) => new TableColumn(
                heading, cells.Length > 0 && cells.All(row => row[place].Value is not null || row[place].Text is "-" or "never")))],
            Rows = [.. cells.Select(row => System.Collections.Immutable.ImmutableArray.Create(row))],
        };
    }
}
