using System.Collections.Immutable;
using Chalkline.Catalog;

namespace Chalkline.Calibration;

/// <summary>Fits kernel families to measured kernels: a trend over all devices, then each device leaning on it.</summary>
/// <param name="hardware">Where devices are looked up.</param>
public sealed class Calibrator(HardwareCatalogue hardware)
{
    /// <summary>Rows a device needs before it gets parameters of its own.</summary>
    public const int LeastRows = 8;

    /// <summary>Samples' worth of evidence that the trend is for a device.</summary>
    private const double Pull = 0.5;

    private readonly Dictionary<string, KernelDevice?> _devices = new(StringComparer.Ordinal);

    /// <summary>A measured kernel that can be used, with its device and family.</summary>
    /// <param name="Case">The row.</param>
    /// <param name="Family">Its family.</param>
    /// <param name="Sample">What the fit sees.</param>
    public sealed record Usable(KernelCase Case, KernelModel Family, KernelFit.Sample Sample);

    /// <summary>The rows that can be used, of quality <c>ok</c>.</summary>
    public ImmutableArray<Usable> Usables(IEnumerable<KernelCase> cases)
    {
        ImmutableArray<Usable>.Builder usable = ImmutableArray.CreateBuilder<Usable>();
        foreach (KernelCase one in cases)
        {
            if (one is { Quality: CaseQuality.Ok, Time: { } time, Work: { } work }
                && KernelFamilies.Of(work) is { } family
                && Device(one.Hardware) is { } device)
            {
                usable.Add(new(one, family, new(work, device, time)));
            }
        }

        return usable.ToImmutable();
    }

    /// <summary>
    /// Fits the trend, every generation and every device that has rows: the trend first, then the others by name.
    /// </summary>
    public ImmutableArray<DeviceFit> Fit(IEnumerable<KernelCase> cases)
    {
        ILookup<KernelModel, Usable> families = Usables(cases).ToLookup(row => row.Family);
        (FamilyFit Trend, (string Device, FamilyFit Fit)[] Others)[] fitted =
            [.. KernelFamilies.All.Where(families.Contains).AsParallel().AsOrdered().Select(family => Fit(family, [.. families[family]]))];
        return
        [
            new(DeviceFit.Trend, [.. fitted.Select(fit => fit.Trend)]),
            .. fitted.SelectMany(fit => fit.Others)
                .GroupBy(fit => fit.Device, StringComparer.Ordinal)
                .OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => new DeviceFit(group.Key, [.. group.Select(fit => fit.Fit)])),
        ];
    }

    /// <summary>Fits one family on one device's rows, leaning on a trend.</summary>
    public static FamilyFit FitDevice(KernelModel family, IReadOnlyList<Usable> rows, ReadOnlySpan<double> trend)
    {
        double[] parameters = KernelFit.Fit(family, [.. rows.Select(row => row.Sample)], trend, Pull);
        return Described(family, parameters, rows, ErrorSpread.Of(Predicted(family, parameters, rows)));
    }

    /// <summary>The device of a row; null when the catalogue has none of its name.</summary>
    public KernelDevice? Device(string name)
    {
        if (!_devices.TryGetValue(name, out KernelDevice? device))
        {
            try
            {
                device = name.Length == 0 ? null : new(hardware.FindSystem(hardware.Kind(name) == HardwareKind.Accelerator ? name + "x8" : name));
            }
            catch (ChalkException)
            {
                device = Single(name);
            }

            _devices.Add(name, device);
        }

        return device;
    }

    private KernelDevice? Single(string name)
    {
        try
        {
            return new(hardware.FindSystem(name));
        }
        catch (ChalkException)
        {
            return null;
        }
    }

    private static (FamilyFit Trend, (string Device, FamilyFit Fit)[] Others) Fit(KernelModel family, Usable[] rows)
    {
        TrendFitting fitting = new(family, rows);
        ErrorSpread near = UnseenDevice.NearSpread(fitting.Judged);
        ErrorSpread far = UnseenDevice.FarSpread(fitting.Judged);
        return (
            Described(family, fitting.Parameters, rows, far) with { Unseen = UnseenDevice.Together(fitting.Judged) },
            [
                .. fitting.Generations.Select(kin => (kin.Name, Described(family, kin.Parameters, kin.Rows, near))),
                .. rows.GroupBy(row => row.Sample.Device.Id, StringComparer.Ordinal)
                    .Where(device => device.Count() >= LeastRows)
                    .Select(device => (device.Key, FitDevice(family, [.. device], fitting.Parameters))),
            ]);
    }

    private static IEnumerable<(double Measured, double Predicted)> Predicted(
        KernelModel family, double[] parameters, IReadOnlyList<Usable> rows)
        => rows.Select(row => (row.Sample.Time, family.Time(row.Sample.Work, row.Sample.Device, parameters)));

    private static FamilyFit Described(
        KernelModel family, double[] parameters, IReadOnlyList<Usable> rows, ErrorSpread spread)
        => new(
            family.Name,
            [.. parameters],
            rows.Count,
            rows.GroupBy(row => $"{row.Case.Source} ({(row.Case.Library.Length > 0 ? row.Case.Library : "library not named")})", StringComparer.Ordinal)
                .ToImmutableSortedDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal),
            spread);
}
