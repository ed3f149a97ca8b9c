using Chalkline.Derivations;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Workloads;
using S = Chalkline.Economics.CostSheets.CostSymbols;

namespace Chalkline.Economics.CostSheets;

/// <summary>What the step model says of other batches and other lengths on the layout of an operating point.</summary>
/// <remarks>
/// Costs are relative to those of the point: a phase that takes twice the device time for a token costs twice as much,
/// so
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
    private readonly Seconds _normalPrefill;

    public PhaseCosts(CostSheetRequest request, PlanRequest plan, ServingPoint point)
    {
        _request = request;
        _plan = plan;
        _point = point;
        _decode = PreparedLayout.Prepare(plan.WithCopies(point.RedundantExperts), point.Decode with { Replicas = 1 });
        _prefill = point.Prefill is { } apart
            ? PreparedLayout.Prepare(plan.WithCopies(point.PrefillRedundantExperts), apart with { Replicas = 1 })
            : _decode;
        _normal = Serving(_decode, plan.Workload);
        _normalPrefill = PrefillOf(plan.Workload.Input, plan.Workload.Prefix);
    }

    /// <summary>Share of the dense peak that decoding uses at the point.</summary>
    public double DecodeUtilisation => Utilisation(
        _point.BatchPerReplica, Step(_point.BatchPerReplica), _point.Decode.DevicesPerReplica);

    /// <summary>Share of the dense peak that prefill uses: parameters of a token, attention left out.</summary>
    public double PrefillUtilisation => Utilisation(
        _plan.Workload.Input.Value, PrefillOf(_plan.Workload.Input, default), (
            _point.Prefill ?? _point.Decode).DevicesPerReplica);

    /// <summary>
    /// Cost of a token of the usual prompt when no cache holds any, never idle: the point is that of the traffic, of
    /// whose prompts a share is not computed.
    /// </summary>
    public UsdPerToken PlainInput<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("an input token when no cache holds any");
        Seconds prefillTime = work.Given(S.PrefillTime, PrefillOf(_plan.Workload.Input, default), name: "prefillTime");
        Seconds normalPrefill = work.Given(S.NormalPrefill, _normalPrefill, name: "normalPrefill");
        UsdPerToken normalInput = work.Given(S.NormalInput, _point.InputCost!.Value, name: "normalInput");
        UsdPerToken plain = work.Step(S.Busy, prefillTime / normalPrefill * normalInput);
        work.Close();
        return plain;
    }

    /// <summary>Time of a decode step of a replica at a batch, at the normal context.</summary>
    public Seconds Step(double batch) => Step(_normal, batch);

    /// <summary>Costs of the lengths that fit.</summary>
    public IEnumerable<LengthCost> Lengths()
    {
        foreach (Tokens length in _request.Lengths.Where(Fits))
        {
            Quiet quiet = default;
            yield return Length(length, ref quiet);
        }
    }

    /// <summary>Costs of one length, with the work shown.</summary>
    public LengthCost Length<TWork>(Tokens length, ref TWork work)
        where TWork : struct, IWork
    {
        ServingModel model = Serving(_decode, _plan.Workload with { Input = length, Prefix = default });
        Tokens cached = CachedOf(length, _request.HitRate);
        work.Open($"a prompt of {length} and its answer, {cached} of it cached at most");
        double utilisation = work.Given(S.Utilisation, _request.Utilisation, name: "utilisation");
        Seconds prefillTime = work.Given(S.PrefillTime, PrefillOf(length, default), name: "prefillTime");
        Seconds normalPrefill = work.Given(S.NormalPrefill, _normalPrefill, name: "normalPrefill");
        Seconds restTime = work.Given(S.RestTime, PrefillOf(length, cached), name: "restTime");
        Tokens normalTokens = work.Given(S.NormalTokens, _plan.Workload.Input, name: "normalTokens");
        Tokens promptTokens = work.Given(S.PromptTokens, length, name: "promptTokens");
        Tokens restTokens = work.Given(S.RestTokens, length - cached, name: "restTokens");
        UsdPerToken normalInput = work.Given(S.NormalInput, _point.InputCost!.Value, name: "normalInput");
        UsdPerToken lengthInput = work.Step(
            S.LengthInput, prefillTime / normalPrefill * (normalTokens / promptTokens) / utilisation * normalInput);
        UsdPerToken lengthRest = work.Step(
            S.LengthRest, restTime / normalPrefill * (normalTokens / restTokens) / utilisation * normalInput);
        double batch = work.Given(S.Batch, Math.Min(_point.BatchPerReplica, model.LargestBatch), name: "batch");
        double normalBatch = work.Given(S.NormalBatch, _point.BatchPerReplica, name: "normalBatch");
        Seconds stepTime = work.Given(S.StepTime, Step(model, batch), name: "stepTime");
        Seconds normalStep = work.Given(S.NormalStep, Step(normalBatch), name: "normalStep");
        UsdPerToken normalOutput = work.Given(S.NormalOutput, _point.OutputCost!.Value, name: "normalOutput");
        UsdPerToken lengthOutput = work.Step(
            S.LengthOutput, stepTime / normalStep * (normalBatch / batch) / utilisation * normalOutput);
        work.Close();
        return new(length, lengthInput, lengthRest, lengthOutput, batch);
    }

    /// <summary>Tokens of a prompt that a cache holds: whole ones.</summary>
    public static Tokens CachedOf(Tokens length, double hitRate) => new(Math.Floor(hitRate * length.Value));

    /// <summary>The shortest length asked for that does not fit; null when all fit.</summary>
    public Tokens? TooLong()
    {
        Tokens[] beyond = [.. _request.Lengths.Where(length => !Fits(length))];
        return beyond.Length > 0 ? beyond[0] : null;
    }

    /// <summary>
    /// Costs by batch on the layout of the point, up to what memory holds, that of the point among them.
    /// </summary>
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

    private bool Fits(Tokens length)
        => new Footprint(_decode).LargestBatch(length + _plan.Workload.Output) >= _decode.Layout.AttentionParallel
        && new Footprint(_prefill).LargestBatch(length) >= 1;

    private Seconds PrefillOf(Tokens length, Tokens cached)
        => Serving(_prefill, _plan.Workload with { Input = length, Prefix = cached }).PrefillShare;

    private ServingModel Serving(PassModel pass, Workload workload)
        => new(pass, workload, _plan.Fidelity) { HidesExchange = _plan.Splits };

    /// <summary>With as many micro-batches as at the point, or one for each stage where that is sooner.</summary>
    private Seconds Step(ServingModel model, double batch)
        => Quantity.Min(model.Decode(batch).Time, model.Decode(batch, _point.MicroBatches).Time);

    private double Utilisation(double tokens, Seconds time, int devices)
    {
        double flop = 2 * ParameterCount.Count(_plan.Model).Active.Value * tokens;
        return flop / (
            devices * _plan.System.Accelerator.Peak(_plan.Precision.Activations.Arithmetic).Value * time.Value);
    }
}
