using System.Collections.Immutable;
using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Serving;
using Chalkline.Validation;


namespace Chalkline.Cli.Commands;

/// <summary><c>chalk validate</c>: how far predictions are from measurements.</summary>
internal static class ValidateCommand
{
    public static Command Create()
    {
        Command command = new(
            "validate",
            "Predicts every measured row of a table and prints the error: by metric, by group, the worst rows, and why rows were\n"
                + "left out. Rows whose quality is not ok are scored apart.\n\n"
                + "Example: chalk validate --kind kernels --group-by kind,hardware --out kernels.html");
        Argument<string?> file = new("FILE")
        {
            Description = "Measurements in the columns of data/measurements, or a price catalogue (.json) or a folder of "
                + "them, of which the open models are taken. Default: the shipped ones of the kind.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        Option<string?> kind = Inputs.Text(
            "--kind", "KIND", "serving, kernels, training or prices. Default: what the columns say; serving without a file.");
        Option<string?> fidelity = Inputs.Text(
            "--fidelity", "NAME", "chalk, operator or calibrated. Default: the best there is for the kind.");
        Option<string?> groupBy = Inputs.Text(
            "--group-by", "KEYS", "Columns to group by, for example model,hardware. Default: mode,hardware or kind,precision.");
        Option<string?> writeDocs = Inputs.Text(
            "--write-docs", "ROOT", "Write the spreads, the accuracy page and the README's table of a copy of the sources.");
        writeDocs.Hidden = true;
        CalibrationOption calibration = new();
        OutputOptions output = new(charts: true);
        command.Arguments.Add(file);
        foreach (Option option in new Option[] { kind, fidelity, groupBy, writeDocs })
        {
            command.Options.Add(option);
        }

        calibration.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, cancel) =>
        {
            ImmutableArray<string> keys = Keys(parsed.GetValue(groupBy));
            DataFolder data = DataFolder.Default;
            Fidelity? chosen = ReadFidelity(parsed.GetValue(fidelity));
            if (parsed.GetValue(writeDocs) is { } root)
            {
                AccuracyPage.Check(root);
                return chosen is null or Fidelity.Calibrated
                    ? AccuracyPage.Write(root, data, cancel)
                    : throw new ChalkException("--write-docs writes the figures of the calibrated fidelity; leave --fidelity out.");
            }

            CalibrationSet? fitted = calibration.Read(parsed, data, chosen, device: null);
            ValidationKind? asked = ReadKind(parsed.GetValue(kind));
            string? given = parsed.GetValue(file);

            // Without a file the kind is known, and so is whether it can be predicted at all.
            ICasePredictor? early = given is null ? CasePredictors.For(asked ?? ValidationKind.Serving, chosen, data, fitted) : null;
            bool sheets = given is not null && IsSheets(given);
            if (sheets && asked is { } other and not ValidationKind.Prices)
            {
                throw new ChalkException(
                    $"{given}: is a price catalogue or a folder of them, not {CaseFile.Word(other)}; leave --kind out, or name a table.");
            }

            CaseFile cases = sheets
                ? CaseFile.OfSheets(given!, data)
                : CaseFile.Read(given ?? Shipped(data, asked ?? ValidationKind.Serving), asked);
            ICasePredictor predictor = early ?? CasePredictors.For(cases.Kind, chosen, data, fitted);
            return ValidationReport.Of(Validator.Run(cases, predictor, keys, cancel));
        });
        return command;
    }

    /// <summary>The measurements that come with the program.</summary>
    public static string Shipped(DataFolder data, ValidationKind kind)
        => Path.Combine(data.Path, "measurements", $"{CaseFile.Word(kind)}.csv");

    /// <summary>Whether a path is of price sheets rather than of a table of measurements.</summary>
    private static bool IsSheets(string path)
        => Directory.Exists(path) || Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<string> Keys(string? text)
    {
        if (text is null)
        {
            return [];
        }

        ImmutableArray<string> keys = [.. text.Split(',').Select(key => key.Trim())];
        return keys.All(key => key.Length > 0)
            ? [.. keys.Distinct(StringComparer.Ordinal)]
            : throw new ChalkException($"--group-by {text}: names an empty key; write keys with commas between, as in model,hardware.");
    }

    private static ValidationKind? ReadKind(string? text) => text?.ToLowerInvariant() switch
    {
        null => null,
        "serving" => ValidationKind.Serving,
        "kernels" => ValidationKind.Kernels,
        "training" => ValidationKind.Training,
        "prices" => ValidationKind.Prices,
        _ => throw new ChalkException($"--kind {text} is not known; choose serving, kernels, training or prices."),
    };

    private static Fidelity? ReadFidelity(string? text) => text?.ToLowerInvariant() switch
    {
        null => null,
        "chalk" => Fidelity.Chalk,
        "operator" => Fidelity.Operator,
        "calibrated" => Fidelity.Calibrated,
        _ => throw new ChalkException($"--fidelity {text} is not known; choose chalk, operator or calibrated."),
    };
}
