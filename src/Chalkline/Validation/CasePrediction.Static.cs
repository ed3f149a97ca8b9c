using Chalkline.Engines;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <content>Static batches.</content>
internal sealed partial class CasePrediction
{
    /// <summary>A static batch; whether it fits is part of the answer.</summary>
    private string? Static()
    {
        if (Layout(CaseLayout.Decoding(row, model)) is not { } layout)
        {
            return "layout not stated";
        }

        double output = Math.Max(1, row.Output ?? 1);
        double batch = row.Concurrency!.Value / layout.Replicas;
        PassModel pass = Prepare(layout);
        StaticBatch run = new(pass, engine, fidelity, batch, new(row.Input!.Value), new(output));
        bool measured = row.EndToEnd is not null || row.PrefillTime is not null || row.DecodeStepTime is not null;
        if (!measured && !run.Fits)
        {
            return Validator.DoesNotFit;
        }

        _remark = row.Backend.Length > 0 && EnginePresets.OfBackend(row.Backend) is null
            ? "no model of this engine: timed as TensorRT-LLM"
            : "";
        Seconds floor = Floor(pass, out Seconds step);
        Add("prefill_ms", row.PrefillTime, run.Prefill.Value * Milli, floor.Value * Milli);
        Add("decode_ms_per_step", row.DecodeStepTime, run.DecodeStep.Value * Milli, step.Value * Milli);
        Seconds least = floor + ((output - 1) * step);
        Add("e2e_ms", row.EndToEnd, run.Total.Value * Milli, least.Value * Milli);
        Utilisation(layout.Devices, row.Concurrency.Value * (row.Input.Value + output), run.Total, least);
        State(ServedMode.Static, pass, pass, batch, overCapacity: false);
        return null;
    }
}
