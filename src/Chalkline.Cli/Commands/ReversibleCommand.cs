using System.CommandLine;
using Chalkline.Cli.Output;
using Chalkline.Codesign.Reversible;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Training;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk reversible</c>: activation memory against arithmetic in training.</summary>
internal static class ReversibleCommand
{
    /// <summary>Share of a device's price that falls on memory; inferred, as in codesign basin.</summary>
    private const double MemoryShare = 0.15;

    public static Command Create()
    {
        Command command = new(
            "reversible",
            "Activation memory and arithmetic of a training run that keeps everything, recomputes some or all, or is reversible (Feistel's\n"
                + "coupling); the batch and sequence each allows; when trading memory for arithmetic pays.\n\n"
                + "Example: chalk reversible llama-3.1-8b --on h100x8 --tp 8 --sequence 32k --out reversible.html");
        ModelOptions model = new();
        Option<string?> tensor = Inputs.Text("--tp", "DEVICES", "Tensor parallelism, sequence parallel. Default: 1.");
        Option<string?> stages = Inputs.Text("--pp", "STAGES", "Pipeline stages. Default: 1.");
        Option<string?> data = Inputs.Text("--dp", "COPIES", "Data parallel copies that share the optimizer's state (ZeRO 1). Default: all devices left.");
        Option<string?> sequence = Inputs.Text("--sequence", "TOKENS", "Tokens of a sequence. Default: 8192.");
        Option<string?> micro = Inputs.Text("--micro-batch", "COUNT", "Sequences of a micro-batch. Default: 1.");
        Option<string?> mfu = Inputs.Text("--mfu", "SHARE", "Utilisation of arithmetic. Default: 40 %.");
        Option<string?> perByte = Inputs.Text("--memory-price", "USD", "Price of a gigabyte and second, USD. Default: 15 % of the device's price over its memory (inferred).");
        Option<string?> perFlop = Inputs.Text("--compute-price", "USD", "Price of an EFLOP done, USD. Default: the rest of it over what it does.");
        Option<bool> flash = new("--flash") { Description = "Attention never writes its scores (FlashAttention): recomputing attention then saves nothing." };
        OutputOptions output = new(charts: true);
        model.AddTo(command);
        foreach (Option option in new Option[] { tensor, stages, data, sequence, micro, mfu, perByte, perFlop, flash })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelInputs inputs = model.Read(parsed);
            TrainingShape shape = ModelShape.Of(inputs.Model) ?? throw new ChalkException(
                $"{inputs.Model.Name} has layers that the training model does not describe (recurrent mixers, latent experts); choose a model of attention and feed-forward layers.");
            int cut = Inputs.Count(parsed, tensor, "devices") ?? 1;
            int cuts = Inputs.Count(parsed, stages, "stages") ?? 1;
            if (cut * cuts > inputs.System.Devices)
            {
                throw new ChalkException($"--tp {cut} --pp {cuts} take {cut * cuts} devices; {inputs.System.Id} has {inputs.System.Devices}.");
            }

            if (shape.Heads % cut != 0)
            {
                throw new ChalkException($"--tp {cut}: {shape.Heads:0} heads do not divide over {cut} devices.");
            }

            double length = (Inputs.Length(parsed, sequence) ?? new Tokens(8192)).Value;
            double size = Inputs.Count(parsed, micro, "sequences") ?? 1;
            int copies = Inputs.Count(parsed, data, "copies") ?? Math.Max(1, inputs.System.Devices / (cut * cuts));
            double use = Inputs.Share(parsed, mfu) ?? 0.4;
            if (use <= 0)
            {
                throw new ChalkException("--mfu 0: nothing would be done; give a share above 0.");
            }

            double price = inputs.Price?.Value ?? throw new ChalkException(
                $"No price of {inputs.System.Accelerator.Id} is known; give --price, such as 2$/h.");
            ModelSize count = ParameterCount.Count(inputs.Model);
            ReversibleStudy study = new()
            {
                Job = new TrainingJob
                {
                    Shape = shape,
                    Layout = new TrainingLayout { Tensor = cut, SequenceParallel = cut > 1, Stages = cuts, Data = copies, Sharding = 1 },
                    Sequence = length,
                    MicroBatch = size,
                    GlobalBatch = size * copies,
                    FlashAttention = parsed.GetValue(flash),
                }.Check(),
                Accelerator = inputs.System.Accelerator,
                Utilisation = use,
                FlopPerToken = 6 * count.Active.Value,
                UsdPerByteSecond = Inputs.Number(parsed, perByte, 1e-15, 1e3) / 1e9
                    ?? MemoryShare * price / 3600 / inputs.System.Accelerator.Memory.Capacity.Value.Value,
                UsdPerFlop = Inputs.Number(parsed, perFlop, 1e-15, 1e9) / 1e18
                    ?? (1 - MemoryShare) * price / 3600 / (use * inputs.System.Accelerator.Peak(Arithmetic.Bf16).Value),
            };
            bool inferred = parsed.GetValue(perByte) is null || parsed.GetValue(perFlop) is null;
            return ReversibleReport.Of(new(inputs, study, inferred), output.ShowWork(parsed) ? Work(study) : null);
        });
        return command;
    }

    private static Derivation Work(ReversibleStudy study)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach (ActivationPlan plan in Enum.GetValues<ActivationPlan>())
        {
            shown.Open(ReversibleReport.Word(plan));
            ActivationCost.Of(study.Job, plan, ref shown);
            shown.Close();
        }

        return work;
    }
}
