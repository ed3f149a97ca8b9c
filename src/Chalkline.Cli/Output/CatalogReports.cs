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
    public static Answer Models(ModelCatalogue catalogue) => Page("catalog list", "Models",
        ["name", "totalParameters", "activeParameters", "layers", "kvBytesPerTokenBf16", "nativeWeights", "verified"],
        Tables.Of(
        "",
        ["Model", "Total", "Active", "Layers", "KV/token, BF16", "Native", "Verified"],
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

    /// <summary>The values of <c>model_type</c> that are read.</summary>
    public static Answer Families() => Page("catalog list", "Families of models", ["modelType"], Tables.Of(
        "",
        ["model_type of a config.json"],
        ConfigImport.KnownTypes.Select(type => (IEnumerable<TableCell>)[type])));

    public static Answer Accelerators(HardwareCatalogue catalogue) => Page("catalog list", "Accelerators",
        [
            "id", "name", "released", "bf16FlopPerSecond", "fp8FlopPerSecond", "fp4FlopPerSecond", "memoryBytes",
            "bandwidthBytesPerSecond", "scaleUpBytesPerSecond", "tdpWatts",
        ],
        Tables.Of(
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

    public static Answer Systems(HardwareCatalogue catalogue) => Page("catalog list", "Systems",
        ["id", "name", "devices", "domain", "scaleUp", "scaleOut"],
        Tables.Of(
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
        rows.AddRange(device.Prices.Select(price => new DatumRow(
            price.Metric, price.Price.ToString(), price.Price.Value, UsdPerDeviceHour.Info.Unit, price.Source, "")));
        return Sheet(
            device.Name,
            rows,
            $"{device.Vendor} {device.Kind}, released {device.Released ?? "at an unknown date"}; drain time {device.Memory.DrainTime}. {device.Notes}");
    }

    public static Answer Of(MachineSystem system)
    {
        List<DatumRow> rows =
        [
            DatumRow.Of($"scale-up bandwidth, one direction ({system.ScaleUp.Name}, {system.ScaleUp.Topology.ToString().ToLowerInvariant()})", system.ScaleUp.Bandwidth),
            DatumRow.Of("scale-up latency", system.ScaleUp.Latency),
            .. RackRows.Upper("scale-up", system.ScaleUp),
        ];
        if (system.ScaleOut is { } outer)
        {
            rows.Add(DatumRow.Of($"scale-out bandwidth, one direction ({outer.Name})", outer.Bandwidth));
            rows.Add(DatumRow.Of("scale-out latency", outer.Latency));
            rows.AddRange(RackRows.Upper("scale-out", outer));
            rows.AddRange(RackRows.Cards(outer));
        }

        rows.AddRange(RackRows.Trays(system.Rack));
        rows.AddRange(DatumRow.Optional("host memory of a domain", system.HostMemory));
        rows.AddRange(DatumRow.Optional("host memory bandwidth of a domain", system.HostBandwidth));
        rows.AddRange(RackRows.Flash(system.Flash));
        rows.AddRange(DatumRow.Optional("power of a device (TDP)", system.Accelerator.Power));
        rows.AddRange(DatumRow.Optional("power of a domain", system.DomainPower));
        return Sheet(
            system.Name,
            rows,
            $"{system.Devices:N0} x {system.Accelerator.Name} in {Domains(system)} of {system.DomainSize:N0}. {system.Notes}");
    }

    public static Answer Of(IReadOnlyList<Finding> findings, DataFolder data) => Page(
        "catalog check",
        findings.Count == 0 ? "The catalogue is sound" : $"{findings.Count} finding{(findings.Count == 1 ? "" : "s")}",
        ["file", "field", "problem", "remedy"],
        Tables.Of("", ["File", "Field", "Problem", "Remedy"], findings.Select(finding => (IEnumerable<TableCell>)
        [
            Path.GetRelativePath(data.Path, finding.File), finding.Field, finding.Problem, finding.Remedy,
        ])));

    /// <summary>A page that is one table.</summary>
    public static Answer Page(string command, string title, IReadOnlyList<string> fields, TableSpec table) => new()
    {
        Command = command,
        Data = table,
        Report = new() { Title = title, Sections = [new("", [new TableBlock(table)])] },
        Json = writer =>
        {
            writer.WriteString("title", title);
            WriteRows(writer, "rows", fields, table);
        },
    };

    /// <summary>How far a datum was checked, in a word.</summary>
    public static string Word(Verification verified) => verified switch
    {
        Verification.Yes => "yes",
        Verification.Partial => "partial",
        _ => "no",
    };

    /// <summary>A table as an array of objects: numbers in canonical units, null where nothing is known.</summary>
    public static void WriteRows(Utf8JsonWriter writer, string name, IReadOnlyList<string> fields, TableSpec table)
    {
        writer.WriteStartArray(name);
        foreach (var row in table.Rows)
        {
            writer.WriteStartObject();
            for (int column = 0; column < row.Length; column++)
            {
                if (row[column].Value is { } value && double.IsFinite(value))
                {
                    writer.WriteNumber(fields[column], value);
                }
                else if (row[column].Text is "-" or "never")
                {
                    writer.WriteNull(fields[column]);
                }
                else
                {
                    writer.WriteString(fields[column], row[column].Text);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static TableCell Peak(Accelerator device, Arithmetic arithmetic)
        => device.Peaks.TryGetValue(arithmetic, out Datum<FlopPerSecond>? peak) ? Tables.Cell(peak.Value) : new("-");

    private static string Domains(MachineSystem system)
        => system.Domains == 1 ? "one scale-up domain" : $"{system.Domains:N0} scale-up domains";

    /// <summary>Figures with their sources by number, and the sources below.</summary>
    public static Answer Sheet(string title, IReadOnlyList<DatumRow> rows, string lead)
    {
        List<string> sources = [.. rows.Select(row => row.Source.Where).Distinct(StringComparer.Ordinal)];
        TableSpec table = Tables.Of(
            "",
            ["Figure", "Value", "Verified", "Date", "Source", "Other sources say"],
            rows.Select(row => (IEnumerable<TableCell>)
            [
                row.Name,
                new(row.Text, row.Value),
                Word(row.Source.Verified),
                row.Source.Date,
                $"[{sources.IndexOf(row.Source.Where) + 1}]",
                row.Alternatives,
            ]));
        TableSpec data = Tables.Of(
            "",
            ["Figure", "Value", "Unit", "Verified", "Date", "Source", "Other sources say"],
            rows.Select(row => (IEnumerable<TableCell>)
            [
                row.Name,
                new(row.Text, row.Value),
                row.Unit,
                Word(row.Source.Verified),
                row.Source.Date,
                row.Source.Where,
                row.Alternatives,
            ]));
        string list = string.Join('\n', sources.Select((source, place) => $"- [{place + 1}] {source}"));
        return new()
        {
            Command = "catalog show",
            Data = data,
            Report = new()
            {
                Title = title,
                Lead = lead.TrimEnd(),
                Sections = [new("", [new TableBlock(table)]), new("Sources", [new TextBlock(list)])],
            },
            Json = writer =>
            {
                writer.WriteString("title", title);
                WriteRows(writer, "rows", ["figure", "value", "unit", "verified", "date", "source", "alternatives"], data);
            },
        };
    }
}

/// <summary>A datum as a row.</summary>
internal sealed record DatumRow(string Name, string Text, double Value, string Unit, Source Source, string Alternatives)
{
    public static DatumRow Of<T>(string name, Datum<T> datum)
        where T : struct, IQuantity<T> => new(
            name,
            datum.Value.ToString() ?? "",
            datum.Value.Value,
            T.Info.Unit,
            datum.Source,
            string.Join("; ", datum.Alternatives.Select(other => $"{other.Value} ({other.Source})")));

    public static IEnumerable<DatumRow> Optional<T>(string name, Datum<T>? datum)
        where T : struct, IQuantity<T> => datum is null ? [] : [Of(name, datum)];
}
