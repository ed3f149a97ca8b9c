using System.Collections.Concurrent;
using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Validation;

/// <summary>
/// Predicts operating points of aggregated serving from the decode step and the prefill of newcomers alone: no
/// scheduler, no host, no queue beyond the seats that memory has.
/// </summary>
/// <param name="models">Where models are looked up.</param>
/// <param name="hardware">Where machines are looked up.</param>
/// <param name="fidelity"><c>chalk</c> or <c>operator</c>.</param>
public sealed class ServingStepPredictor(ModelCatalogue models, HardwareCatalogue hardware, PredictionFidelity fidelity)
    : ICasePredictor
{
    private const double Milli = 1e3;

    private readonly CaseSystems _systems = new(hardware);
    private readonly ConcurrentDictionary<string, Model?> _models = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string, string, int, Layout, Precision), PassModel> _passes = new();

    /// <inheritdoc />
    public ValidationKind Kind => ValidationKind.Serving;

    /// <inheritdoc />
    public PredictionFidelity Fidelity => fidelity;

    /// <inheritdoc />
    public ImmutableArray<ScoredRow> Predict(string file, CancellationToken stop)
        => [.. ServingCases.Read(file).AsParallel().AsOrdered().WithCancellation(stop).Select(Predict)];

    private ScoredRow Predict(ServingCase row)
    {
        ScoredRow scored = new()
        {
            Line = row.Line,
            Id = row.Id,
            Quality = row.Quality,
            QualityReason = row.QualityReason,
            Groups = ImmutableSortedDictionary<string, string>.Empty,
            Remark = row.Speculation == Known.Unknown ? "speculation not recorded" : "",
        };
        (string? reason, ImmutableArray<ScoredValue> values, bool full) = Values(row);
        return scored with
        {
            Skipped = reason,
            Values = values,
            Remark = full ? "more in flight than memory has seats" : scored.Remark,
        };
    }

    private (string? Reason, ImmutableArray<ScoredValue> Values, bool Full) Values(ServingCase row)
    {
        if (row.Mode != CaseMode.Aggregated)
        {
            return ("serving mode without a prediction yet", [], false);
        }

        if (row is not { Input: { } input, Output: { } output, Concurrency: { } concurrency })
        {
            return ("isl, osl or concurrency not stated", [], false);
        }

        if (row.ModelKey.Length == 0 || _models.GetOrAdd(row.ModelKey, FindModel) is not { } model)
        {
            return ("model not in the catalogue", [], false);
        }

        if (CaseLayout.Decoding(row, model) is not { Layout: not null } devices)
        {
            return ("layout not stated", [], false);
        }

        if (_systems.Find(row.Hardware, devices.DevicesPerReplica) is not { } machine)
        {
            return ("hardware not in the catalogue", [], false);
        }

        string cached = row.KeyValuePrecision.Length > 0 ? row.KeyValuePrecision : NumberFormat.Bf16.Name;
        if (Format(row.WeightPrecision) is not { } weights || Format(cached) is not { } cache)
        {
            return ("format of weights or cache not stated or not known", [], false);
        }

        if (devices.Possible(model, machine) is not { } one)
        {
            return ("layout that the model or the machine does not allow", [], false);
        }

        Precision precision = Precision.Uniform(weights, cache);
        PassModel pass = _passes.GetOrAdd(
            (row.ModelKey, machine.Id, machine.Devices, one, precision), _ => PassModel.Prepare(model, machine, one, precision));
        CaseLengths lengths = CaseLengths.Of(row);
        Workload workload = new(new(Math.Max(1, Math.Round(lengths.Input))), new(Math.Round(lengths.Output)), new(Math.Min(row.Prefix ?? 0, input - 1)));
        ServingModel serving = new(pass, workload, fidelity == PredictionFidelity.Chalk ? Serving.Fidelity.Chalk : Serving.Fidelity.Operator);
        if (serving.LargestBatch < 1)
        {
            return ("does not fit in memory", [], false);
        }

        double asking = concurrency / devices.Replicas;
        double batch = Math.Min(Math.Max(1, asking), serving.LargestBatch);
        Derivations.Quiet quiet = default;
        AggregatedTime time = serving.Aggregated(batch, serving.Parts, ref quiet);
        return (null, [.. Of(row, serving, time)], asking > serving.LargestBatch);
    }

    private static IEnumerable<ScoredValue> Of(ServingCase row, ServingModel serving, AggregatedTime time)
    {
        if (row.TimePerOutputToken is { } tpot)
        {
            yield return Time("tpot_ms", tpot, time.TimePerOutputToken.Value, time.Step.Floor.Value);
        }

        if (row.TimeToFirstToken is { } ttft)
        {
            double floor = serving.Prefill(1).Floor.Value;
            yield return Time("ttft_ms", ttft, time.TimeToFirstToken.Value, floor);
        }
    }

    private static ScoredValue Time(string metric, double measured, double predicted, double floor)
        => new(metric, measured, predicted * Milli, double.NaN, double.NaN, floor * Milli, false);

    private static NumberFormat? Format(string label) => NumberFormat.All.FirstOrDefault(format => format.Name == label);

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
