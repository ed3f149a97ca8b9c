using System.CommandLine;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Flexibility;
using Chalkline.Derivations;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign flexibility</c>: which share of a fleet to keep flexible, and what that insurance costs.</summary>
internal static class FlexibilityCommand
{
    public static Command Create()
    {
        Command command = new(
            "flexibility",
            "Which share of a fleet to keep flexible for research nobody foresaw, what that insurance costs while nothing\n"
                + "comes of it, and from which odds it pays at all.\n\n"
                + "Example: chalk codesign flexibility --gain 1.5 --chance 10% --value 1");
        Option<string?> gain = Inputs.Text(
            "--gain", "TIMES", "Speed of specialised over flexible hardware at standard work. Default: 1.5 (the recording says 1.2 to 1.5).");
        Option<string?> chance = Inputs.Text("--chance", "SHARE", "Chance that unforeseen work matters. Default: 10 %.");
        Option<string?> value = Inputs.Text(
            "--value", "FLEETS", "What it is worth then, at the scale's first unit, in fleets of standard work. Default: 1.");
        Option<string?> slowdown = Inputs.Text(
            "--slowdown", "TIMES", "How much slower specialised hardware is at it; none where it cannot do it. Default: none.");
        Option<string?> scale = Inputs.Text("--scale", "SHARE", "Share of the fleet at which returns begin to fall. Default: 0.05.");
        OutputOptions output = new(charts: true);
        foreach (Option option in new Option[] { gain, chance, value, slowdown, scale })
        {
            command.Options.Add(option);
        }

        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            FlexibleFleet fleet = new FlexibleFleet
            {
                Speed = Inputs.Number(parsed, gain, 1, 1e6) ?? 1.5,
                Chance = Inputs.Share(parsed, chance) ?? 0.1,
                Value = Inputs.Number(parsed, value, 0, 1e9) ?? 1,
                Slowdown = parsed.GetValue(slowdown) is "none" ? double.PositiveInfinity
                    : Inputs.Number(parsed, slowdown, 1, 1e9) ?? double.PositiveInfinity,
                Scale = Inputs.Share(parsed, scale) ?? 0.05,
            };
            return FlexibilityReport.Of(fleet, output.ShowWork(parsed) ? Work(fleet) : null);
        });
        return command;
    }

    private static Derivation Work(FlexibleFleet fleet)
    {
        Derivation work = new();
        Shown shown = new(work);
        shown.Open("the best share");
        fleet.BestShare(ref shown);
        shown.Close();
        shown.Open("where it begins to pay");
        fleet.BreakEven(ref shown);
        shown.Close();
        return work;
    }
}
