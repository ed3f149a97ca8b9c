using System.Globalization;
using Chalkline.Calibration;
using Chalkline.Charts.Reports;

namespace Chalkline.Cli.Output;

/// <summary>The page of a device fitted to a user's own measurements.</summary>
internal static class FittingReport
{
    private static readonly (string Ending, string Unit)[] Units =
        [("Us", "µs"), ("Ns", "ns"), ("Share", "share"), ("Bytes", "B"), ("Gscores", "G scores/s"), ("Gbytes", "GB/s"), ("Gsums", "G sums/s")];

    /// <summary>The answer.</summary>
    /// <param name="fitting">The fit.</param>
    /// <param name="file">The measurements.</param>
    /// <param name="written">The calibration file that was written.</param>
    public static Answer Of(DeviceFitting fitting, string file, string written)
    {
        TableSpec families = Families(fitting);
        TableSpec parameters = Parameters(fitting);
        TableSpec skipped = Skipped(fitting);
        int rows = fitting.Families.Sum(family => family.Fit.Rows);
        ReportSection[] rest = fitting.Skipped.Count == 0 ? [] : [new("Rows not fitted to", [new TableBlock(skipped)])];
        string count = fitting.Families.Length == 1
            ? "one family"
            : string.Create(CultureInfo.InvariantCulture, $"{fitting.Families.Length} families");
        return new()
        {
            Command = "calibrate",
            Data = families,
            Report = new()
            {
                Title = $"{fitting.Device}, calibrated",
                Lead = string.Create(
                    CultureInfo.InvariantCulture, $"{rows:N0} rows of {Path.GetFileName(file)} in {count} of kernels."),
                Sections =
                [
                    new("Median error", [new TableBlock(families)]),
                    new("Parameters", [new TableBlock(parameters)]),
                    .. rest,
                    new("Written", [new TextBlock($"- {written}: try --calibration {written}")]),
                ],
                Footer = "Before: the calibration that is shipped for the device, or else the trend over others. "
                    + "Left out: each fifth of the rows, judged by a fit to the other four; "
                    + "its spread becomes the interval.",
            },
            Json = writer =>
            {
                writer.WriteString("device", fitting.Device);
                writer.WriteString("file", written);
                CatalogReports.WriteRows(
                    writer, "families", ["family", "rows", "trend", "before", "fitted", "leftOut"], families);
                CatalogReports.WriteRows(
                    writer, "parameters", ["family", "parameter", "unit", "before", "fitted", "meaning"], parameters);
                CatalogReports.WriteRows(writer, "skipped", ["reason", "rows"], skipped);
            },
        };
    }

    private static TableSpec Families(DeviceFitting fitting) => Tables.Of(
        "",
        ["Family", "Rows", "Trend", "Before", "Fitted", "Left out"],
        fitting.Families.Select(family => (IEnumerable<TableCell>)
        [
            family.Family.Name,
            Tables.Count(family.Fit.Rows),
            Tables.Percent(family.TrendError),
            Tables.Percent(family.BeforeError),
            Tables.Percent(family.FittedError),
            Tables.Percent(family.LeftOutError),
        ]));

    private static TableSpec Parameters(DeviceFitting fitting) => Tables.Of(
        "",
        ["Family", "Parameter", "Unit", "Before", "Fitted", "Meaning"],
        from family in fitting.Families
        from parameter in family.Family.Parameters.Select((known, place) => (known, place))
        select (IEnumerable<TableCell>)
        [
            family.Family.Name,
            parameter.known.Name,
            Unit(parameter.known.Name),
            Tables.Number(family.Before[parameter.place]),
            Tables.Number(family.Fit.Parameters[parameter.place]),
            parameter.known.Meaning,
        ]);

    private static TableSpec Skipped(DeviceFitting fitting) => Tables.Of(
        "",
        ["Reason", "Rows"],
        fitting.Skipped.Select(pair => (IEnumerable<TableCell>)[pair.Key, Tables.Count(pair.Value)]));

    /// <summary>The unit that the end of a parameter's name states.</summary>
    private static string Unit(string name)
        => Units.FirstOrDefault(unit => name.EndsWith(unit.Ending, StringComparison.Ordinal)).Unit ?? "";
}
