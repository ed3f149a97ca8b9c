using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Economics.CostSheets;

/// <summary>What the step model says of other batches and other lengths on the layout of an operating point.</summary>
/// <remarks>
/// Costs are relative to those of the point: a phase that takes twice the device time for a token costs twice as much, so
/// that devices that are paid for and wait, as between pools of unequal pace, stay charged.
/// </remarks>
internal sealed class PhaseCosts
{
    private const double FewestShown = 1;

    private const int BatchesPerDoubling = 2;

    private readonly CostSheetRequest _request;
    private readonly PlanRequest _plan;
    private readonly ServingPoint _point;
    private readonly PassModel _decode;
    private readonly PassModel _prefill;
    private readonly ServingModel _normal;

    public PhaseCosts(CostSheetRequest request, PlanRequest plan, ServingPoint point)
    {
        _request = request;
        _plan = plan;
        _point = point;
        _decode = PreparedLayout.Prepare(plan, point.Decode with { Replicas = 1 });
        _prefill = point.Prefill is { } apart ? PreparedLayout.Prepare(plan, apart with { Replicas = 1 }) : _decode;
        _normal = new(_decode, plan.Workload, plan.Fidelity);
        PassModel whole = PassModel.Prepare(plan.Model, plan.System, Layout.Single, plan.Precision, Efficiency.Ideal);
        KeyValue = new Footprint(whole).KeyValue(plan.Workload.Input) / plan.Workload.Input;
    }

    /// <summary>KV cache that a token of a prompt leaves, of all devices, each byte once.</summary>
    public BytesPerToken KeyValue { get; }

    /// <summary>Share of the dense peak that decoding uses at the point.</summary>
    public double DecodeUtilisation => Utilisation(
        _point.BatchPerReplica, _normal.Decode(_point.BatchPerReplica).Time, _point.Decode.DevicesPerReplica);

    /// <summary>Share of the dense peak that prefill uses: parameters of a token, attention left out.</summary>
    public double PrefillUtilisation => Utilisation(
        _plan.Workload.Input.Value, PrefillOf(_plan.Workload.Input), (_point.Prefill ?? _point.Decode).DevicesPerReplica);

    /// <summary>Time of a decode step of a replica at a batch, at the normal context.</summary>
    public Seconds Step(double batch) => _normal.Decode(batch).Time;

    /// <summary>Costs of the lengths that fit.</summary>
    public IEnumerable<LengthCost> Lengths()
    {
        foreach (Tokens length in _request.Lengths.Where(Fits))
        {
            Workload workload = _plan.Workload with { Input = length };
            ServingModel model = new(_decode, workload, _plan.Fidelity);
            double batch = Math.Min(_point.BatchPerReplica, model.LargestBatch);
            double output = model.Decode(batch).Time.Value / batch / (Step(_point.BatchPerReplica).Value / _point.BatchPerReplica);
            double input = PrefillOf(length).Value / length.Value
                / (PrefillOf(_plan.Workload.Input).Value / _plan.Workload.Input.Value);
            yield return new(
                length,
                input / _request.Utilisation * _point.InputCost!.Value,
                output / _request.Utilisation * _point.OutputCost!.Value,
                batch);
        }
    }

    /// <summary>The shortest length asked for that does not fit; null when all fit.</summary>
    public Tokens? TooLong()
    {
        Tokens[] beyond = [.. _request.Lengths.Where(length => !Fits(length))];
        return beyond.Length > 0 ? beyond[0] : null;
    }

    /// <summary>Costs by batch on the layout of the point, up to what memory holds, that of the point among them.</summary>
    public IEnumerable<BatchCost> Batches()
    {
        double most = Math.Min(_normal.LargestBatch, 65536);
        SortedSet<double> batches = [_point.BatchPerReplica];
        for (double step = 0; FewestShown * Math.Pow(2, step / BatchesPerDoubling) <= most; step++)
        {
            batches.Add(Math.Round(FewestShown * Math.Pow(2, step / BatchesPerDoubling)));
        }

        double normal = Step(_point.BatchPerReplica).Value / _point.BatchPerReplica;
        return batches.Select(batch => new BatchCost(
            batch,
            Step(batch).Value / batch / normal / _request.Utilisation * _point.OutputCost!.Value,
            Step(batch)));
    }

    private bool Fits(Tokens length) => new Footprint(_decode).LargestBatch(length + _plan.Workload.Output) >= _decode.Layout.AttentionParallel
        && new Footprint(_prefill).LargestBatch(length) >= 1;

    private Seconds PrefillOf(Tokens length)
        => new ServingModel(_prefill, _plan.Workload with { Input = length }, _plan.Fidelity).PrefillShare;

    private double Utilisation(double tokens, Seconds time, int devices)
    {
        double flop = 2 * ParameterCount.Count(_plan.Model).Active.Value * tokens;
        return flop / (devices * _plan.System.Accelerator.Peak(_plan.Precision.Activations.Arithmetic).Value * time.Value);
    }
}
