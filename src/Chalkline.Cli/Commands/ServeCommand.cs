using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Engines;
using Chalkline.Layouts;
using Chalkline.Serving;
using Chalkline.Validation;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk serve</c>: what a serving engine does under steady traffic.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        Command command = new(
            "serve",
            "A serving engine under steady traffic, replayed step by step: TTFT, TPOT, ITL, E2E, throughput, running batch, queue,\n"
                + "KV use, MFU, MBU, network, load over capacity, each with its meaning; and the curve over concurrency.\n\n"
                + "Example: chalk serve llama-3.1-70b --on h100x8 --engine vllm --tp 8 --concurrency 64 --out serve.html");
        ModelOptions model = new();
        OutputOptions output = new(charts: true);
        Option<string?> engine = Inputs.Text("--engine", "NAME", "The engine: vllm, sglang or trtllm. Default: vllm.");
        TrafficOptions traffic = new();
        LayoutOptions layout = new();
        Option<string?> replicas = Inputs.Text("--replicas", "COUNT", "Copies of that layout that share the traffic. Default: 1.");
        PoolOptions pools = new();
        SpeculationOptions speculation = new();
        RoutingOptions routing = new();
        Option<bool> overlap = new("--two-batch-overlap")
        {
            Description = "Run each step as two half batches, one computing while the other's tokens travel between experts.",
        };
        Option<string?> curve = Inputs.Text(
            "--curve", "COUNTS", "Concurrencies of the curve, for example 1,8,64. Default: powers of two up to the seats.");
        Option<string?> fidelity = Inputs.Text(
            "--fidelity", "NAME", "operator: stated efficiencies; calibrated: every kernel by its fitted equation. Default: calibrated.");
        CalibrationOption calibration = new();
        model.AddTo(command);
        command.Options.Add(engine);
        traffic.AddTo(command);
        layout.AddTo(command);
        command.Options.Add(replicas);
        pools.AddTo(command);
        speculation.AddTo(command);
        routing.AddTo(command);
        command.Options.Add(overlap);
        command.Options.Add(curve);
        command.Options.Add(fidelity);
        calibration.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelInputs inputs = model.Read(parsed);
            EnginePreset preset = EnginePresets.Find(parsed.GetValue(engine) ?? EnginePresets.Vllm.Name) with
            {
                TwoBatchOverlap = parsed.GetValue(overlap),
            };
            (Fidelity chosen, CalibrationSet? set) = calibration.ReadFidelity(parsed, fidelity, inputs.System.Accelerator.Id);
            inputs = routing.Apply(parsed, inputs, chosen);
            Traffic sent = traffic.Read(parsed);
            int? given = Inputs.Count(parsed, replicas, "replicas");
            (int Prefill, int Decode)? workers = pools.Read(parsed, given);
            int copies = workers?.Decode ?? given ?? 1;
            Speculation? drafts = speculation.Read(parsed, inputs.Model);
            IReadOnlyList<double> points = Inputs.Counts(parsed, curve);
            DeviceCalibration? device = set?.For(inputs.System);
            PassModel pass = layout.Read(parsed, inputs.Model) is { } wanted
                ? PassModel.Prepare(inputs.Model, inputs.System, wanted, inputs.Precision, null, device)
                : SmallestLayout.Find(
                    inputs.Model,
                    inputs.System,
                    inputs.Precision,
                    Math.Ceiling((sent.Rate > 0 ? TrafficOptions.DefaultConcurrency : sent.Concurrency) / copies),
                    sent.Input + sent.Output,
                    device);
            ServingStudy study = workers is { } apart
                ? Apart(inputs, pass, pools.Layout.Read(parsed, inputs.Model), apart)
                : Together();
            return ServeReport.Of(
                new(inputs, study, drafts, chosen, Intervals(study, device)), output.ShowWork(parsed) ? Work(study, chosen) : null);

            ServingStudy Together()
            {
                CheckDevices($"--replicas {copies:N0}", "replicas", $"{copies} x {pass.Layout.Devices}", copies * pass.Layout.Devices, inputs);
                return ServingStudy.Of(pass, preset, chosen, drafts, sent, copies, points);
            }

            ServingStudy Apart(ModelInputs asked, PassModel decode, Layout? prefillLayout, (int Prefill, int Decode) count)
            {
                PassModel prefill = prefillLayout is { } wanted
                    ? PassModel.Prepare(asked.Model, asked.System, wanted, asked.Precision, null, device)
                    : decode;
                WorkerPool before = new(prefill, count.Prefill);
                WorkerPool after = new(decode, count.Decode);
                CheckDevices(
                    $"--prefill-workers {count.Prefill}, --decode-workers {count.Decode}",
                    "workers",
                    $"{before.Workers} x {prefill.Layout.Devices} + {after.Workers} x {decode.Layout.Devices}",
                    (int)(before.Devices + after.Devices).Value,
                    asked);
                return ServingStudy.Of(before, after, preset, chosen, drafts, sent, points);
            }
        });
        return command;
    }

    private static FigureIntervals? Intervals(ServingStudy study, DeviceCalibration? device)
        => device is null ? null : new(ServedIntervals.Open(DataFolder.Default), study.Facts(device));

    private static void CheckDevices(string option, string copies, string sum, int devices, ModelInputs inputs)
    {
        if (devices > inputs.System.Devices)
        {
            throw new ChalkException(
                $"{option}: {sum} devices are more than the {inputs.System.Devices:N0} of {inputs.System.Id}; "
                + $"ask for fewer {copies} or a larger machine.");
        }
    }

    private static Derivation Work(ServingStudy study, Fidelity fidelity)
    {
        Derivation derivation = new();
        Shown shown = new(derivation);
        study.Show(fidelity, ref shown);
        return derivation;
    }
}
