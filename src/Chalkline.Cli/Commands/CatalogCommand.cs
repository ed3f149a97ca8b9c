using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Models;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk catalog</c>: what models and machines are known, where each figure comes from, and whether the files are sound.</summary>
internal static class CatalogCommand
{
    public static Command Create() => new(
        "catalog",
        "Models, accelerators, systems and number formats with their sources.\n\n"
            + "Example: chalk catalog show deepseek-v3 --show-work")
    {
        List(),
        Show(),
        Check(),
        Import(),
    };

    private static Command List()
    {
        Command command = new("list", "Lists what is known.\n\nExample: chalk catalog list systems");
        Argument<string?> kind = new("KIND")
        {
            Description = "models, families (of config.json files that are read), accelerators, systems or formats. Default: models.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        OutputOptions output = new(charts: false);
        command.Arguments.Add(kind);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) => parsed.GetValue(kind) switch
        {
            null or "models" => CatalogReports.Models(ModelCatalogue.Open(DataFolder.Default)),
            "families" => CatalogReports.Families(),
            "accelerators" => CatalogReports.Accelerators(HardwareCatalogue.Open(DataFolder.Default)),
            "systems" => CatalogReports.Systems(HardwareCatalogue.Open(DataFolder.Default)),
            "formats" => FormatSheets.List(FormatCatalogue.Open(DataFolder.Default)),
            string other => throw new ChalkException($"'{other}' cannot be listed; choose models, families, accelerators, systems or formats."),
        });
        return command;
    }

    private static Command Show()
    {
        Command command = new(
            "show",
            "Shows a model, an accelerator, a system or a number format: every figure, its source and date, and what other sources say.\n\n"
                + "Example: chalk catalog show h100-sxm");
        Argument<string> name = new("NAME") { Description = "A name, or a path to a config.json." };
        OutputOptions output = new(charts: false);
        command.Arguments.Add(name);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) => Find(parsed.GetRequiredValue(name), output.ShowWork(parsed)));
        return command;
    }

    private static Answer Find(string name, bool showWork)
    {
        DataFolder data = DataFolder.Default;
        HardwareCatalogue hardware = HardwareCatalogue.Open(data);
        if (hardware.Kind(name) is { } kind)
        {
            return kind == HardwareKind.Accelerator
                ? CatalogReports.Of(hardware.FindAccelerator(name))
                : CatalogReports.Of(hardware.FindSystem(name));
        }

        if (FormatCatalogue.Open(data).Named(name) is { } format)
        {
            return FormatSheets.Of(format);
        }

        Model model = ModelCatalogue.Open(data).Find(name);
        return ModelReport.Of(model, showWork ? Work(model) : null);
    }

    private static Derivation Work(Model model)
    {
        Derivation derivation = new($"Parameters of {model.Name}");
        Shown shown = new(derivation);
        ParameterCount.Count(model, ref shown);
        return derivation;
    }

    private static Command Check()
    {
        Command command = new(
            "check", "Checks every file of the catalogue; exits with 2 when something is wrong.\n\nExample: chalk catalog check");
        OutputOptions output = new(charts: false);
        output.AddTo(command);
        output.SetAction(command, (_, _) =>
        {
            DataFolder data = DataFolder.Default;
            Finding[] findings = [.. ModelCatalogue.Open(data).Check(), .. HardwareCatalogue.Open(data).Check(), .. FormatCatalogue.Check(data)];
            return CatalogReports.Of(findings, data) with { ExitCode = findings.Length > 0 ? ChalkCommand.BadInput : 0 };
        });
        return command;
    }

    private static Command Import()
    {
        Command command = new(
            "import",
            "Reads a published config.json and keeps it in the catalogue.\n\n"
                + "Example: chalk catalog import ./config.json --name my-org/My-Model --source model-card --date 2026-11-01");
        Argument<string> path = new("PATH") { Description = "A config.json, or the folder that holds it." };
        Option<string?> name = Inputs.Text("--name", "NAME", "Name of the model. Default: what the file says.");
        Option<string?> source = Inputs.Text("--source", "WHERE", "Where the file comes from. Default: its path, marked as not verified.");
        Option<string?> date = Inputs.Text("--date", "DATE", "Date of the file, ISO 8601. Default: when it was last written.");
        OutputOptions output = new(charts: false);
        command.Arguments.Add(path);
        foreach (Option option in new Option[] { name, source, date })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            string file = parsed.GetRequiredValue(path);
            string dated = Inputs.Date(parsed, date) is { Length: > 0 } given
                ? given
                : File.GetLastWriteTimeUtc(file).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
            Source from = parsed.GetValue(source) is { } where
                ? new(where, dated, Verification.Yes)
                : new(Path.GetFileName(file), dated, Verification.No, "no source given at import");
            string written = ModelCatalogue.Open(DataFolder.Default).Import(file, parsed.GetValue(name), from);
            return ModelReport.Of(ModelCatalogue.ReadFile(written), null, $"Written to {written}.") with { Command = "catalog import" };
        });
        return command;
    }
}
