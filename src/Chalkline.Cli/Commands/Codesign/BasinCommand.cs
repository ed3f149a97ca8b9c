using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Basins;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign basin</c>: how wide a device's set of good operating points is, and what the width costs.</summary>
internal static class BasinCommand
{
    private const int DefaultDevices = 8;

    /// <summary>Contexts at which every model of the catalogue is a shape, tokens.</summary>
    private static readonly double[] Contexts = [2048, 8192, 32768, 131072];

    public static Command Create()
    {
        Command command = new(
            "basin",
            "How wide the basin of good operating points of a device is, and which resources rest for it: decoding every\n"
                + "model of the catalogue at four contexts, each at the largest batch that fits memory and time.\n\n"
                + "Example: chalk codesign basin --on h100-sxm,tpu-v6e --design llama-3.1-70b");
        Option<string?> on = Inputs.Text("--on", "NAMES", "Accelerators, with commas between, or all. Default: those of the catalogue that have a price.");
        Option<string?> design = Inputs.Text("--design", "MODEL", "The model at which resources should all be in use. Default: llama-3.1-70b.");
        Option<string?> context = Inputs.Text("--context", "TOKENS", "Its context. Default: 8k.");
        Option<string?> devices = Inputs.Text("--devices", "COUNT", "Devices that serve one model together. Default: 8.");
        Option<string?> weights = Inputs.Text("--weights", "FORMAT", "Format of weights and cache. Default: fp8.");
        Option<string?> tpot = Inputs.Text("--tpot", "TIME", "Longest time per output token. Default: 50ms.");
        Option<string?> shares = Inputs.Text(
            "--shares", "SHARES", "How a price falls on compute, bandwidth, capacity and network. Default: inferred, 0.45, 0.25, 0.15, 0.15.");
        Option<string?> intensity = Inputs.Text("--intensity", "FLOP/B", "Intensity of the one workload compared. Default: 300FLOP/B.");
        Option<string?> needs = Inputs.Text("--needs", "BYTES", "Memory that it needs on a device. Default: 60GB.");
        OutputOptions output = new(charts: true);
        foreach (Option option in new Option[] { on, design, context, devices, weights, tpot, shares, intensity, needs })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            ModelCatalogue models = ModelCatalogue.Open(DataFolder.Default);
            NumberFormat format = FormatCatalogue.Stored(DataFolder.Default, parsed.GetValue(weights) ?? "fp8");
            int count = Inputs.Count(parsed, devices, "devices") ?? DefaultDevices;
            Seconds limit = Inputs.Quantity<Seconds>(parsed, tpot) ?? new(0.05);
            WorkShape target = WorkShape.Of(
                models.Find(parsed.GetValue(design) ?? "llama-3.1-70b"), Inputs.Length(parsed, context) ?? new(8192), format);
            ResourceShares cost = parsed.GetValue(shares) is { } given ? ResourceShares.Parse(given) : ResourceShares.Inferred;
            BasinMachine[] asked = [.. Machines(parsed.GetValue(on), count, format, limit)];
            WorkShape[] shapes = [.. Shapes(models, format)];
            BasinAnswer answer = new(
                [
                    .. asked.Where(machine => machine.Lacks is null).Select(machine => Basin.Of(
                        machine, shapes, target, HardwareCatalogue.DefaultPrice(machine.Accelerator)?.Price, cost)),
                ],
                [.. asked.Where(machine => machine.Lacks is not null).Select(machine => (machine.Accelerator.Id, machine.Lacks!))],
                shapes.Length,
                Inputs.Quantity<FlopPerByte>(parsed, intensity) ?? new(300),
                Inputs.Quantity<Bytes>(parsed, needs) ?? new(60e9),
                parsed.GetValue(shares) is null);
            return answer.Basins.Any(basin => basin.Most > 0)
                ? BasinReport.Of(answer, output.ShowWork(parsed) ? Work(answer) : null)
                : throw new ChalkException(
                    $"--devices {count}: no shape runs on so few devices of these within {limit} a token; give more devices, a narrower "
                        + "format or a longer --tpot.");
        });
        return command;
    }

    private static IEnumerable<BasinMachine> Machines(string? on, int devices, NumberFormat format, Seconds limit)
    {
        HardwareCatalogue hardware = HardwareCatalogue.Open(DataFolder.Default);
        IEnumerable<Accelerator> accelerators = on is null
            ? hardware.Accelerators.Where(accelerator => HardwareCatalogue.DefaultPrice(accelerator) is not null)
            : on is "all" ? hardware.Accelerators : Inputs.Names("--on", on).Select(hardware.FindAccelerator);
        return accelerators.Select(accelerator => new BasinMachine(accelerator, devices, format, limit));
    }

    /// <summary>Every architecture of the catalogue that keeps a cache, once, at every context.</summary>
    private static IEnumerable<WorkShape> Shapes(ModelCatalogue models, NumberFormat format)
    {
        Model[] all =
        [
            .. models.Names.Select(models.Find)
                .DistinctBy(model => (ParameterCount.Count(model).Total, KeyValueFootprint.Growth(model, format)))
                .OrderBy(model => model.Name, StringComparer.Ordinal),
        ];
        return
            from model in all
            from context in Contexts
            let shape = WorkShape.Of(model, new(context), format)
            where shape.Cache.Value > 0
            select shape;
    }

    private static Derivation Work(BasinAnswer answer)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach (Basin basin in answer.Basins)
        {
            shown.Open($"{basin.Design.Shape.Name} on {basin.Machine.Devices} {basin.Machine.Accelerator.Id}");
            basin.Machine.At(basin.Design.Shape, ref shown);
            shown.Close();
        }

        return work;
    }
}
