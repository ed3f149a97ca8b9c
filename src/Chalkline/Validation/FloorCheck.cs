using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>
/// Holds measured times against the proved floor: what no implementation on the row's devices can beat, whatever it
/// overlaps and however it routes. Every assumption is the one that makes the floor lowest; <c>docs/floor.md</c> lists
/// them.
/// </summary>
/// <param name="models">Where models are looked up.</param>
/// <param name="hardware">Where machines are looked up.</param>
public sealed class FloorCheck(ModelCatalogue models, HardwareCatalogue hardware)
{
    private readonly CaseMachines _machines = new(hardware);
    private readonly Dictionary<string, Model?> _models = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, string Hardware, Layout Layout, Precision Precision), LeastWork> _work = [];

    /// <summary>Checks rows in their order.</summary>
    public FloorResult Run(IEnumerable<ServingCase> cases)
    {
        ImmutableArray<FloorFinding>.Builder findings = ImmutableArray.CreateBuilder<FloorFinding>();
        ImmutableArray<FloorSkip>.Builder skips = ImmutableArray.CreateBuilder<FloorSkip>();
        int rows = 0;
        foreach (ServingCase row in cases)
        {
            rows++;
            int before = findings.Count;
            string? reason = Check(row, findings);
            if (findings.Count == before)
            {
                skips.Add(new(row, reason ?? "nothing measured that a floor can be held against"));
            }
        }

        return new(rows, findings.ToImmutable(), skips.ToImmutable());
    }

    private string? Check(ServingCase row, ImmutableArray<FloorFinding>.Builder findings)
    {
        if (row.Quality == CaseQuality.Drop)
        {
            return Validator.Dropped;
        }

        if (row.ModelKey.Length == 0)
        {
            return "no published configuration of the model";
        }

        if (FindModel(row.ModelKey) is not { } model)
        {
            return "model not in the catalogue";
        }

        if (_machines.Find(row.Hardware, 1) is not { } one)
        {
            return "hardware not in the catalogue";
        }

        if (CasePrecision.Of(row, model) is not { } precision)
        {
            return "label of a format not known";
        }

        CaseLengths lengths = CaseLengths.Of(row);
        LeastWork whole = Work(row, model, one, Layout.Single, precision);
        PhaseFloor? Phase(CaseLayout? devices)
        {
            if (devices is null)
            {
                return null;
            }

            MachineSystem replica = one with { DomainSize = devices.DevicesPerReplica };
            return devices.Possible(model, replica) is { } layout
                ? new(devices, Work(row, model, replica, layout, precision), whole, lengths)
                : new(devices with { Layout = null }, null, whole, lengths);
        }

        PhaseFloor? prefill = Phase(CaseLayout.Prefilling(row, model));
        PhaseFloor? decode = Phase(CaseLayout.Decoding(row, model));
        foreach (FloorClaim claim in FloorClaims.Of(row, lengths, prefill, decode, new(new(1, null), null, whole, lengths)))
        {
            findings.Add(new(row, claim.Measure, claim.Measured, claim.Least, claim.OfLayout, Judge(row, claim)));
        }

        return prefill is null && decode is null ? "number of devices or workers unknown" : null;
    }

    /// <summary>
    /// The reason why a time may lie under its floor. Speculation shares one reading of weights and cache among several
    /// tokens, but each token that is kept still has its own arithmetic.
    /// </summary>
    private static FloorVerdict Judge(ServingCase row, in FloorClaim claim)
    {
        if (claim.Measured >= claim.Least.Floor)
        {
            return FloorVerdict.Above;
        }

        bool shared = claim.Speculable && claim.Measured >= claim.Least.Arithmetic;
        return (row.Speculation, row.Quality) switch
        {
            (Known.Yes, _) when shared => FloorVerdict.SpeculationOn,
            (Known.Unknown, _) when shared => FloorVerdict.SpeculationUnknown,
            (_, CaseQuality.Weak) when SaysLayout(row.QualityReason) => FloorVerdict.LayoutDoubtful,
            (_, CaseQuality.Weak) => FloorVerdict.RowWeak,
            _ when row.WeightPrecision.Length == 0 => FloorVerdict.PrecisionUnknown,
            _ => FloorVerdict.Unexplained,
        };
    }

    private static bool SaysLayout(string reason)
        => reason.Contains("layout", StringComparison.Ordinal)
            || reason.Contains("attention-DP", StringComparison.Ordinal)
            || reason.Contains("worker", StringComparison.Ordinal)
            || reason.Contains("GPU count", StringComparison.Ordinal);

    private Model? FindModel(string key)
    {
        if (!_models.TryGetValue(key, out Model? model))
        {
            try
            {
                model = models.Find(key);
            }
            catch (ChalkException)
            {
                model = null;
            }

            _models.Add(key, model);
        }

        return model;
    }

    private LeastWork Work(ServingCase row, Model model, MachineSystem system, Layout layout, Precision precision)
    {
        (string, string, Layout, Precision) key = (row.ModelKey, row.Hardware, layout, precision);
        if (!_work.TryGetValue(key, out LeastWork? work))
        {
            work = new(PassModel.Prepare(model, system, layout, precision));
            _work.Add(key, work);
        }

        return work;
    }
}
