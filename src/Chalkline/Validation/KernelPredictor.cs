using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Hardware;
using Chalkline.Operators;

namespace Chalkline.Validation;

/// <summary>Predicts measured kernels by a roofline that is fitted to nothing.</summary>
/// <param name="hardware">Where devices are looked up.</param>
/// <param name="fidelity"><c>chalk</c> for ideal rates, <c>operator</c> for the stated efficiencies.</param>
public sealed class KernelPredictor(HardwareCatalogue hardware, PredictionFidelity fidelity) : ICasePredictor
{
    private const double Micro = 1e6;

    private readonly CaseSystems _systems = new(hardware);
    private readonly Dictionary<MachineSystem, KernelDevice> _devices = new(ReferenceEqualityComparer.Instance);

    /// <inheritdoc />
    public ValidationKind Kind => ValidationKind.Kernels;

    /// <inheritdoc />
    public PredictionFidelity Fidelity => fidelity;

    /// <inheritdoc />
    public ImmutableArray<ScoredRow> Predict(string file, CancellationToken stop)
        => [.. KernelCases.Read(file).Select(Predict)];

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

        if (!_devices.TryGetValue(system, out KernelDevice? device))
        {
            device = new(system);
            _devices.Add(system, device);
        }

        Efficiency efficiency = fidelity == PredictionFidelity.Chalk ? Efficiency.Ideal : Efficiency.Stated;
        double predicted = KernelRoofline.Time(work, device, efficiency);
        double floor = KernelFamilies.Of(work) is { } family
            ? family.Floor(work, device)
            : KernelRoofline.Time(work, device, Efficiency.Ideal);

        // A family's proof may count more than the roofline does; what is proved is predicted at least.
        return double.IsFinite(predicted)
            ? scored with
            {
                Remark = Remark(work, device, predicted, efficiency),
                Values = [new("time_us", time * Micro, Math.Max(predicted, floor) * Micro, double.NaN, double.NaN, floor * Micro, false)],
            }
            : scored with { Skipped = "no rate for the format in the datasheet of the device" };
    }

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
            : work.Weights.Arithmetic != Formats.Arithmetic.Bf16 && work.Kind == KernelKind.Gemm ? "quantising activations is left out"
            : "";
    }
}
