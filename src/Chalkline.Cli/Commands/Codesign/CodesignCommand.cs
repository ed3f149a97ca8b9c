using System.CommandLine;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign</c>: what to change in a model, a number format or a chip, one question a subcommand.</summary>
internal static class CodesignCommand
{
    public static Command Create() => new(
        "codesign",
        "Designs models and chips together: each subcommand answers one question with a number, its work and a picture.\n"
            + "Every design is a small JSON file (data/designs) that a user can write for a chip or a paper of their own.")
    {
        ActivationCommand.Create(),
        AttentionFitCommand.Create(),
        BasinCommand.Create(),
        DemandCommand.Create(),
        FlexibilityCommand.Create(),
        FormatCommand.Create(),
        GrainCommand.Create(),
        IppCommand.Create(),
        RegretCommand.Create(),
        SplitChapterCommand.Create(),
        SramCommand.Create(),
        TestCommand.Create(),
        TrendCommand.Create(),
    };
}
