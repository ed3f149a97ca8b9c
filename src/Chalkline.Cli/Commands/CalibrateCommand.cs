using System.CommandLine;
using Chalkline.Cli.Output;
using Chalkline.Measuring;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk calibrate</c>: what a device really does, measured here.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        Command command = new(
            "calibrate",
            "Measures this machine: matrix products, memory bandwidth and launch times, into a table of kernels and a device file\n"
                + "that every command takes after --on.\n\n"
                + "Example: chalk calibrate --measure --quick --device my-machine --out .");
        Option<bool> measure = new("--measure") { Description = "Measure this machine: its GPU where one is found, else its processor." };
        Option<string?> device = Inputs.Text(
            "--device", "NAME", "Name to give this machine. Default: what its processor or GPU calls itself.");
        Option<string?> target = new("--out", "-o")
        {
            Description = "A folder for NAME.csv and NAME.json, or a file FILE.csv with FILE.json beside it. Default: the folder at hand.",
            HelpName = "FOLDER|FILE",
        };
        Option<bool> quick = new("--quick") { Description = "A few shapes and runs, in seconds rather than minutes." };
        Option<bool> processor = new("--cpu") { Description = "Measure the processor even where there is a GPU." };
        OutputOptions output = new(charts: false, files: false);
        foreach (Option option in new Option[] { measure, device, target, quick, processor })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, cancel) => parsed.GetValue(measure)
            ? Measure(parsed.GetValue(device), parsed.GetValue(target), parsed.GetValue(quick), parsed.GetValue(processor), cancel)
            : throw new ChalkException("There is nothing to calibrate from; give --measure to measure this machine."));
        return command;
    }

    private static Answer Measure(string? device, string? target, bool quick, bool processor, CancellationToken cancel)
    {
        MeasureFiles files = MeasureFiles.Of(target);
        string? name = device is null ? null : MeasuredDevice.Identifier(device);
        MeasureOptions options = quick ? MeasureOptions.Quick : MeasureOptions.Full;
        using Progress progress = new();
        Measurement measurement = MachineMeasurement.Run(name, processor, options, TimeProvider.System, progress.Say, cancel);
        (string table, string file) = files.Write(measurement);
        return MeasureReport.Of(measurement, table, file);
    }
}
