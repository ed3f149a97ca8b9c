using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Serving;
using Chalkline.Training;

namespace Chalkline.Validation;

/// <summary>
/// Predicts measured training steps: their time, their utilisation, the memory they peak at, and whether they fit.
/// </summary>
/// <param name="hardware">Where machines are looked up.</param>
public sealed class TrainingPredictor(HardwareCatalogue hardware) : ICasePredictor
{
    private const double Gibi = 1024.0 * 1024 * 1024;

    private readonly TrainingMachines _machines = new(hardware);

    /// <inheritdoc />
    public ValidationKind Kind => ValidationKind.Training;

    /// <inheritdoc />
    public Fidelity Fidelity => Fidelity.Calibrated;

    /// <inheritdoc />
    public ImmutableArray<ScoredRow> Predict(CaseFile file, CancellationToken stop)
        => Predict(TrainingCases.Of(file.Table), stop);

    /// <summary>Predicts rows that are read already.</summary>
    internal ImmutableArray<ScoredRow> Predict(ImmutableArray<TrainingCase> rows, CancellationToken stop)
    {
        ImmutableArray<ScoredRow>.Builder scored = ImmutableArray.CreateBuilder<ScoredRow>(rows.Length);
        foreach (TrainingCase row in rows)
        {
            stop.ThrowIfCancellationRequested();
            scored.Add(Predict(row));
        }

        return scored.ToImmutable();
    }

    private ScoredRow Predict(TrainingCase row)
    {
        ScoredRow scored = new()
        {
            Line = row.Line,
            Id = row.Id,
            Quality = row.Quality,
            QualityReason = row.QualityReason,
            Groups = ImmutableSortedDictionary<string, string>.Empty,
        };
        if (row.Job is not { } job)
        {
            return scored with { Skipped = row.Unusable };
        }

        if (_machines.Find(row) is not { } machine)
        {
            return scored with { Skipped = "hardware not in the catalogue" };
        }

        StepMemory memory = MemoryModel.Of(job);
        bool fits = MemoryModel.Fits(memory, machine);
        if (row.OutOfMemory)
        {
            return scored with { Skipped = fits ? "ran out of memory, predicted to fit" : Validator.DoesNotFit };
        }

        StepTime time = StepModel.Time(job, machine, TrainingConstants.Fitted);
        ImmutableArray<ScoredValue> values = Values(row, job, machine, time.Total, memory.Total / Gibi);
        return scored with
        {
            Values = values,
            Skipped = values.IsEmpty ? "nothing measured that is predicted" : null,
            Remark = Remark(row, time, fits),
        };
    }

    private static ImmutableArray<ScoredValue> Values(
        TrainingCase row, TrainingJob job, TrainingMachine machine, double seconds, double memory)
    {
        double floor = TrainingFloor.Time(job, machine);
        double predicted = Math.Max(seconds, floor);
        (double faster, double slower) = TrainingSpread.Time(job, machine);
        ImmutableArray<ScoredValue>.Builder values = ImmutableArray.CreateBuilder<ScoredValue>();
        if (row.Iteration is { } iteration)
        {
            double low = Math.Max(predicted * faster, floor);
            values.Add(new("iteration_s", iteration, predicted, low, predicted * slower, floor, false));
        }

        // A rate is work over time: its ends are those of the time, the other way round.
        double tokens = job.StepTokens / job.Layout.Devices;
        double flop = job.Shape.ModelFlopPerToken(job.Sequence, row.Causal, job.Frozen);
        Rate("tokens_s_per_gpu", row.TokensPerDevice, tokens);
        Rate("mfu_pct", row.Utilisation, 100 * tokens * flop / machine.Peak(job.Arithmetic));
        if (row.PeakMemory is { } peak)
        {
            double least = TrainingFloor.Memory(job) / Gibi;
            double held = Math.Max(memory, least);
            (double low, double high) = TrainingSpread.Memory;
            values.Add(new("peak_mem_gib", peak, held, Math.Max(held * low, least), held * high, least, false));
        }

        return values.ToImmutable();

        void Rate(string metric, double? measured, double work)
        {
            if (measured is { } value)
            {
                values.Add(new(
                    metric, value, work / predicted, work / (predicted * slower),
                    work / Math.Max(predicted * faster, floor), work / floor, true));
            }
        }
    }

    /// <summary>What most likely explains an error: what is missing in the row, or what takes the time.</summary>
    private static string Remark(TrainingCase row, StepTime time, bool fits)
        => row.Assumed.Length > 0 ? $"assumed, not stated: {row.Assumed}"
            : !fits ? "predicted not to fit: recompute, offload or sharding may not be stated"
            : time.Tensor > 0.4 * time.Total ? "collectives inside layers decide"
            : time.Bubble > 0.3 * time.Total ? "the pipeline's bubble decides"
            : time.Data > 0.3 * time.Total ? "traffic of gradients and weights decides"
            : "";
}
