using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Hardware;

namespace Chalkline.Calibration;

/// <summary>
/// All calibrations there are: one for each measured device, one for each generation for its unmeasured kin, and the
/// trend for the others.
/// </summary>
/// <param name="trend">The trend.</param>
/// <param name="devices">The devices and generations.</param>
public sealed class CalibrationSet(DeviceFit trend, IEnumerable<DeviceFit> devices)
{
    private const string Folder = "calibrations";

    private readonly ImmutableDictionary<string, DeviceFit> _devices =
        devices.ToImmutableDictionary(device => device.Device, StringComparer.Ordinal);

    /// <summary>Devices that are to be treated as never measured: their generation's fit may hold rows of their own.</summary>
    private ImmutableHashSet<string> _unseen = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The trend over all devices.</summary>
    public DeviceFit Trend { get; } = trend;

    /// <summary>The devices with parameters of their own, by name.</summary>
    public IEnumerable<DeviceFit> Devices => _devices.Values
        .Where(device => !KernelGeneration.Is(device.Device))
        .OrderBy(device => device.Device, StringComparer.Ordinal);

    /// <summary>Opens the calibrations of a data folder.</summary>
    /// <exception cref="ChalkException">The folder has none, or a file is wrong.</exception>
    public static CalibrationSet Open(DataFolder folder)
    {
        string path = Path.Combine(folder.Path, Folder);
        if (!Directory.Exists(path))
        {
            throw new ChalkException($"{path}: has no calibrations; it must hold {DeviceFit.Trend}.json.");
        }

        DeviceFit[] all = [.. Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal).Select(DeviceFit.Read)];
        return new(
            all.FirstOrDefault(fit => fit.Device == DeviceFit.Trend)
                ?? throw new ChalkException($"{path}: has no {DeviceFit.Trend}.json; it must hold the trend over all devices."),
            all.Where(fit => fit.Device != DeviceFit.Trend));
    }

    /// <summary>The same calibrations with those of one device put in, or put in the place of its own.</summary>
    public CalibrationSet With(DeviceFit device)
        => new(Trend, _devices.SetItem(device.Device, device).Values) { _unseen = _unseen };

    /// <summary>The same calibrations without those of one device: what is known when it was never measured.</summary>
    public CalibrationSet Without(string device)
        => new(Trend, _devices.Remove(device).Values) { _unseen = _unseen.Add(device) };

    /// <summary>Writes all files of a data folder's calibrations.</summary>
    public static void Write(DataFolder folder, IEnumerable<DeviceFit> fits)
    {
        string path = Path.Combine(folder.Path, Folder);
        Directory.CreateDirectory(path);
        foreach (DeviceFit fit in fits)
        {
            fit.Write(Path.Combine(path, fit.Device + ".json"));
        }
    }

    /// <summary>Kernel times on a machine.</summary>
    public DeviceCalibration For(MachineSystem system)
    {
        KernelDevice device = new(system);
        return new(device, [.. KernelFamilies.All.Select(family => Pick(family, device))]);
    }

    private CalibratedFamily Pick(KernelModel family, KernelDevice device)
    {
        FamilyFit? Of(DeviceFit? known) => known?.Fits.FirstOrDefault(fit => fit.Family == family.Name);
        FamilyFit? own = Of(_devices.GetValueOrDefault(device.Id));
        FamilyFit? kin = _unseen.Contains(device.Id)
            ? null
            : Of(_devices.GetValueOrDefault(KernelGeneration.Of(device)));
        FamilyFit? fit = own ?? kin ?? Of(Trend);
        return fit is null
            ? new(family, [.. family.Parameters.Select(parameter => parameter.Start)], 0.4, 2.5, false)
            : new(family, [.. fit.Parameters], Math.Min(1, fit.Spread.Low), fit.Spread.High, own is not null);
    }
}
