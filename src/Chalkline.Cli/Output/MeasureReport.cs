using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Formats;
using Chalkline.Measuring;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The page of a measured machine.</summary>
internal static class MeasureReport
{
    /// <summary>The answer.</summary>
    /// <param name="measurement">What was measured.</param>
    /// <param name="table">The table of kernels that was written.</param>
    /// <param name="file">The device file that was written.</param>
    public static Answer Of(Measurement measurement, string table, string file)
    {
        MeasuredDevice device = measurement.Device;
        TableSpec figures = Figures(device);
        TableSpec kernels = Kernels(measurement);
        string[] libraries = [.. measurement.Kernels.Where(kernel => kernel.Kind == "gemm").Select(kernel => kernel.Library).Distinct(StringComparer.Ordinal)];
        return new()
        {
            Command = "calibrate",
            Data = kernels,
            Report = new()
            {
                Title = $"{device.Name}, measured",
                Lead = string.Join(' ', [$"{device.Environment}.", $"Products with {string.Join(" and ", libraries)}.", .. measurement.Advice]),
                Sections =
                [
                    new("Device", [new TableBlock(figures)]),
                    new("Kernels", [new TableBlock(Shown(measurement))]),
                    new("Written", [new TextBlock($"- {table}: {measurement.Kernels.Length} kernels\n- {file}: the device; try --on {file}")]),
                ],
                Footer = $"Measured {device.Date}. Times are medians; the spread is from the tenth to the ninetieth percentile of the runs.",
            },
            Json = writer =>
            {
                writer.WriteString("device", device.Id);
                writer.WriteString("name", device.Name);
                writer.WriteString("date", device.Date);
                writer.WriteString("environment", device.Environment);
                writer.WriteString("table", table);
                writer.WriteString("file", file);
                writer.WriteStartArray("remarks");
                foreach (string remark in measurement.Advice)
                {
                    writer.WriteStringValue(remark);
                }

                writer.WriteEndArray();
                CatalogReports.WriteRows(writer, "figures", ["figure", "value", "how"], figures);
                CatalogReports.WriteRows(
                    writer,
                    "kernels",
                    [
                        "kind", "precision", "m", "n", "k", "library", "seconds", "spread", "flopPerSecond",
                        "bytesPerSecond", "ofPeak",
                    ],
                    kernels);
            },
        };
    }

    private static TableSpec Figures(MeasuredDevice device) => Tables.Of(
        "",
        ["Figure", "Value", "How"],
        [
            .. device.Peaks.Select(peak => (IEnumerable<TableCell>)
            [
                $"peak, {peak.Key.ToString().ToUpperInvariant()}", Tables.Cell(new FlopPerSecond(peak.Value.Value)), peak.Value.How,
            ]),
            [$"memory bandwidth ({device.Memory})", Tables.Cell(new BytesPerSecond(device.Bandwidth.Value)), device.Bandwidth.How],
            ["memory capacity", Tables.Cell(new Bytes(device.Capacity.Value)), device.Capacity.How],
        ]);

    /// <summary>What a person reads: few columns, so that they fit a terminal.</summary>
    private static TableSpec Shown(Measurement measurement) => Tables.Of(
        "",
        ["Kernel", "Format", "Shape", "Time", "Spread", "Rate", "Bandwidth", "Of peak"],
        measurement.Kernels.Select(kernel => (IEnumerable<TableCell>)
        [
            kernel.Kind == "gemm" ? "product" : kernel.Library,
            kernel.Precision,
            Shape(kernel),
            .. Times(measurement.Device, kernel),
        ]));

    /// <summary>What a program reads: every column of its own.</summary>
    private static TableSpec Kernels(Measurement measurement) => Tables.Of(
        "",
        ["Kind", "Format", "M", "N", "K", "What ran", "Time", "Spread", "Rate", "Bandwidth", "Of peak"],
        measurement.Kernels.Select(kernel => (IEnumerable<TableCell>)
        [
            kernel.Kind,
            kernel.Precision,
            Count(kernel.M),
            Count(kernel.N),
            Count(kernel.K),
            kernel.Library,
            .. Times(measurement.Device, kernel),
        ]));

    private static TableCell[] Times(MeasuredDevice device, MeasuredKernel kernel) =>
    [
        Tables.Cell(new Seconds(kernel.Timing.Median)),
        Spread(kernel.Timing),
        kernel.Flop > 0 ? Tables.Cell(new FlopPerSecond(kernel.FlopRate)) : "-",
        kernel.Bytes > 0 ? Tables.Cell(new BytesPerSecond(kernel.Bandwidth)) : "-",
        OfPeak(device, kernel),
    ];

    private static string Shape(MeasuredKernel kernel) => kernel switch
    {
        { K: > 0 } => string.Create(CultureInfo.InvariantCulture, $"{kernel.M} x {kernel.N} x {kernel.K}"),
        { N: > 0 } => new Bytes(kernel.Bytes).ToString(),
        _ => "-",
    };

    private static TableCell Count(long value) => value == 0 ? "-" : Tables.Count(value);

    private static TableCell Spread(Timing timing) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(timing.Low / timing.Median) - 1:+0 %;-0 %;0 %} to {(timing.High / timing.Median) - 1:+0 %;-0 %;0 %}");

    /// <summary>Share of the peak or of the bandwidth, whichever is nearer.</summary>
    private static TableCell OfPeak(MeasuredDevice device, MeasuredKernel kernel)
    {
        Arithmetic arithmetic = kernel.Precision == "fp32" ? Arithmetic.Fp32 : Arithmetic.Bf16;
        double compute = device.Peaks.TryGetValue(arithmetic, out MeasuredFigure peak) ? kernel.FlopRate / peak.Value : 0;
        double share = Math.Max(compute, kernel.Bandwidth / device.Bandwidth.Value);
        return share > 0 ? Tables.Percent(share) : "-";
    }
}
