using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Engines;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Validation;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk explain</c>: the time of one step as a stack of operators.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        Command command = new(
            "explain",
            "The time of one step as a stack of operators: how long each takes, what holds it up (compute, memory, network,\n"
                + "latency, host), how near it is to its floor, and its 80 % interval.\n\n"
                + "Example: chalk explain llama-3.1-70b --on h100x8 --batch 64 --context 4k --tp 8 --out explain.html");
        ModelOptions model = new();
        OutputOptions output = new(charts: true);
        Option<string?> phase = Inputs.Text("--phase", "NAME", "decode: a token for every sequence; prefill: whole prompts. Default: decode.");
        Option<string?> batch = Inputs.Text("--batch", "COUNT", "Sequences of the step. Default: 64 in decode, 1 in prefill.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens each sequence holds, or tokens of a prompt. Default: 4096.");
        Option<string?> prefix = Inputs.Text("--prefix", "TOKENS", "Tokens of a prompt that are in the KV cache already. Default: 0.");
        LayoutOptions layout = new();
        RoutingOptions routing = new();
        Option<string?> engine = Inputs.Text(
            "--engine", "NAME", "Whose time on the host to add: vllm, sglang, trtllm or none. Default: none.");
        Option<string?> fidelity = Inputs.Text(
            "--fidelity", "NAME", "operator: stated efficiencies; calibrated: every kernel by its fitted equation. Default: calibrated.");
        CalibrationOption calibration = new();
        model.AddTo(command);
        foreach (Option option in new Option[] { phase, batch, context, prefix })
        {
            command.Options.Add(option);
        }

        layout.AddTo(command);
        routing.AddTo(command);
        command.Options.Add(engine);
        command.Options.Add(fidelity);
        calibration.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelInputs inputs = model.Read(parsed);
            bool prompts = ReadPhase(parsed.GetValue(phase));
            (Fidelity chosen, CalibrationSet? set) = calibration.ReadFidelity(parsed, fidelity, inputs.System.Accelerator.Id);
            inputs = routing.Apply(parsed, inputs, chosen);
            double sequences = Inputs.Count(parsed, batch, "sequences") ?? (prompts ? 1 : 64);
            Tokens held = Inputs.Length(parsed, context) ?? new Tokens(4096);
            Tokens cached = Inputs.QuantityOrZero<Tokens>(parsed, prefix);
            if (cached > Tokens.Zero && !prompts)
            {
                throw new ChalkException($"--prefix {cached}: only a prompt has one; add --phase prefill.");
            }

            if (prompts && cached >= held)
            {
                throw new ChalkException($"--prefix {cached}: leaves nothing of a prompt of {held}; it must be shorter.");
            }

            DeviceCalibration? device = set?.For(inputs.System);
            PassModel pass = layout.Read(parsed, inputs.Model) is { } wanted
                ? Named(inputs, wanted, sequences, held, device)
                : SmallestLayout.Find(inputs.Model, inputs.System, inputs.Precision, sequences, held, device);
            EnginePreset? preset = parsed.GetValue(engine) is { } name and not "none" ? EnginePresets.Find(name) : null;
            Seconds host = preset is null ? Seconds.Zero : preset.HostPerStep + (sequences * preset.HostPerSequence);
            StepStack stack = prompts
                ? StepStack.Prefill(pass, sequences, held, cached, chosen, host)
                : StepStack.Decode(pass, sequences, held, chosen, host);
            Derivation? work = output.ShowWork(parsed) ? Work(pass, sequences, held, cached, prompts, chosen) : null;
            return ExplainReport.Of(new(inputs, pass, stack, prompts, sequences, held, cached, chosen, preset,
                preset is null || device is null ? null : Intervals(pass, device, prompts, sequences, held, cached, host)), work);
        });
        return command;
    }

    private static PassModel Named(
        ModelInputs inputs, Layout layout, double sequences, Tokens held, DeviceCalibration? calibration)
    {
        PassModel pass = PassModel.Prepare(inputs.Model, inputs.System, layout, inputs.Precision, null, calibration);
        return SmallestLayout.Overflow(pass, sequences, held) is not { } overflow
            ? pass
            : throw new ChalkException(
                $"{inputs.Model.Name} with {sequences:N0} sequences of {held} does not fit {inputs.System.Id}: {overflow}; "
                + "spread it wider, or ask for fewer sequences or a narrower format.");
    }

    /// <summary>Intervals of a server below saturation that runs such steps.</summary>
    private static FigureIntervals Intervals(
        PassModel pass, DeviceCalibration device, bool prompts, double sequences, Tokens held, Tokens cached, Seconds host)
        => new(ServedIntervals.Open(DataFolder.Default), ServedFacts.Of(
            ServedMode.Aggregated, pass, pass, device, new(
                prompts ? 1 : sequences, held, cached, Tokens.Zero, host, OverCapacity: false)));

    private static bool ReadPhase(string? text) => text?.ToLowerInvariant() switch
    {
        null or "decode" => false,
        "prefill" => true,
        _ => throw new ChalkException($"--phase {text} is not known; choose decode or prefill."),
    };

    private static Derivation Work(
        PassModel pass, double sequences, Tokens held, Tokens cached, bool prompts, Fidelity fidelity)
    {
        Derivation derivation = new();
        Shown shown = new(derivation);
        StepStack.Show(pass, sequences, held, cached, prompts, fidelity, ref shown);
        return derivation;
    }
}
