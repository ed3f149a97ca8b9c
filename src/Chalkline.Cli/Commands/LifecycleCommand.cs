using System.CommandLine;
using Chalkline.Cli.Output;
using Chalkline.Derivations;
using Chalkline.Economics.Lifecycle;

namespace Chalkline.Cli.Commands;

/// <summary><c>chalk lifecycle</c>: how much to train a model that will be served, and what its life costs.</summary>
internal static class LifecycleCommand
{
    public static Command Create()
    {
        Command command = new(
            "lifecycle",
            "Pre-training, RL and inference of a model in one account: how many tokens to train on for the traffic it\n"
                + "will serve, by the equal-cost heuristic and by a scaling law's exact optimum, how far that is past\n"
                + "Chinchilla, what it costs, and what every guess behind it is worth.\n\n"
                + "Example: chalk lifecycle --active 100e9 --traffic 50e6 --months 2 --out lifecycle.html");
        LifecycleOptions options = new();
        OutputOptions output = new(charts: true);
        options.AddTo(command);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            LifecycleInputs inputs = options.Read(parsed);
            LifecycleStudy study = LifecycleStudy.Of(inputs.Request);
            Derivation? work = output.ShowWork(parsed) ? Work(inputs, study) : null;
            return LifecycleReport.Of(new(inputs, study), work);
        });
        return command;
    }

    private static Derivation Work(LifecycleInputs inputs, LifecycleStudy study)
    {
        Derivation derivation = new();
        Shown shown = new(derivation);
        study.Show(ref shown);
        if (inputs.Machine is { } machine)
        {
            shown.Open("devices, energy and money of the life");
            machine.Show(study.Ledger.Cost, inputs.PriceSource, ref shown);
            shown.Close();
        }

        return derivation;
    }
}
