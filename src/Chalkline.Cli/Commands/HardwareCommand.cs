using System.Collections.Immutable;
using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Charts.Reports;
using Chalkline.Cli.Output;
using Chalkline.Files;
using Chalkline.Hardware;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk hardware</c>: devices that do not exist yet, made from those that do.</summary>
internal static class HardwareCommand
{
    public static Command Create() => new(
        "hardware",
        "Makes devices from those of the catalogue: every command takes such a file with --on, or the same changes with --set.\n\n"
            + "Example: chalk hardware fields")
    {
        New(),
        Show(),
        Fields(),
    };

    private static Command New()
    {
        Command command = new(
            "new",
            "Writes a device made from another; use it as --on NAME.json, or --on NAME.jsonx8 for eight in the parent's box.\n\n"
                + "Example: chalk hardware new my-chip --from h100 --set hbm.bandwidth=8TB/s price=3$/h");
        Argument<string> name = new("NAME") { Description = "Its name; the file is NAME.json in this folder, or NAME is a path that ends in .json." };
        Option<string> from = new("--from") { Description = "The device it is made from: a name or a file.", HelpName = "DEVICE", Required = true };
        Option<string[]> set = new("--set")
        {
            Description = "Figures to change, as hbm.bandwidth=8TB/s or peaks=2x.", HelpName = "FIELD=VALUE", AllowMultipleArgumentsPerToken = true,
        };
        Option<bool> force = new("--force") { Description = "Write over a file that is there." };
        OutputOptions output = new(charts: false, files: false);
        command.Arguments.Add(name);
        foreach (Option option in new Option[] { from, set, force })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            string path = parsed.GetRequiredValue(name);
            path = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? path : path + ".json";
            string id = Path.GetFileNameWithoutExtension(path);
            if (NameResolver.Key(id).Length == 0)
            {
                throw new ChalkException($"'{path}' cannot name a device; give a name with a letter or digit, such as my-chip.");
            }

            if (File.Exists(path) && !parsed.GetValue(force))
            {
                throw new ChalkException($"{path}: exists already; give another name, or add --force.");
            }

            Accelerator parent = HardwareCatalogue.Open(DataFolder.Default).FindAccelerator(parsed.GetRequiredValue(from));
            ImmutableArray<HardwareChange> changes = HardwareChange.ReadAll(parsed.GetValue(set) ?? []);
            HardwareChange.Apply(parent, changes, id);
            WholeFile.Write(path, HardwareChange.Text(parent, changes, id));
            Accelerator made = HardwareCatalogue.Open(DataFolder.Default).FindAccelerator(path);
            return Page("hardware new", made, parent, $"Written to {path}.");
        });
        return command;
    }

    private static Command Show()
    {
        Command command = new(
            "show",
            "Shows a device, where its figures come from, and what to doubt of it.\n\nExample: chalk hardware show h100-sxm");
        Argument<string> name = new("DEVICE") { Description = "A name or a file." };
        OutputOptions output = new(charts: false);
        command.Arguments.Add(name);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            HardwareCatalogue catalogue = HardwareCatalogue.Open(DataFolder.Default);
            Accelerator device = catalogue.FindAccelerator(parsed.GetRequiredValue(name));
            Accelerator? parent = device.Kernels is { } basis && basis != device.Id && catalogue.Kind(basis) is not null
                ? catalogue.FindAccelerator(basis) : null;
            return Page("hardware show", device, parent, "");
        });
        return command;
    }

    private static Command Fields()
    {
        Command command = new("fields", "Lists the figures of a device that can be set.\n\nExample: chalk hardware fields");
        OutputOptions output = new(charts: false);
        output.AddTo(command);
        output.SetAction(command, (_, _) => CatalogReports.Page(
            "hardware fields", "Figures of a device that can be set", ["field", "aliases", "meaning", "unit", "example"],
            Tables.Of("", ["Field", "Also", "Meaning", "Unit", "Example"], HardwareField.All.Select(field => (IEnumerable<TableCell>)
            [
                field.Name, string.Join(", ", field.Aliases), field.Meaning, field.Unit, field.Example,
            ]))));
        return command;
    }

    /// <summary>The device's figures, beside those of the device it was made from.</summary>
    private static Answer Page(string command, Accelerator device, Accelerator? parent, string written)
    {
        TableSpec table = Tables.Of(
            "",
            ["Figure", "Value", .. parent is null ? Array.Empty<string>() : [parent.Id], "Verified", "Source"],
            Rows(device).Select(row => new TableCell[] { row.Name, new(row.Text, row.Value) }
                .Concat(parent is null ? [] : [Rows(parent).FirstOrDefault(other => other.Name == row.Name) is { } other ? new(other.Text, other.Value) : new("-")])
                .Concat([CatalogReports.Word(row.Source.Verified), Where(row, parent)])));
        ImmutableArray<string> doubts = HardwareChange.Doubts(device);
        return new()
        {
            Command = command,
            Data = table,
            Report = new()
            {
                Title = device.Name,
                Lead = written,
                Sections =
                [
                    new("", [new TableBlock(table)]),
                    .. doubts.Length > 0
                        ? [new ReportSection("What to doubt", [new TextBlock(string.Join('\n', doubts.Select(doubt => $"- {doubt}")))])]
                        : Array.Empty<ReportSection>(),
                ],
            },
            Json = writer =>
            {
                writer.WriteString("id", device.Id);
                writer.WriteString("name", device.Name);
                writer.WriteString("written", written);
                CatalogReports.WriteRows(
                    writer, "figures", parent is null ? ["figure", "value", "verified", "source"] : ["figure", "value", "parent", "verified", "source"], table);
                writer.WriteStartArray("doubts");
                foreach (string doubt in doubts)
                {
                    writer.WriteStringValue(doubt);
                }

                writer.WriteEndArray();
            },
        };
    }

    /// <summary>Where a figure comes from; what is the parent's is named once, not sourced again.</summary>
    private static string Where(DatumRow row, Accelerator? parent)
        => parent is not null && Rows(parent).Any(other => other.Name == row.Name && other.Value == row.Value)
            ? $"as {parent.Id}"
            : row.Source.Where;

    private static IEnumerable<DatumRow> Rows(Accelerator device) =>
    [
        .. device.Peaks.OrderBy(pair => pair.Key).Select(pair => DatumRow.Of($"dense peak, {pair.Key.ToString().ToUpperInvariant()}", pair.Value)),
        DatumRow.Of("memory capacity", device.Memory.Capacity),
        DatumRow.Of("memory bandwidth", device.Memory.Bandwidth),
        .. DatumRow.Optional("on-chip memory", device.OnChipMemory),
        .. DatumRow.Optional("scale-up, one direction", device.ScaleUp),
        .. DatumRow.Optional("scale-out, one direction", device.ScaleOut),
        .. DatumRow.Optional("TDP", device.Power),
        .. HardwareCatalogue.DefaultPrice(device) is { } price
            ? [new DatumRow("price", price.Price.ToString(), price.Price.Value, "$/h/device", price.Source, "")]
            : Array.Empty<DatumRow>(),
    ];
}
