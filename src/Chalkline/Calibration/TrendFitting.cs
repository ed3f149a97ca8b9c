using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>
/// Fits one family to all devices at once: the trend over generations, each generation leaning on it, and what both are
/// worth on a device that took no part.
/// </summary>
internal sealed class TrendFitting
{
    /// <summary>Rows of one generation that the trend uses at most, so that none rules it by being measured more.</summary>
    private const int MostRows = 120;

    /// <summary>
    /// Samples' worth of evidence that the family's own starting values are: where rows say little of a parameter, or
    /// cannot tell it from another, it stays near what is expected of it. Rows in full count from this many on.
    /// </summary>
    private const double Pull = 0.5;
    private const double FullRows = 100;

    private readonly KernelModel _family;
    private readonly Device[] _devices;
    private readonly double _pull;

    /// <summary>Fits a family.</summary>
    /// <param name="family">The family.</param>
    /// <param name="rows">Rows of all devices, at least one.</param>
    public TrendFitting(KernelModel family, IReadOnlyList<Calibrator.Usable> rows)
    {
        _family = family;
        _pull = Pull * Math.Min(1, rows.Count / FullRows);
        _devices =
        [
            .. rows.GroupBy(row => row.Sample.Device.Id, StringComparer.Ordinal)
                .Select(group => new Device(group.Key, KernelGeneration.Of(group.First().Sample.Device), [.. group])),
        ];
        Parameters = Trend(_devices);
        Judged = [.. _devices.Select(Judge)];
        Generations =
        [
            .. _devices.GroupBy(device => device.Generation, StringComparer.Ordinal)
                .OrderBy(kin => kin.Key, StringComparer.Ordinal)
                .Select(kin => (kin.Key, Kin([.. kin], Parameters), kin.SelectMany(device => device.Rows).ToArray())),
        ];
    }

    /// <summary>Parameters of the trend.</summary>
    public double[] Parameters { get; }

    /// <summary>Each generation's parameters and rows, by name.</summary>
    public (string Name, double[] Parameters, Calibrator.Usable[] Rows)[] Generations { get; }

    /// <summary>Each device, judged without its own rows.</summary>
    public ImmutableArray<UnseenDevice> Judged { get; }

    private double[] Trend(IEnumerable<Device> devices)
    {
        List<KernelFit.Sample> samples = [];
        foreach (IGrouping<string, Device> kin in devices.GroupBy(device => device.Generation, StringComparer.Ordinal))
        {
            samples.AddRange(Thinned(kin));
        }

        return KernelFit.Fit(_family, samples, [.. _family.Parameters.Select(parameter => parameter.Start)], _pull);
    }

    private double[] Kin(Device[] devices, double[] trend)
        => KernelFit.Fit(_family, [.. devices.SelectMany(device => Thinned([device]))], trend, Pull);

    private UnseenDevice Judge(Device device)
    {
        Device[] others = [.. _devices.Where(other => other.Name != device.Name)];
        Device[] kin = [.. others.Where(other => other.Generation == device.Generation)];
        Device[] strangers = [.. others.Where(other => other.Generation != device.Generation)];

        // With one device there is nobody else to ask; with one generation, only kin.
        double[] rest = others.Length == 0 ? Parameters : Trend(others);
        double[] near = kin.Length == 0 ? rest : Kin(kin, rest);
        double[] far = kin.Length == 0 ? rest : strangers.Length == 0 ? near : Trend(strangers);
        return new(device.Name, kin.Length > 0, Pairs(device, near), Pairs(device, far));
    }

    private ImmutableArray<(double Measured, double Predicted)> Pairs(Device device, double[] parameters)
        =>
        [
            .. device.Rows.Select(row => (
                row.Sample.Time,
                Math.Max(
                    _family.Floor(row.Sample.Work, row.Sample.Device),
                    _family.Time(row.Sample.Work, row.Sample.Device, parameters)))),
        ];

    private static IEnumerable<KernelFit.Sample> Thinned(IEnumerable<Device> devices)
    {
        Calibrator.Usable[] all = [.. devices.SelectMany(device => device.Rows)];
        int step = (int)Math.Ceiling(all.Length / (double)MostRows);
        return all.Where((_, index) => index % step == 0).Select(row => row.Sample);
    }

    private sealed record Device(string Name, string Generation, Calibrator.Usable[] Rows);
}
