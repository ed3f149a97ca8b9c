using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Catalog;

namespace Chalkline.Calibration;

/// <summary>One device, fitted to a user's own measurements of it.</summary>
/// <param name="Device">Catalogue identifier of the accelerator.</param>
/// <param name="Families">The families that had enough rows.</param>
/// <param name="Skipped">Rows that were not fitted to, by the reason.</param>
public sealed record DeviceFitting(
    string Device, ImmutableArray<FamilyFitting> Families, ImmutableSortedDictionary<string, int> Skipped)
{
    /// <summary>Parts of the rows; each is left out once.</summary>
    private const int Parts = 5;

    /// <summary>What a calibration file holds.</summary>
    public DeviceFit Fit => new(Device, [.. Families.Select(family => family.Fit)]);

    /// <summary>Fits every family that has rows of a device, leaning on what was known before.</summary>
    /// <param name="cases">Measured kernels; rows that name no hardware are taken to be of the device.</param>
    /// <param name="device">Name of the device, or a path to its file.</param>
    /// <param name="hardware">Where devices are looked up.</param>
    /// <param name="known">Calibrations to start from.</param>
    /// <param name="cancel">Stops between families.</param>
    /// <exception cref="ChalkException">The device is not known, or no row can be used.</exception>
    public static DeviceFitting Of(
        IReadOnlyList<KernelCase> cases,
        string device,
        HardwareCatalogue hardware,
        CalibrationSet known,
        CancellationToken cancel)
    {
        string id = hardware.FindAccelerator(device).Id;
        Calibrator calibrator = new(hardware);
        SortedDictionary<string, int> skipped = new(StringComparer.Ordinal);
        List<KernelCase> own = [];
        Dictionary<string, string> ids = new(StringComparer.Ordinal);
        foreach (KernelCase row in cases)
        {
            if (Unusable(row, id, hardware, ids) is { } reason)
            {
                skipped[reason] = skipped.GetValueOrDefault(reason) + 1;
            }
            else
            {
                own.Add(row with { Hardware = device });
            }
        }

        Hardware.MachineSystem system = hardware.FindSystem(device);
        DeviceCalibration before = known.For(system);
        DeviceCalibration trend = known.Without(id).For(system);
        ImmutableArray<FamilyFitting>.Builder families = ImmutableArray.CreateBuilder<FamilyFitting>();
        foreach (IGrouping<KernelModel, Calibrator.Usable> rows in calibrator.Usables(own)
            .GroupBy(row => row.Family).OrderBy(rows => KernelFamilies.All.IndexOf(rows.Key)))
        {
            cancel.ThrowIfCancellationRequested();
            Calibrator.Usable[] all = [.. rows];
            if (all.Length >= Calibrator.LeastRows)
            {
                families.Add(Fitted(rows.Key, all, Parameters(trend, rows.Key), Parameters(before, rows.Key)));
            }
            else
            {
                string reason = string.Create(
                    CultureInfo.InvariantCulture,
                    $"fewer than {Calibrator.LeastRows} rows of family {rows.Key.Name}: what was known stands");
                skipped[reason] = all.Length;
            }
        }

        return families.Count > 0
            ? new(id, families.ToImmutable(), skipped.ToImmutableSortedDictionary(StringComparer.Ordinal))
            : throw new ChalkException(
                $"No row can be fitted to for {id}: "
                + (cases.Count == 0 ? "there are none"
                    : string.Join(", ", skipped.Select(pair => FormattableString.Invariant($"{pair.Value} {pair.Key}"))))
                + $"; give at least {Calibrator.LeastRows} kernels of one family, quality ok, hardware {id}.");
    }

    /// <summary>Why a row cannot be fitted to; null when it can.</summary>
    private static string? Unusable(
        KernelCase row, string id, HardwareCatalogue hardware, Dictionary<string, string> ids)
        => row.Quality != CaseQuality.Ok ? "not of quality ok"
            : row.Hardware.Length > 0 && Identifier(row.Hardware, hardware, ids) != id ? "of other hardware"
            : row.Work is not { } work ? row.Unusable
            : row.Time is null ? "without time_us"
            : KernelFamilies.Of(work) is null ? $"of kind {work.Kind}, which has no equation"
            : null;

    private static string Identifier(string name, HardwareCatalogue hardware, Dictionary<string, string> ids)
    {
        if (!ids.TryGetValue(name, out string? id))
        {
            id = hardware.Kind(name) is null ? name : hardware.FindAccelerator(name).Id;
            ids.Add(name, id);
        }

        return id;
    }

    private static double[] Parameters(DeviceCalibration calibration, KernelModel family)
        => calibration.Families.Single(one => one.Family == family).Parameters;

    private static FamilyFitting Fitted(KernelModel family, Calibrator.Usable[] rows, double[] trend, double[] before)
    {
        FamilyFit fit = Calibrator.FitDevice(family, rows, before);
        (double Measured, double Predicted)[] leftOut =
        [
            .. Enumerable.Range(0, Parts).SelectMany(part =>
            {
                Calibrator.Usable[] others = [.. rows.Where((_, index) => index % Parts != part)];
                double[] parameters = [.. Calibrator.FitDevice(family, others, before).Parameters];
                return Times(family, rows.Where((_, index) => index % Parts == part), parameters);
            }),
        ];
        return new(
            family,
            ErrorSpread.Of(Times(family, rows, trend)).MedianError,
            before,
            ErrorSpread.Of(Times(family, rows, before)).MedianError,
            fit with { Spread = ErrorSpread.Of(leftOut) },
            fit.Spread.MedianError);
    }

    private static IEnumerable<(double Measured, double Predicted)> Times(
        KernelModel family, IEnumerable<Calibrator.Usable> rows, double[] parameters)
        => rows.Select(row => (row.Sample.Time, family.Time(row.Sample.Work, row.Sample.Device, parameters)));
}
