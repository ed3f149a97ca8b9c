using Chalkline.Catalog;
using Chalkline.Charts.Reports;
using Chalkline.Formats;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>Number formats in <c>chalk catalog</c>.</summary>
internal static class FormatSheets
{
    public static Answer List(FormatCatalogue catalogue) => CatalogReports.Page(
        "catalog list", "Number formats",
        ["id", "name", "bits", "storedBits", "block", "qsnrDecibels", "cells", "arithmetic", "energy", "area", "verified"],
        Tables.Of(
            "",
            ["Id", "Name", "Bits", "Stored", "Block", "QSNR (dB)", "Cells", "Arithmetic", "Energy", "Area", "Verified"],
            catalogue.All.Select(format => (IEnumerable<TableCell>)
            [
                format.Id,
                format.Name,
                Tables.Number(format.Bits),
                Tables.Number(format.Storage.Value),
                Tables.Count(format.Block),
                Tables.Number(Math.Round(SignalQuality.Decibels(format), 1)),
                Tables.Number(Math.Round(GateCount.Of(format).Total, 1)),
                format.Arithmetic.ToString().ToLowerInvariant(),
                format.Published is { } unit ? Tables.Number(unit.Energy) : "-",
                format.Published is { } area ? Tables.Number(area.Area) : "-",
                CatalogReports.Word(format.Source.Verified),
            ])));

    public static Answer Of(FormatAnatomy format)
    {
        GateCount gates = GateCount.Of(format);
        List<DatumRow> rows =
        [
            Row("bits of an element", format.Bits, "bit"),
            Row("exponent bits", format.Exponent, "bit"),
            Row("mantissa bits", format.Mantissa, "bit"),
            Row("elements that share a scale", format.Block, "elem"),
            Row("bits of that scale", format.ScaleBits, "bit"),
            Row("largest value", format.Largest, ""),
            Row("stored bits, scales counted", format.Storage.Value, BitsPerElement.Info.Unit),
            Row("QSNR on normal data", SignalQuality.Decibels(format), "dB"),
            Row("cells of the multiplier", gates.Multiplier, "cell"),
            Row("cells of the adder", gates.Adder, "cell"),
            Row("cells of the exponents", gates.Exponents, "cell"),
            Row("cells of the aligner", gates.Aligner, "cell"),
            Row("cells of the normaliser, a lane's share", gates.Normaliser, "cell"),
            Row("cells of a lane", gates.Total, "cell"),
        ];
        if (format.Published is { } unit)
        {
            rows.Add(new($"energy of its unit, times {unit.Against}", Text(unit.Energy), unit.Energy, "", unit.Source, ""));
            rows.Add(new($"area of its unit, times {unit.Against}", Text(unit.Area), unit.Area, "", unit.Source, ""));
        }

        return CatalogReports.Sheet(
            format.Name, rows,
            $"Multiplied in {format.Arithmetic.ToString().ToUpperInvariant()}. Cells and QSNR by arXiv:2510.25602 (docs/formats.md).");

        DatumRow Row(string name, double value, string of) => new(name, $"{Text(value)} {of}".TrimEnd(), value, of, format.Source, "");
    }

    private static string Text(double value) => value.ToString("G4", System.Globalization.CultureInfo.InvariantCulture);
}
