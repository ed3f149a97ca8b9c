using System.Text.Json;
using Chalkline.Catalog;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>Pages of <c>chalk catalog</c>.</summary>
internal static class CatalogReports
{
    public static Answer Models(ModelCatalogue catalogue) => Page("catalog list", "Models", Tables.Of(
        "",
        ["Model", "Total", "Active", "Layers", "KV cache of a token, BF16", "Native weights", "Verified"],
        catalogue.Names.Select(catalogue.Find).Select(model =>
        {
            ModelSize size = ParameterCount.Count(model);
            return (IEnumerable<TableCell>)
            [
                model.Name,
                Tables.Cell(size.Total),
                Tables.Cell(size.Active),
                Tables.Count(model.Layers.Length),
                Tables.Cell(KeyValueFootprint.Growth(model, NumberFormat.Bf16)),
                model.Native.Experts.Name,
                Word(model.Source.Verified),
            ];
        })));

    public static Answer Accelerators(HardwareCatalogue catalogue) => Page("catalog list", "Accelerators", Tables.Of(
        "",
        ["Id", "Name", "Released", "BF16 dense", "FP8 dense", "FP4 dense", "Memory", "Bandwidth", "Scale-up, one way", "TDP"],
        catalogue.Accelerators.Select(device => (IEnumerable<TableCell>)
        [
            device.Id,
            device.Name,
            device.Released ?? "-",
            Peak(device, Arithmetic.Bf16),
            Peak(device, Arithmetic.Fp8),
            Peak(device, Arithmetic.Fp4),
            Tables.Cell(device.Memory.Capacity.Value),
            Tables.Cell(device.Memory.Bandwidth.Value),
            device.ScaleUp is { } up ? Tables.Cell(up.Value) : new("-"),
            device.Power is { } power ? Tables.Cell(power.Value) : new("-"),
        ])));

    public static Answer Systems(HardwareCatalogue catalogue) => Page("catalog list", "Systems", Tables.Of(
        "",
        ["Id", "Name", "Devices", "Domain", "Scale-up", "Scale-out"],
        catalogue.Systems.Select(system => (IEnumerable<TableCell>)
        [
            system.Id,
            system.Name,
            Tables.Count(system.Devices),
            Tables.Count(system.DomainSize),
            $"{system.ScaleUp.Name} {system.ScaleUp.Bandwidth.Value}",
            system.ScaleOut is { } outer ? $"{outer.Name} {outer.Bandwidth.Value}" : "-",
        ])));

    public static Answer Of(Accelerator device)
    {
        List<DatumRow> rows =
        [
            .. device.Peaks.OrderBy(pair => pair.Key).Select(pair => DatumRow.Of($"dense peak, {pair.Key.ToString().ToUpperInvariant()}", pair.Value)),
            DatumRow.Of($"memory capacity ({device.Memory.Name})", device.Memory.Capacity),
            DatumRow.Of("memory bandwidth", device.Memory.Bandwidth),
        ];
        rows.AddRange(DatumRow.Optional("on-chip memory", device.OnChipMemory));
        rows.AddRange(DatumRow.Optional("scale-up, one direction", device.ScaleUp));
        rows.AddRange(DatumRow.Optional("scale-out, one direction", device.ScaleOut));
        rows.AddRange(DatumRow.Optional("TDP", device.Power));
        rows.AddRange(device.Prices.Select(price => new DatumRow(price.Metric, price.Price.ToString(), price.Price.Value, price.Source, "")));
        return Sheet(
            device.Name,
            rows,
            $"{device.Vendor} {device.Kind}, released {device.Released ?? "at an unknown date"}; drain time {device.Memory.DrainTime}. {device.Notes}");
    }

    public static Answer Of(MachineSystem system)
    {
        List<DatumRow> rows =
        [
            DatumRow.Of($"scale-up bandwidth, one direction ({system.ScaleUp.Name}, {system.ScaleUp.Topology})", system.ScaleUp.Bandwidth),
            DatumRow.Of("scale-up latency", system.ScaleUp.Latency),
        ];
        if (system.ScaleOut is { } outer)
        {
            rows.Add(DatumRow.Of($"scale-out bandwidth, one direction ({outer.Name})", outer.Bandwidth));
            rows.Add(DatumRow.Of("scale-out latency", outer.Latency));
        }

        rows.AddRange(DatumRow.Optional("host memory of a domain", system.HostMemory));
        rows.AddRange(DatumRow.Optional("power of a domain", system.DomainPower));
        return Sheet(
            system.Name,
            rows,
            $"{system.Devices} x {system.Accelerator.Name} in {system.Domains} scale-up domain(s) of {system.DomainSize}. {system.Notes}");
    }

