using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands;

/// <summary>
/// <c>--calibration</c>: a device fitted by <c>chalk calibrate</c>, in the place of what is shipped for it.
/// </summary>
internal sealed class CalibrationOption
{
    private readonly Option<string?> _file = Inputs.Text(
        "--calibration",
        "FILE",
        "What chalk calibrate wrote for a device, for the calibrated fidelity. Default: what is shipped.");

    /// <summary>Adds it to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_file);

    /// <summary>The fidelity to use, calibrated unless another is asked for, and what it needs; null for the others.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="fidelity">The option of the fidelity.</param>
    /// <param name="device">The device that will be asked about.</param>
    /// <exception cref="ChalkException">An option is wrong.</exception>
    public (Fidelity Fidelity, CalibrationSet? Set) ReadFidelity(ParseResult parsed, Option<string?> fidelity, string device)
    {
        Fidelity? asked = Inputs.FidelityOf(parsed.GetValue(fidelity));
        CalibrationSet? given = Read(parsed, DataFolder.Default, asked, device);
        Fidelity chosen = asked ?? Fidelity.Calibrated;
        return (chosen, chosen == Fidelity.Calibrated ? given ?? CalibrationSet.Open(DataFolder.Default) : null);
    }

    /// <summary>The shipped calibrations with that of the file; null when none is given.</summary>
    /// <param name="parsed">The arguments.</param>
    /// <param name="data">Where the shipped ones are.</param>
    /// <param name="fidelity">The fidelity asked for; null when none is.</param>
    /// <param name="device">The device that will be asked about; null when that is not known beforehand.</param>
    /// <exception cref="ChalkException">The file is wrong, or is not for the fidelity or the device.</exception>
    public CalibrationSet? Read(ParseResult parsed, DataFolder data, Fidelity? fidelity, string? device)
    {
        if (parsed.GetValue(_file) is not { } file)
        {
            return null;
        }

        if (fidelity is { } asked and not Fidelity.Calibrated)
        {
            throw new ChalkException(
                $"--calibration {file}: changes nothing at --fidelity {asked.ToString().ToLowerInvariant()}; "
                + "ask for calibrated.");
        }

        DeviceFit fit = DeviceFit.Read(file);
        string? wrong = fit.Device == DeviceFit.Trend || KernelGeneration.Is(fit.Device)
            ? "holds the trend over all devices or the fit of a generation; give the file of one device"
            : device is not null && fit.Device != device
                ? $"is of {fit.Device}, and the machine is made of {device}; give a file of that"
                : null;
        return wrong is null
            ? CalibrationSet.Open(data).With(fit)
            : throw new ChalkException($"--calibration {file}: {wrong}.");
    }
}
