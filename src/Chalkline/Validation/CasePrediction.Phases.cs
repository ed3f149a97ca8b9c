using Chalkline.Engines;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>Rows of prefill workers alone and of decode workers alone.</summary>
internal sealed partial class CasePrediction
{
    /// <summary>The engine of the service of DeepSeek, whose published profile runs two half batches throughout.</summary>
    private const string TwoBatchBackend = "deepseek_internal";

    private bool TwoBatches => row.Backend == TwoBatchBackend || CaseNotes.TwoBatches(row.Notes);

    /// <summary>Prompts and nothing else: a worker that is always full, or a batch that goes at once.</summary>
    private string? PrefillAlone()
    {
        if (PhaseLayout() is not { } layout)
        {
            return "layout not stated";
        }

        if (row.InputRatePerDevice is null && row.PrefillTime is null)
        {
            return "nothing measured that is predicted";
        }

        PassModel pass = PrepareFilled(layout);
        PhaseRun run = new(pass, Started(engine), fidelity);
        Tokens input = new(row.Input!.Value);
        Tokens prefix = new(Math.Min(row.Prefix ?? 0, input.Value - 1));
        double groups = pass.Layout.AttentionParallel;
        if (row.PrefillTime is not null && row.Concurrency is { } batch)
        {
            Seconds step = run.PrefillStep(Math.Max(1, batch / groups), input - prefix, prefix);
            Seconds floor = Floor(pass, out _);
            Add("prefill_ms", row.PrefillTime, step.Value * Milli, floor.Value * Milli);
            Utilisation(layout.Devices, batch * (input - prefix).Value, step, floor);
        }

        double tokens = CaseNotes.TokensPerDevice(row.Notes) * pass.Layout.TensorParallel ?? engine.PrefillTokens;
        double rate = run.PrefillRate(tokens, input, prefix).Value / layout.DevicesPerReplica;
        Add("input_tok_s_per_gpu", row.InputRatePerDevice, rate, double.PositiveInfinity, larger: true);
        State(ServedMode.Phase, pass, pass, row.Concurrency ?? groups, overCapacity: false);
        return null;
    }

    /// <summary>
    /// A batch that stays. Where the row states the speed of a stream and no batch, the batch is the one that gives it.
    /// </summary>
    private string? DecodeAlone()
    {
        if (PhaseLayout() is not { } layout)
        {
            return "layout not stated";
        }

        if (row.Speculation == Known.Yes)
        {
            return "speculation without its acceptance";
        }

        PassModel pass = PrepareFilled(layout);
        PhaseRun run = new(pass, Started(engine), fidelity);
        Tokens context = new(row.Input!.Value + (Math.Max(1, row.Output ?? 1) / 2));
        double? asked = row.TimePerOutputToken / Milli;
        double? batch = row.Concurrency
            ?? (asked is { } each && row.OutputRatePerDevice is not null ? run.SequencesWithin(new(each), context) : null);
        if (batch is not { } sequences)
        {
            return "batch not stated";
        }

        Seconds step = run.DecodeStep(sequences, context);
        _ = Floor(pass, out Seconds least);
        if (row.Concurrency is not null)
        {
            Add("tpot_ms", row.TimePerOutputToken, step.Value * Milli, least.Value * Milli);
            Add("decode_ms_per_step", row.DecodeStepTime, step.Value * Milli, least.Value * Milli);
            Utilisation(layout.Devices, sequences, step, least);
        }

        double rate = sequences / step.Value / layout.DevicesPerReplica;
        Add("output_tok_s_per_gpu", row.OutputRatePerDevice, rate, double.PositiveInfinity, larger: true);
        State(ServedMode.Phase, pass, pass, sequences, overCapacity: false);
        return null;
    }

    /// <summary>
    /// The layout of the one worker. Experts over all devices, and no degree of attention, mean that attention is
    /// data-parallel over all of them: that is what expert parallelism of this width is for.
    /// </summary>
    private Layout? PhaseLayout()
    {
        if (CaseLayout.InWords(row) is { } stated)
        {
            return stated;
        }

        WorkerLayout worker = row.Worker;
        int? tensor = worker.TensorParallel;
        int? groups = worker.AttentionParallel;
        if (row.Devices is not { } devices || worker.PipelineStages is > 1)
        {
            return null;
        }

        if (tensor is null && groups is null && worker.ExpertParallel == devices)
        {
            (tensor, groups) = (1, devices);
        }

        tensor ??= groups is { } known && devices % known == 0 ? devices / known : null;
        return tensor is { } shards && devices % shards == 0 && (groups ?? 1) * shards == devices
            ? new(shards, 1, groups ?? 1, worker.ExpertParallel ?? ((groups ?? 1) > 1 ? devices : 1), 1)
            : null;
    }

    /// <summary>
    /// MFU in percent: 2 FLOP for each parameter that a token is multiplied with, as the model has them, over what the
    /// devices could do at the peak of the arithmetic in use. Attention and padding do not count; the LM head counts for
    /// every token, also of a prompt, whose last one alone needs it, so that 100 % is no bound but the least time is.
    /// </summary>
    private void Utilisation(int devices, double tokens, Seconds time, Seconds least)
    {
        double flop = 2 * ParameterCount.Count(model).Active.Value * tokens;
        double peak = devices * system.Accelerator.Peak(precision.Activations.Arithmetic).Value;
        Add("mfu_pct", row.Utilisation, 100 * flop / peak / time.Value, 100 * flop / peak / least.Value, larger: true);
    }

    private PassModel PrepareFilled(Layout layout) => PassModel.Prepare(
        RedundantExperts.Fill(model, layout.ExpertParallel), system, layout, precision, null, calibration);
}