    public static Answer Of(IReadOnlyList<Finding> findings, DataFolder data) => Page(
        "catalog check",
        findings.Count == 0 ? "The catalogue is sound" : $"{findings.Count} findings",
        Tables.Of("", ["File", "Field", "Problem", "Remedy"], findings.Select(finding => (IEnumerable<TableCell>)
        [
            Path.GetRelativePath(data.Path, finding.File), finding.Field, finding.Problem, finding.Remedy,
        ])));

    /// <summary>A page that is one table.</summary>
    public static Answer Page(string command, string title, TableSpec table, string lead = "") => new()
    {
        Command = command,
        Data = table,
        Report = new() { Title = title, Lead = lead, Sections = [new("", [new TableBlock(table)])] },
        Json = writer =>
        {
            writer.WriteString("title", title);
            WriteRows(writer, "rows", table);
        },
    };

    /// <summary>How far a datum was checked, in a word.</summary>
    public static string Word(Verification verified) => verified switch
    {
        Verification.Yes => "yes",
        Verification.Partial => "partial",
        _ => "no",
    };

    /// <summary>A table as an array of objects.</summary>
    public static void WriteRows(Utf8JsonWriter writer, string name, TableSpec table)
    {
        writer.WriteStartArray(name);
        foreach (var row in table.Rows)
        {
            writer.WriteStartObject();
            for (int column = 0; column < row.Length; column++)
            {
                if (row[column].Value is { } value && double.IsFinite(value))
                {
                    writer.WriteNumber(table.Columns[column].Heading, value);
                }
                else
                {
                    writer.WriteString(table.Columns[column].Heading, row[column].Text);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static TableCell Peak(Accelerator device, Arithmetic arithmetic)
        => device.Peaks.TryGetValue(arithmetic, out Datum<FlopPerSecond>? peak) ? Tables.Cell(peak.Value) : new("-");

    private static TableSpec Data(IReadOnlyList<DatumRow> rows, IReadOnlyList<string> sources) => Tables.Of(
        "",
        ["Figure", "Value", "Verified", "Date", "Source", "Other sources say"],
        rows.Select(row => (IEnumerable<TableCell>)
        [
            row.Name,
            new(row.Text, row.Value),
            Word(row.Source.Verified),
            row.Source.Date,
            $"[{sources.ToList().IndexOf(row.Source.Where) + 1}]",
            row.Alternatives,
        ]));

    /// <summary>Figures with their sources by number, and the sources below.</summary>
    private static Answer Sheet(string title, IReadOnlyList<DatumRow> rows, string lead)
    {
        string[] sources = [.. rows.Select(row => row.Source.Where).Distinct(StringComparer.Ordinal)];
        TableSpec table = Data(rows, sources);
        Answer page = Page("catalog show", title, table, lead);
        string list = string.Join('\n', sources.Select((source, place) => $"- [{place + 1}] {source}"));
        return page with
        {
            Report = page.Report with { Sections = [.. page.Report.Sections, new("Sources", [new TextBlock(list)])] },
            Json = writer =>
            {
                page.Json(writer);
                writer.WriteStartArray("sources");
                foreach (string source in sources)
                {
                    writer.WriteStringValue(source);
                }

                writer.WriteEndArray();
            },
        };
    }
}

/// <summary>A datum as a row.</summary>
internal sealed record DatumRow(string Name, string Text, double Value, Source Source, string Alternatives)
{
    public static DatumRow Of<T>(string name, Datum<T> datum)
        where T : struct, IQuantity<T> => new(
            name,
            datum.Value.ToString() ?? "",
            datum.Value.Value,
            datum.Source,
            string.Join("; ", datum.Alternatives.Select(other => $"{other.Value} ({other.Source})")));

    public static IEnumerable<DatumRow> Optional<T>(string name, Datum<T>? datum)
        where T : struct, IQuantity<T> => datum is null ? [] : [Of(name, datum)];
}
