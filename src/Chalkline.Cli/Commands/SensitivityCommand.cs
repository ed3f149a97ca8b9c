using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Codesign.Energy;
using Chalkline.Codesign.Sensitivities;
using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Serving.Split;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk sensitivity</c>: which figure matters most, exactly, and where a constraint stops binding.</summary>
internal static class SensitivityCommand
{
    private const int MostDevices = 64;

    public static Command Create()
    {
        Command command = new(
            "sensitivity",
            "Ranks figures of hardware, model, format and workload by what a percent of each does to cost, energy or speed, by exact\n"
                + "derivatives; finds the value at which a constraint stops binding.\n\n"
                + "Example: chalk sensitivity llama-3.1-70b --on h100x8 --batch 64 --objective $/Mtok --out sensitivity.html\n"
                + "Example: chalk sensitivity llama-3.1-8b --on h100x8 --find hbm.bandwidth --until memory-bound-ends");
        ModelOptions model = new();
        OutputOptions output = new(charts: true);
        Option<string?> objective = Inputs.Text("--objective", "NAME", "$/Mtok, J/tok, tok/s/user or tok/s (a device). Default: $/Mtok.");
        Option<string?> batch = Inputs.Text("--batch", "COUNT", "Sequences of a step. Default: 64.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens each holds. Default: 4096.");
        LayoutOptions layout = new();
        Option<string?> find = Inputs.Text("--find", "FIELD", "A figure of `hardware fields`, or batch or context, to change until --until holds.");
        Option<string?> until = Inputs.Text(
            "--until", "CONDITION", "memory-bound-ends, network-bound-ends, weights-fit, fits, split-pays, or tpot:20ms.");
        model.AddTo(command);
        foreach (Option option in new Option[] { objective, batch, context })
        {
            command.Options.Add(option);
        }

        layout.AddTo(command);
        command.Options.Add(find);
        command.Options.Add(until);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelInputs inputs = model.Read(parsed);
            Objective chosen = ObjectiveOf(parsed.GetValue(objective));
            double sequences = Inputs.Count(parsed, batch, "sequences") ?? 64;
            Tokens held = Inputs.Length(parsed, context) ?? new Tokens(4096);
            Layout? wanted = layout.Read(parsed, inputs.Model);
            PassModel pass = wanted is { } named
                ? PassModel.Prepare(inputs.Model, inputs.System, named, inputs.Precision)
                : SmallestLayout.Find(inputs.Model, inputs.System, inputs.Precision, sequences, held, null);
            EnergyTerms terms = EnergyTerms.Of(
                inputs.System.Accelerator, EnergyCatalogue.Open(DataFolder.Default), FormatCatalogue.Open(DataFolder.Default));
            TokenSensitivity sensitivity = TokenSensitivity.Of(pass, sequences, held, chosen, inputs.Price, terms);
            Subject subject = new(inputs, pass, sequences, held);
            FoundThreshold? found = (parsed.GetValue(find), parsed.GetValue(until)) switch
            {
                (null, null) => null,
                ({ } field, { } condition) => Find(subject, field, condition),
                (null, _) => throw new ChalkException("--until names a condition without a figure; add --find, such as hbm.bandwidth."),
                _ => throw new ChalkException("--find names a figure without a condition; add --until, such as memory-bound-ends."),
            };
            return SensitivityReport.Of(subject, sensitivity, found, output.ShowWork(parsed) ? Work(subject) : null);
        });
        return command;
    }

    private static Derivation Work(Subject subject)
    {
        Derivation work = new();
        Shown shown = new(work);
        StepStack.Show(subject.Pass, subject.Batch, subject.Context, default, prompts: false, Fidelity.Operator, ref shown);
        return work;
    }

    private static FoundThreshold Find(Subject subject, string field, string condition)
    {
        string key = field.Trim().ToLowerInvariant();
        bool work = key is "batch" or "context";
        HardwareField? hardware = work ? null : HardwareField.Find(field);
        Func<Subject, bool> holds = Condition(condition, hardware);
        bool down = condition.StartsWith("tpot", StringComparison.Ordinal) && work;
        Threshold threshold = Threshold.Find(factor => holds(At(subject, key, hardware, factor)), down);
        (string now, string then) = Values(subject, key, hardware, threshold.Factor);
        return new(hardware?.Name ?? key, condition, threshold, now, then);
    }

    /// <summary>The subject with one figure multiplied.</summary>
    private static Subject At(Subject subject, string key, HardwareField? hardware, double factor)
    {
        if (hardware is null)
        {
            return key == "batch"
                ? subject with { Batch = Math.Max(1, Math.Round(factor * subject.Batch)) }
                : subject with { Context = new(Math.Max(1, Math.Round(factor * subject.Context.Value))) };
        }

        MachineSystem changed = factor == 1 ? subject.Inputs.System
            : HardwareChange.Apply(subject.Inputs.System, [HardwareChange.Times(hardware, factor)]);
        return subject with
        {
            Inputs = subject.Inputs with { System = changed },
            Pass = PassModel.Prepare(subject.Inputs.Model, changed, subject.Pass.Layout, subject.Inputs.Precision),
        };
    }

    private static Func<Subject, bool> Condition(string condition, HardwareField? hardware)
    {
        if (condition.StartsWith("tpot:", StringComparison.Ordinal))
        {
            return QuantityText.TryParse(condition.Split(':', 2)[1], Seconds.Info, out double limit, out string? error) && limit > 0
                ? subject => subject.Pass.Layout.PipelineStages * StepSlopes.Of(subject.Pass, subject.Batch, subject.Context).Step.Time <= limit
                : throw new ChalkException($"--until {condition}: {error ?? "must be more than zero"}, as in tpot:20ms.");
        }

        return condition switch
        {
            "memory-bound-ends" => subject => StepSlopes.Of(subject.Pass, subject.Batch, subject.Context).MemoryShare < 0.5,
            "network-bound-ends" => subject => StepSlopes.Of(subject.Pass, subject.Batch, subject.Context).NetworkShare < 0.5,
            "fits" => subject => SmallestLayout.Overflow(subject.Pass, subject.Batch, subject.Context) is null,
            "weights-fit" when hardware?.Name == "sram" => subject => subject.Inputs.System.Accelerator.OnChipMemory is { } sram
                ? new Footprint(subject.Pass).AllWeights <= sram.Value
                : throw new ChalkException($"{subject.Inputs.System.Accelerator.Id} states no on-chip memory; give it with --set sram=50MB."),
            "weights-fit" => subject => new Footprint(subject.Pass).AllWeights <= subject.Inputs.System.Accelerator.Memory.Usable,
            "split-pays" => Pays,
            _ => throw new ChalkException(
                $"--until {condition} is not known; choose memory-bound-ends, network-bound-ends, weights-fit, fits, split-pays or tpot:20ms."),
        };
    }

    private static bool Pays(Subject subject)
    {
        MachineSystem system = subject.Inputs.System;
        SplitRequest request = new()
        {
            Model = subject.Inputs.Model,
            Precision = subject.Inputs.Precision,
            Workload = new(subject.Context, new(1), new(0)) { TimePerOutputToken = new Seconds(0.05) },
            AttentionOn = system,
            FeedForwardOn = system,
            Devices = Math.Min(MostDevices, Math.Max(2, system.Devices)),
            AttentionPrice = subject.Inputs.Price,
            FeedForwardPrice = subject.Inputs.Price,
            Fidelity = Fidelity.Operator,
        };
        return SplitSearch.Study(request.Checked()).Gain is > 1;
    }

    private static (string Now, string Then) Values(Subject subject, string key, HardwareField? hardware, double? factor)
    {
        string Text(Subject at) => hardware is null
            ? key == "batch" ? $"{at.Batch:N0}" : at.Context.ToString()
            : Value(at.Inputs.System, hardware.Name);
        return (Text(subject), factor is { } times ? Text(At(subject, key, hardware, times)) : "");
    }

    private static string Value(MachineSystem system, string field) => field switch
    {
        "memory.bandwidth" => system.Accelerator.Memory.Bandwidth.Value.ToString(),
        "memory.capacity" => system.Accelerator.Memory.Capacity.Value.ToString(),
        "sram" => system.Accelerator.OnChipMemory?.Value.ToString() ?? "unknown",
        "scaleup" => system.ScaleUp.Bandwidth.Value.ToString(),
        "scaleout" => system.ScaleOut?.Bandwidth.Value.ToString() ?? "none",
        "power" => system.Accelerator.Power?.Value.ToString() ?? "unknown",
        _ when field.StartsWith("peaks", StringComparison.Ordinal) => string.Join(", ", system.Accelerator.Peaks
            .Where(peak => field is "peaks" || field.EndsWith(peak.Key.ToString(), StringComparison.OrdinalIgnoreCase))
            .OrderBy(peak => peak.Key).Select(peak => $"{peak.Key.ToString().ToLowerInvariant()} {peak.Value.Value}")),
        _ => "",
    };

    private static Objective ObjectiveOf(string? text) => text?.ToLowerInvariant() switch
    {
        null or "$/mtok" => Objective.Cost,
        "j/tok" => Objective.Energy,
        "tok/s/user" => Objective.Speed,
        "tok/s" or "tok/s/device" => Objective.Throughput,
        _ => throw new ChalkException($"--objective {text} is not known; choose $/Mtok, J/tok, tok/s/user or tok/s."),
    };

    /// <summary>An operating point.</summary>
    internal sealed record Subject(ModelInputs Inputs, PassModel Pass, double Batch, Tokens Context);

    /// <summary>A threshold that was looked for.</summary>
    internal sealed record FoundThreshold(string Field, string Condition, Threshold Threshold, string Now, string Then);
}
