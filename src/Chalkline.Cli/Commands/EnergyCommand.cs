using System.CommandLine;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Cli.Output;
using Chalkline.Codesign.Energy;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk energy</c>: the energy of a token by cause.</summary>
internal static class EnergyCommand
{
    /// <summary>Batches of the curve.</summary>
    private static readonly double[] Batches = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024];

    public static Command Create()
    {
        Command command = new(
            "energy",
            "The energy of a token by cause: arithmetic, instructions, registers, SRAM, wires, memory, links, optics, static power;\n"
                + "tokens per kilowatt-hour and megawatt, dollars of electricity, the power it implies against TDP.\n\n"
                + "Example: chalk energy llama-3.1-70b --on h100x8 --weights fp8 --batch 64 --context 8k --out energy.html");
        ModelOptions model = new();
        OutputOptions output = new(charts: true);
        Option<string?> phase = Inputs.Text("--phase", "NAME", "decode, prefill or training. Default: decode.");
        Option<string?> batch = Inputs.Text("--batch", "COUNT", "Sequences of a step, or prompts of a pass. Default: 64 in decode, 1 in prefill.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens a sequence holds, or tokens of a prompt. Default: 4096.");
        LayoutOptions layout = new();
        Option<string?> fidelity = Inputs.Text(
            "--fidelity", "NAME", "operator: stated efficiencies; calibrated: every kernel by its fitted equation. Default: calibrated.");
        Option<string?> wire = Inputs.Text("--wire", "NAME", "Which wire figure: wire-dally-2023 (0.1 pJ/bit/mm), wire-dally-2022 (0.03), ... Default: the first.");
        Option<string?> electricity = Inputs.Text("--electricity", "PRICE", "Price of electricity. Default: 0.08$/kWh.");
        Option<string?> pue = Inputs.Text("--pue", "RATIO", "Power of the facility over that of its devices. Default: 1.25.");
        Option<string?> mfu = Inputs.Text("--mfu", "SHARE", "Utilisation of training. Default: 40 %.");
        Option<string?> step = Inputs.Text("--step-tokens", "TOKENS", "Tokens of an optimizer step. Default: 4e6.");
        CalibrationOption calibration = new();
        model.AddTo(command);
        foreach (Option option in new Option[] { phase, batch, context })
        {
            command.Options.Add(option);
        }

        layout.AddTo(command);
        foreach (Option option in new Option[] { fidelity, wire, electricity, pue, mfu, step })
        {
            command.Options.Add(option);
        }

        calibration.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelInputs inputs = model.Read(parsed);
            EnergyPhase chosen = Phase(parsed.GetValue(phase));
            (Fidelity fine, CalibrationSet? set) = calibration.ReadFidelity(parsed, fidelity, inputs.System.Accelerator.Id);
            if (fine == Fidelity.Chalk)
            {
                throw new ChalkException("--fidelity chalk: the closed form knows no operators; choose operator or calibrated.");
            }

            DataFolder data = DataFolder.Default;
            EnergyCatalogue tables = EnergyCatalogue.Open(data);
            EnergyEntry? length = parsed.GetValue(wire) is { } name
                ? tables.Of("wire").FirstOrDefault(entry => entry.Id == name) ?? throw new ChalkException(
                    $"--wire {name}: is not in data/energy/wire.json; choose {string.Join(", ", tables.Of("wire").Select(entry => entry.Id))}.")
                : null;
            double sequences = Inputs.Count(parsed, batch, "sequences") ?? (chosen == EnergyPhase.Decode ? 64 : 1);
            Tokens held = Inputs.Length(parsed, context) ?? new Tokens(4096);
            DeviceCalibration? device = set?.For(inputs.System);
            PassModel pass = layout.Read(parsed, inputs.Model) is { } wanted
                ? PassModel.Prepare(inputs.Model, inputs.System, wanted, inputs.Precision, null, device)
                : SmallestLayout.Find(inputs.Model, inputs.System, inputs.Precision, sequences, held, device);
            EnergySubject subject = new(inputs, pass, chosen, fine, held)
            {
                Utilisation = Inputs.Share(parsed, mfu) is { } share
                    ? share > 0 ? share : throw new ChalkException("--mfu 0: must be above 0.") : 0.4,
                StepTokens = Inputs.BareQuantity<Tokens>(parsed, step)?.Value ?? 4e6,
            };
            EnergyAnswer answer = EnergyAnswer.Of(
                subject, sequences, Batches, tables, FormatCatalogue.Open(data), HardwareCatalogue.Open(data), length,
                Inputs.Quantity<UsdPerKilowattHour>(parsed, electricity) ?? new(0.08), Inputs.Number(parsed, pue, 1, 5) ?? 1.25);
            return EnergyReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    /// <summary>The closed form beside the ledger: the same weights, cache, FLOP and links in one line.</summary>
    private static Derivation Work(EnergyAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        shown.Open("closed form of the same token");
        answer.ClosedForm.At(answer.Batch, ref shown);
        shown.Close();
        return work;
    }

    private static EnergyPhase Phase(string? text) => text?.ToLowerInvariant() switch
    {
        null or "decode" => EnergyPhase.Decode,
        "prefill" => EnergyPhase.Prefill,
        "training" => EnergyPhase.Training,
        _ => throw new ChalkException($"--phase {text} is not known; choose decode, prefill or training."),
    };
}
