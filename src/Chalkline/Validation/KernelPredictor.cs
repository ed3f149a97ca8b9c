using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Hardware;
using Chalkline.Operators;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>Predicts measured kernels: by the equations of their families, or by a roofline that is fitted to nothing.</summary>
/// <param name="hardware">Where devices are looked up.</param>
/// <param name="fidelity"><c>chalk</c> for ideal rates, <c>operator</c> for the stated efficiencies, or calibrated.</param>
/// <param name="calibrations">What the calibrated fidelity uses; may be null for the others.</param>
public sealed class KernelPredictor(HardwareCatalogue hardware, Fidelity fidelity, CalibrationSet? calibrations = null)
    : ICasePredictor
{
    private const double Micro = 1e6;

    private readonly CaseSystems _systems = new(hardware);
    private readonly Dictionary<MachineSystem, (KernelDevice Device, DeviceCalibration? Calibration)> _devices =
        new(ReferenceEqualityComparer.Instance);

    /// <inheritdoc />
    public ValidationKind Kind => ValidationKind.Kernels;

    /// <inheritdoc />
    public Fidelity Fidelity => fidelity;

    /// <inheritdoc />
    public ImmutableArray<ScoredRow> Predict(CaseFile file, CancellationToken stop)
        => [.. KernelCases.Of(file.Table).Select(Predict)];

    private ScoredRow Predict(KernelCase row)
    {
        ScoredRow scored = new()
        {
            Line = row.Line,
            Id = row.Id,
            Quality = row.Quality,
            QualityReason = row.QualityReason,
            Groups = ImmutableSortedDictionary<string, string>.Empty,
        };
        if (row.Work is not { } work)
        {
            return scored with { Skipped = row.Unusable };
        }

        if (row.Time is not { } time)
        {
            return scored with { Skipped = "time_us not stated" };
        }

        if (_systems.Find(row.Hardware, work.Devices) is not { } system)
        {
            return scored with { Skipped = "hardware not in the catalogue" };
        }

        if (!_devices.TryGetValue(system, out (KernelDevice Device, DeviceCalibration? Calibration) known))
        {
            known = (new(system), calibrations?.For(system));
            _devices.Add(system, known);
        }

        if (fidelity == Fidelity.Calibrated)
        {
            DeviceCalibration calibration = known.Calibration
                ?? throw new ChalkException("The calibrated fidelity needs calibrations; none were given.");
            return Calibrated(scored, work, time, calibration);
        }

        KernelDevice device = known.Device;

        Efficiency efficiency = fidelity == Fidelity.Chalk ? Efficiency.Ideal : Efficiency.Stated;
        double predicted = KernelRoofline.Time(work, device, efficiency);
        double floor = KernelFamilies.Of(work) is { } family
            ? family.Floor(work, device)
            : KernelRoofline.Time(work, device, Efficiency.Ideal);

        // A family's proof may count more than the roofline does; what is proved is predicted at least.
        return double.IsFinite(predicted)
            ? scored with
            {
                Remark = Remark(work, device, predicted, efficiency),
                Values = [Value(time, new(Math.Max(predicted, floor), double.NaN, double.NaN), floor)],
            }
            : scored with { Skipped = "no rate for the format in the datasheet of the device" };
    }

    private static ScoredRow Calibrated(ScoredRow row, in KernelWork work, double time, DeviceCalibration device)
    {
        int family = device.FamilyOf(work);
        if (family < 0)
        {
            return row with { Skipped = $"no equation for kernels of kind {work.Kind}" };
        }

        CalibratedFamily one = device.Families[family];
        KernelEstimate estimate = device.Time(family, work);
        double floor = one.Family.Floor(work, device.Device);
        return row with
        {
            Values = [Value(time, estimate, floor)],
            Remark = one.OwnRows ? "" : "no rows of the device in the fit: its kin, or the trend over others",
        };
    }

    private static ScoredValue Value(double measured, in KernelEstimate estimate, double floor) => new(
        "time_us",
        measured * Micro,
        estimate.Time * Micro,
        estimate.Low * Micro,
        estimate.High * Micro,
        floor * Micro,
        LargerIsBetter: false);

    /// <summary>What a roofline knows that it leaves out.</summary>
    private static string Remark(in KernelWork work, KernelDevice device, double predicted, Efficiency efficiency)
    {
        double independent = work.Kind switch
        {
            KernelKind.LatentDecode => work.Batch,
            KernelKind.AttentionDecode => work.Batch * Math.Max(1, work.KeyValueHeads),
            _ => double.PositiveInfinity,
        };
        return work.Skew > 0 ? "uneven routing: the busiest expert decides"
            : independent * 8 < device.ComputeUnits ? "few sequences leave most compute units idle"
            : predicted < 2 * efficiency.Launch.Value ? "fixed times decide"
            : work.Weights.Arithmetic != Formats.Arithmetic.Bf16 && work.Kind == KernelKind.Gemm
                ? "quantising activations is left out"
            : "";
    }
}
