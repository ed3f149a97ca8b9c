using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Demand;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign demand</c>: which resource a mix of pre-training, RL and serving needs.</summary>
internal static class DemandCommand
{
    public static Command Create()
    {
        Command command = new(
            "demand",
            "With my mix of pre-training, RL and serving, which resource do I need? FLOP and bytes by kind of token, the FLOP a byte they ask for,\n"
                + "against a fleet; lifetime cost with the KV cache counted; what a fleet sized on 6ND does not see.\n\n"
                + "Example: chalk codesign demand llama-3.1-8b --train-tokens 15e12 --serve-tokens 5e13 --fleet h100x8:100,tpu-v6e-256:2");
        Argument<string?> model = new("MODEL") { Description = "The model. Default: llama-3.1-8b.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> train = Inputs.Text("--train-tokens", "TOKENS", "Tokens of pre-training. Default: 15e12.");
        Option<string?> rl = Inputs.Text("--rl-tokens", "TOKENS", "Tokens of RL rollouts. Default: 1e12.");
        Option<string?> rolloutWork = Inputs.Text("--rl-work", "FLOP", "Work of a rollout token a parameter, 2 to 6. Default: 4.");
        Option<string?> serve = Inputs.Text("--serve-tokens", "TOKENS", "Tokens decoded for users. Default: 1e13.");
        Option<string?> prompts = Inputs.Text("--prompt-tokens", "TOKENS", "Tokens of their prompts. Default: three times as many.");
        Option<string?> batch = Inputs.Text("--batch", "COUNT", "Sequences of a decoding step. Default: 128.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens each holds. Default: 8192.");
        Option<string?> weights = Inputs.Text("--weights", "FORMAT", "Format of weights and cache in serving. Default: fp8.");
        Option<string?> fleet = Inputs.Text("--fleet", "LIST", "Systems with how many of each: h100x8:100,gb200-nvl72:2. Default: h100x8:100.");
        Option<string?> compute = Inputs.Text("--compute-use", "SHARE", "Share of the peak that is reached. Default: 40 %.");
        Option<string?> memory = Inputs.Text("--memory-use", "SHARE", "Share of the bandwidth that is reached. Default: 70 %.");
        OutputOptions output = new(charts: true);
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { train, rl, rolloutWork, serve, prompts, batch, context, weights, fleet, compute, memory })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            DataFolder data = DataFolder.Default;
            Model named = ModelCatalogue.Open(data).Find(parsed.GetValue(model) ?? "llama-3.1-8b");
            NumberFormat format = FormatCatalogue.Stored(data, parsed.GetValue(weights) ?? "fp8");
            Tokens held = Inputs.Length(parsed, context) ?? new Tokens(8192);
            ModelSize size = ParameterCount.Count(named);
            double served = Inputs.BareQuantity<Tokens>(parsed, serve)?.Value ?? 1e13;
            DemandMix mix = new()
            {
                Active = size.Active.Value,
                Weights = (format.BytesPerParameter * size.Total).Value,
                Cache = KeyValueFootprint.Held(named, format, held).Value,
                PreTraining = Inputs.BareQuantity<Tokens>(parsed, train)?.Value ?? 15e12,
                Rollouts = Inputs.BareQuantity<Tokens>(parsed, rl)?.Value ?? 1e12,
                RolloutWork = Inputs.Number(parsed, rolloutWork, 2, 6) ?? 4,
                Prefill = Inputs.BareQuantity<Tokens>(parsed, prompts)?.Value ?? (3 * served),
                Decode = served,
                Batch = Inputs.Count(parsed, batch, "sequences") ?? 128,
            };
            DemandAnswer answer = new(
                named, mix, format, held, [.. Fleets(parsed.GetValue(fleet) ?? "h100x8:100", HardwareCatalogue.Open(data), format)],
                Use(parsed, compute, 0.4), Use(parsed, memory, 0.7));
            return DemandReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    private static double Use(ParseResult parsed, Option<string?> option, double usual) => Inputs.Share(parsed, option) switch
    {
        null => usual,
        0 => throw new ChalkException($"{option.Name} 0: nothing would ever be done; give a share above 0."),
        { } share => share,
    };

    private static IEnumerable<Fleet> Fleets(string text, HardwareCatalogue hardware, NumberFormat format)
    {
        foreach (string part in Inputs.Names("--fleet", text))
        {
            int colon = part.LastIndexOf(':');
            double count = 1;
            if (colon > 0 && (!double.TryParse(part[(colon + 1)..], System.Globalization.CultureInfo.InvariantCulture, out count) || count is not (>= 1 and <= 1e6)))
            {
                throw new ChalkException($"--fleet {text}: '{part}' must be a system and how many of it, from 1 to 1,000,000, as in h100x8:100.");
            }

            MachineSystem system = hardware.FindSystem(colon > 0 ? part[..colon] : part);
            Accelerator device = system.Accelerator;
            double devices = count * system.Devices;
            yield return new(
                part, devices, devices * device.Peak(format.Arithmetic).Value, devices * device.Memory.Bandwidth.Value.Value,
                devices * device.Memory.Usable.Value, HardwareCatalogue.DefaultPrice(device)?.Price.Value * devices);
        }
    }

    private static Derivation Work(DemandAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach (Fleet fleet in answer.Fleets)
        {
            shown.Open($"lifetime cost on {fleet.Name}");
            answer.Mix.LifetimeCost(fleet.Intensity, ref shown);
            shown.Close();
        }

        return work;
    }
}
