using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Energy;
using Chalkline.Codesign.SramMachines;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign sram</c>: at which speed per user SRAM machines win, and at what cost.</summary>
internal static class SramCommand
{
    /// <summary>Longest chain of a rollout that is timed, tokens.</summary>
    private const double DefaultChain = 32768;

    public static Command Create()
    {
        Command command = new(
            "sram",
            "At which speed per user does SRAM win, and at what cost? Chips that weights and cache take, time of a layer, speed, energy of a\n"
                + "weight bit, rollout time, a hybrid with the cache in HBM, against a machine of the catalogue.\n\n"
                + "Example: chalk codesign sram llama-3.1-405b --machine cerebras-cs3 --against h100x16\n"
                + "Example: chalk codesign sram llama-3.1-70b --machine groq-lpu-v1 --weights int8 --chips 576 --layer-time 41.7us");
        Argument<string?> model = new("MODEL") { Description = "The model. Default: llama-3.1-405b.", Arity = ArgumentArity.ZeroOrOne };
        Option<string?> machine = Inputs.Text("--machine", "NAME", "A machine of data/sram/machines.json. Default: cerebras-cs3.");
        Option<string?> weights = Inputs.Text("--weights", "FORMAT", "Format of weights and cache. Default: bf16.");
        Option<string?> batch = Inputs.Text("--batch", "COUNT", "Sequences at once. Default: 1.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Tokens each holds. Default: 8192.");
        Option<string?> chips = Inputs.Text("--chips", "COUNT", "Chips. Default: as few as hold weights and caches.");
        Option<string?> layer = Inputs.Text("--layer-time", "TIME", "Fixed time of a layer. Default: what a speed published of the machine implies, of a model with as many layers if there is one.");
        Option<string?> hbm = Inputs.Text("--cache-bandwidth", "RATE", "A hybrid: bandwidth of HBM on each chip, which then holds the cache.");
        Option<string?> against = Inputs.Text("--against", "SYSTEM", "The machine of the catalogue it is held against. Default: gb200x8.");
        Option<string?> chain = Inputs.Text("--chain", "TOKENS", "Longest chain of a rollout. Default: 32768.");
        OutputOptions output = new(charts: true);
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { machine, weights, batch, context, chips, layer, hbm, against, chain })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            DataFolder data = DataFolder.Default;
            SramMachine[] machines = [.. SramMachine.All(data)];
            PublishedSpeed[] speeds = [.. PublishedSpeed.All(data)];
            string id = parsed.GetValue(machine) ?? "cerebras-cs3";
            SramMachine chosen = machines.FirstOrDefault(one => one.Id == id) ?? throw new ChalkException(
                $"--machine {id}: is not in data/sram/machines.json; choose {string.Join(", ", machines.Select(one => one.Id))}.");
            if (chosen.Bandwidth is not { } bandwidth)
            {
                throw new ChalkException($"--machine {id}: no SRAM bandwidth of it is published, so no speed can be worked out; choose another.");
            }

            Model named = ModelCatalogue.Open(data).Find(parsed.GetValue(model) ?? "llama-3.1-405b");
            NumberFormat format = FormatCatalogue.Stored(data, parsed.GetValue(weights) ?? "bf16");
            double sequences = Inputs.Count(parsed, batch, "sequences") ?? 1;
            Tokens held = Inputs.Length(parsed, context) ?? new Tokens(8192);
            ModelSize size = ParameterCount.Count(named);
            double bytes = (format.BytesPerParameter * size.Total).Value;
            double cache = KeyValueFootprint.Held(named, format, held).Value;
            BytesPerSecond? apart = Inputs.Quantity<BytesPerSecond>(parsed, hbm);
            double needed = chosen.Chips(bytes + (apart is null ? sequences * cache : 0));
            double used = Inputs.Count(parsed, chips, "chips") ?? needed;
            if (used < needed)
            {
                throw new ChalkException($"--chips {used:N0}: weights and caches take {needed:N0} of {chosen.Name} by SRAM alone; give as many, a narrower format or fewer sequences.");
            }

            PublishedSpeed? fastest = speeds.Where(speed => speed.Machine == chosen.Id)
                .OrderByDescending(speed => speed.Layers == named.Layers.Length && speed.Source.Verified == Verification.Yes)
                .ThenBy(speed => speed.PerLayer).FirstOrDefault();
            Seconds? given = Inputs.Quantity<Seconds>(parsed, layer);
            double perLayer = given?.Value ?? fastest?.PerLayer ?? throw new ChalkException(
                $"No speed of {chosen.Name} is published that would give the time of a layer; give --layer-time, such as 10us.");
            SramDecode decode = new()
            {
                Layers = named.Layers.Length,
                Layer = perLayer,
                Weights = bytes,
                Chips = used,
                Bandwidth = bandwidth,
                CacheBandwidth = apart?.Value,
                Cache = cache,
                Work = 2 * size.Active.Value,
                Peak = chosen.Peak,
            };
            MachineSystem other = HardwareCatalogue.Open(data).FindSystem(parsed.GetValue(against) ?? "gb200x8");
            PassModel pass = SmallestLayout.Find(named, other, Precision.Uniform(format, format), sequences, held, null);
            SramAnswer answer = new()
            {
                Model = named,
                Format = format,
                Machine = chosen,
                Decode = decode,
                Batch = sequences,
                Context = held,
                LayerFrom = given is null ? $"{fastest!.System}, {fastest.Model} at {fastest.Speed:N0} tok/s" : "as given",
                Machines = [.. machines],
                Speeds = [.. speeds],
                Against = pass,
                Chain = Inputs.Length(parsed, chain)?.Value ?? DefaultChain,
                Terms = EnergyTerms.Of(other.Accelerator, EnergyCatalogue.Open(data), FormatCatalogue.Open(data)),
                Needed = needed,
            };
            return SramReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null);
        });
        return command;
    }

    private static Derivation Work(SramAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        shown.Open($"{answer.Model.Name} on {answer.Decode.Chips:N0} {answer.Machine.Name}");
        answer.Decode.TimePerToken(answer.Batch, ref shown);
        shown.Close();
        return work;
    }
}
