using System.CommandLine;
using System.CommandLine.Parsing;
using Chalkline.Cli.Output;

namespace Chalkline.Cli.Commands;

/// <summary>The reasons of a difference: of two plans searched now, or of two that were saved.</summary>
/// <param name="model">What names the model and the machine; two saved plans name their own.</param>
internal sealed class CompareOption(ModelOptions model)
{
    private readonly Option<bool> _compare = new("--compare")
    {
        Description = "Why the second of two plans differs from the first: with two machines or formats,\n"
            + "or alone with two plans saved by --out: --compare a.json b.json.",
    };

    private readonly Argument<string?> _second = new("SECOND") { Arity = ArgumentArity.ZeroOrOne, Hidden = true };

    /// <summary>Adds it to a command, behind the model.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_second);
        command.Options.Add(_compare);
        command.Validators.Add(Check);
    }

    /// <summary>The answer of two saved plans; null when plans are searched.</summary>
    /// <exception cref="ChalkException">A file is not a saved plan.</exception>
    public Answer? OfSaved(ParseResult parsed) => parsed.GetValue(_second) is { } second
        ? SavedPlansReport.Of(SavedPlan.Read(model.Model(parsed)), SavedPlan.Read(second))
        : null;

    /// <summary>Whether the reasons of a difference are asked for.</summary>
    /// <exception cref="ChalkException">They are, and there are not two plans.</exception>
    public bool Asked(ParseResult parsed, int plans) => parsed.GetValue(_compare)
        && (plans == 2 ? true : throw new ChalkException(
            $"--compare needs two plans and has {plans}; give two machines as in --on h100x8,h200x8, two formats as in "
            + "--weights bf16,fp8, or two saved plans as in --compare a.json b.json."));

    private void Check(CommandResult command)
    {
        bool compare = command.GetValue(_compare);
        if (command.GetValue(_second) is not { } second)
        {
            if (!model.NamesMachine(command))
            {
                command.AddError(compare
                    ? "--compare needs two saved plans, or machines with --on"
                    : "Option '--on' is required");
            }

            return;
        }

        if (!compare)
        {
            command.AddError($"'{second}' is not a command or option");
        }
        else if (command.Children.OfType<OptionResult>().FirstOrDefault(Vain) is { } vain)
        {
            command.AddError($"{vain.Option.Name} changes nothing, since two saved plans are compared as they are");
        }
    }

    private bool Vain(OptionResult given)
        => !given.Implicit && given.Option != _compare && given.Option.Name is not ("--format" or "--out" or "--help");
}
