using System.Collections.Immutable;
using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Regret;
using Chalkline.Derivations;
using Chalkline.Hardware;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign regret</c>: what specialising is worth, and what it costs when the guess is wrong.</summary>
internal static class RegretCommand
{
    private const string Usual = "a100-sxm-80,h100-sxm,h200-sxm,b200-sxm,gb300,mi300x,mi355x,tpu-v6e";

    public static Command Create()
    {
        Command command = new(
            "regret",
            "Can you codesign too much? Devices by scenarios with probabilities: what each keeps of the best, which one has the best worst\n"
                + "case, which the best expectation, and from which odds a specialist pays; the hedge of a die between arithmetic and bytes.\n\n"
                + "Example: chalk codesign regret --on h100-sxm,h200-sxm,tpu-v6e --per watt");
        Option<string?> on = Inputs.Text("--on", "NAMES", $"Devices, with commas between. Default: {Usual}.");
        Option<string?> scenarios = Inputs.Text("--scenarios", "NAME", "Scenarios: one of data/scenarios, or a JSON file. Default: roadmap.");
        Option<string?> per = Inputs.Text("--per", "WHAT", "Performance for a device, dollar or watt. Default: dollar.");
        Option<string?> balance = Inputs.Text("--balance", "FLOP/B", "Intensity at which a die split evenly is balanced. Default: 300.");
        Option<string?> intensity = Inputs.Text("--intensity", "FLOP/B", "Intensity of decoding on that die. Default: 100.");
        Option<string?> training = Inputs.Text("--training", "SHARE", "Probability of pre-training for that die. Default: 50 %.");
        Option<string?> engineering = Inputs.Text("--nre", "SHARE", "Cost of designing a specialist over that of the machines it is spread over. Default: 0.");
        OutputOptions output = new(charts: true);
        foreach (Option option in new Option[] { on, scenarios, per, balance, intensity, training, engineering })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            DataFolder data = DataFolder.Default;
            HardwareCatalogue hardware = HardwareCatalogue.Open(data);
            ScenarioSet set = ScenarioSet.Find(data, parsed.GetValue(scenarios) ?? "roadmap");
            Accelerator[] devices = [.. Inputs.Names("--on", parsed.GetValue(on) ?? Usual).Select(hardware.FindAccelerator)];
            if (devices.Length < 2)
            {
                throw new ChalkException($"--on {parsed.GetValue(on)}: one device has nothing to regret; name two or more.");
            }

            string unit = parsed.GetValue(per)?.ToLowerInvariant() ?? "dollar";
            Func<Accelerator, double> worth = Worth(unit);
            AreaSplit split = new(Inputs.Number(parsed, balance, 1e-3, 1e9) ?? 300, Inputs.Number(parsed, intensity, 1e-3, 1e9) ?? 100);
            RegretAnswer answer = new(
                new RegretStudy(
                    [.. devices.Select(device => device.Id)],
                    [.. set.Scenarios.Select(scenario => scenario.Name)],
                    [.. set.Scenarios.Select(scenario => scenario.Probability)],
                    [.. devices.Select(device => set.Scenarios.Select(scenario => scenario.Of(device) / worth(device)).ToImmutableArray())]),
                set, unit, split, Inputs.Share(parsed, training) ?? 0.5, Inputs.Share(parsed, engineering) ?? 0);
            return RegretReport.Of(answer, output.ShowWork(parsed) ? Work(split) : null);
        });
        return command;
    }

    private static Func<Accelerator, double> Worth(string per) => per switch
    {
        "device" => _ => 1,
        "dollar" => device => HardwareCatalogue.DefaultPrice(device)?.Price.Value
            ?? throw new ChalkException($"No price of {device.Id} is known; leave it out of --on, or compare per device or watt."),
        "watt" => device => device.Power?.Value.Value
            ?? throw new ChalkException($"No power of {device.Id} is known; leave it out of --on, or compare per device or dollar."),
        _ => throw new ChalkException($"--per {per} is not known; choose device, dollar or watt."),
    };

    private static Derivation Work(AreaSplit split)
    {
        Derivation work = new();
        Shown shown = new(work);
        shown.Open("the hedge of a die");
        split.HedgeOf(ref shown);
        shown.Close();
        return work;
    }
}
