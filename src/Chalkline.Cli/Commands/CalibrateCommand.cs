using System.Collections.Immutable;
using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Measuring;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk calibrate</c>: what a device really does, measured here or from a table of measurements.</summary>
internal sealed class CalibrateCommand
{
    private readonly Argument<string?> _table = new("FILE")
    {
        Description = "Measured kernels in the columns of data/measurements/kernels.csv, to fit the device from.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _measured = new("--measure")
    {
        Description = "Measure this machine: its GPU where one is found, else its processor.",
    };

    private readonly Option<string?> _device = Inputs.Text(
        "--device",
        "NAME",
        "With FILE: the device to fit, by name or file. With --measure: a name for this machine. Default there: "
            + "what it calls itself.");

    private readonly Option<string?> _target = new("--out", "-o")
    {
        Description = "With FILE: the calibration file, default NAME.calibration.json. With --measure: a folder "
            + "for NAME.csv and NAME.json, or a file FILE.csv with FILE.json beside it; default the folder at hand.",
        HelpName = "PATH",
    };

    private readonly Option<bool> _quick = new("--quick")
    {
        Description = "A few shapes and runs, in seconds rather than minutes.",
    };

    private readonly Option<bool> _processor = new("--cpu")
    {
        Description = "Measure the processor even where there is a GPU.",
    };

    public static Command Create() => new CalibrateCommand().Build();

    private Command Build()
    {
        Command command = new(
            "calibrate",
            "Fits the equations of kernels to measurements of one device, for --calibration; "
                + "or measures this machine: products,\n"
                + "memory bandwidth and launch times, "
                + "into such a table and a device file that every command takes after --on.\n\n"
                + "Example: chalk calibrate --measure --quick --device my-machine --out .\n"
                + "Example: chalk calibrate data/measurements/kernels.csv --device a100-sxm-80 --out a100.json");
        OutputOptions output = new(charts: false, files: false);
        command.Arguments.Add(_table);
        foreach (Option option in new Option[] { _measured, _device, _target, _quick, _processor })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, cancel) => (parsed.GetValue(_table), parsed.GetValue(_measured)) switch
        {
            (null, true) => Measure(parsed, cancel),
            ({ } table, false) => Fit(parsed, table, cancel),
            (null, false) => throw new ChalkException(
                "There is nothing to calibrate from; give a table of measured kernels, "
                    + "or --measure to measure this machine."),
            _ => throw new ChalkException("FILE and --measure exclude each other; measure first, "
                + "then fit to the table that this writes."),
        });
        return command;
    }

    private Answer Measure(ParseResult parsed, CancellationToken cancel)
    {
        MeasureFiles files = MeasureFiles.Of(parsed.GetValue(_target));
        string? name = parsed.GetValue(_device) is { } device ? MeasuredDevice.Identifier(device) : null;
        MeasureOptions options = parsed.GetValue(_quick) ? MeasureOptions.Quick : MeasureOptions.Full;
        using Progress progress = new(parsed.InvocationConfiguration.Error);
        Measurement measurement = MachineMeasurement.Run(
            name, parsed.GetValue(_processor), options, TimeProvider.System, progress.Say, cancel);
        (string table, string file) = files.Write(measurement);
        return MeasureReport.Of(measurement, table, file);
    }

    private Answer Fit(ParseResult parsed, string table, CancellationToken cancel)
    {
        foreach (Option<bool> option in new[] { _quick, _processor })
        {
            if (parsed.GetValue(option))
            {
                throw new ChalkException($"{option.Name} is for --measure; leave it out to fit to a table.");
            }
        }

        string device = parsed.GetValue(_device)
            ?? throw new ChalkException("--device is missing; name the device that the table measures, "
                + "for example h100-sxm, or its file.");
        string? target = parsed.GetValue(_target);
        if (target is not null)
        {
            Check(target);
        }

        DataFolder data = DataFolder.Default;
        ImmutableArray<KernelCase> cases = KernelCases.Read(table);
        DeviceFitting fitting = DeviceFitting.Of(
            cases, device, HardwareCatalogue.Open(data), CalibrationSet.Open(data), cancel);
        string file = target ?? fitting.Device + ".calibration.json";
        fitting.Fit.Write(file);
        return FittingReport.Of(fitting, table, file);
    }

    /// <summary>Makes sure, before seconds of fitting, that the file can be written there.</summary>
    private static void Check(string path)
    {
        if (!Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            throw new ChalkException($"--out {path}: a calibration file ends in .json.");
        }

        AnswerFile.Check(path, charts: false);
        new MeasureFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, null).Try();
    }
}
