using System.Collections.Concurrent;
using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Engines;
using Chalkline.Models;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>Predicts what measured serving rows report, row by row, from nothing but what the row says of its set-up.</summary>
/// <param name="models">Where models are looked up.</param>
/// <param name="hardware">Where machines are looked up.</param>
/// <param name="fidelity">Which model of time.</param>
/// <param name="calibrations">What the calibrated fidelity uses; may be null for the others.</param>
/// <param name="spread">What the intervals of the calibrated fidelity come from; null states none.</param>
public sealed class ServingPredictor(
    ModelCatalogue models, HardwareCatalogue hardware, Fidelity fidelity, CalibrationSet? calibrations = null,
    ServedSpread? spread = null)
    : ICasePredictor
{
    private readonly ConcurrentDictionary<string, Model?> _models = new(StringComparer.Ordinal);
    private readonly CaseSystems _systems = new(hardware);

    /// <inheritdoc />
    public ValidationKind Kind => ValidationKind.Serving;

    /// <inheritdoc />
    public Fidelity Fidelity => fidelity;

    /// <inheritdoc />
    public ImmutableArray<string> Keys => ServedFacts.Keys;

    /// <inheritdoc />
    public ImmutableArray<ScoredRow> Predict(CaseFile file, CancellationToken stop)
        => [.. ServingCases.Of(file.Table).AsParallel().AsOrdered().WithCancellation(stop).Select(Predict)];

    /// <summary>Predicts rows, several at a time, in their order.</summary>
    public ImmutableArray<ScoredRow> Predict(ImmutableArray<ServingCase> cases)
        => [.. cases.AsParallel().AsOrdered().Select(Predict)];

    /// <summary>Whether a static batch without any time, which is no measurement but a question of room, does not fit.</summary>
    private bool OutOfRoom(ServingCase row)
        => row is
        {
            Mode: CaseMode.Offline,
            Concurrency: not null,
            EndToEnd: null, PrefillTime: null, DecodeStepTime: null, OutputRate: null, OutputRatePerDevice: null,
            TimePerOutputToken: null, TimeToFirstToken: null,
        }
        && Predict(row with { Quality = CaseQuality.Ok }).Skipped == Validator.DoesNotFit;

    /// <summary>Predicts one row.</summary>
    public ScoredRow Predict(ServingCase row)
    {
        ScoredRow blank = Blank(row);
        if (row.Quality == CaseQuality.Drop)
        {
            return blank with { Skipped = OutOfRoom(row) ? Validator.DoesNotFit : Validator.Dropped };
        }

        // A row without a key may still name a model that the catalogue knows by that very name.
        if (_models.GetOrAdd(row.ModelKey.Length > 0 ? row.ModelKey : row.ModelName, FindModel) is not { } model)
        {
            return blank with { Skipped = row.ModelKey.Length == 0 ? "no published configuration of the model" : "model not in the catalogue" };
        }

        int devices = Math.Max(CaseLayout.Decoding(row, model)?.DevicesPerReplica ?? 1, CaseLayout.Prefilling(row, model)?.DevicesPerReplica ?? 1);
        if (_systems.Find(row.Hardware, devices) is not { } system)
        {
            return blank with { Skipped = "hardware not in the catalogue" };
        }

        EnginePreset engine = CaseEngine.Of(row) ?? EnginePresets.Compiled;
        if (ServedPrecision.Of(row, model, system.Accelerator, engine) is not { } precision)
        {
            return blank with { Skipped = row.WeightPrecision.Length == 0 ? "precision not stated" : "label of a format not known" };
        }

        try
        {
            DeviceCalibration? calibration = calibrations?.For(system);
            CasePrediction prediction = new(
                row, model, system, precision, engine, fidelity,
                engine.OwnAllReduce ? calibration : calibration?.LibraryCollectives());
            (string? skipped, ImmutableArray<ScoredValue> values, string remark) = prediction.Run();
            ScoredRow scored = blank with
            {
                Skipped = skipped,
                Values = values,
                Remark = remark,
                Facts = prediction.Facts,
                Groups = Groups(prediction.Facts),
            };
            return spread is null ? scored : ServedIntervals.State(scored, spread);
        }
        catch (ChalkException problem)
        {
            bool room = problem.Message.Contains(Validator.DoesNotFit, StringComparison.Ordinal);
            return blank with { Skipped = room ? Validator.DoesNotFit : "layout impossible", Remark = problem.Message };
        }
    }

    /// <summary>What the prediction says of itself, to group by.</summary>
    private static ImmutableSortedDictionary<string, string> Groups(ServedFacts? facts)
        => facts is null ? ImmutableSortedDictionary<string, string>.Empty
            : facts.Words.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static ScoredRow Blank(ServingCase row) => new()
    {
        Line = row.Line,
        Id = row.Id,
        Quality = row.Quality,
        QualityReason = row.QualityReason,
        Groups = ImmutableSortedDictionary<string, string>.Empty,
    };

    /// <summary>A model of the catalogue; null when it has none of that name. The catalogue serves one thread at a time.</summary>
    private Model? FindModel(string key)
    {
        lock (_models)
        {
            try
            {
                return models.Find(key);
            }
            catch (ChalkException)
            {
                return null;
            }
        }
    }
}
