using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Designs;
using Chalkline.Codesign.Energy;
using Chalkline.Derivations;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign test</c>: whether a change is codesign, and whether it pays.</summary>
internal static class TestCommand
{
    public static Command Create()
    {
        Command command = new(
            "test",
            "Is this change codesign, and does it pay? The models of two designs crossed with their machines, at equal loss: what either\n"
                + "half gives up, what the pair gains beyond its halves, and a verdict.\n\n"
                + "Example: chalk codesign test bf16-a100 w4a4-fp4 --objective compute");
        Argument<string> before = new("A") { Description = "The old design: one of data/designs, or a JSON file." };
        Argument<string> after = new("B") { Description = "The new design." };
        Option<string?> objective = Inputs.Text("--objective", "NAME", "energy, cost, compute or time, at equal loss. Default: energy.");
        OutputOptions output = new(charts: true);
        command.Arguments.Add(before);
        command.Arguments.Add(after);
        command.Options.Add(objective);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            DataFolder data = DataFolder.Default;
            DesignCatalogue designs = DesignCatalogue.Open(data);
            EnergyCatalogue tables = EnergyCatalogue.Open(data);
            FormatCatalogue formats = FormatCatalogue.Open(data);
            Design old = designs.Find(parsed.GetRequiredValue(before));
            Design made = designs.Find(parsed.GetRequiredValue(after));
            TestAnswer answer = new(
                old, made, Objective(parsed.GetValue(objective)),
                DesignEvaluation.Of(old, tables, formats),
                DesignEvaluation.Of(old.With(made.Model, old.Hardware), tables, formats),
                DesignEvaluation.Of(old.With(old.Model, made.Hardware), tables, formats),
                DesignEvaluation.Of(old.With(made.Model, made.Hardware), tables, formats));
            return TestReport.Of(answer, output.ShowWork(parsed) ? Work(answer, tables, formats) : null);
        });
        return command;
    }

    /// <summary>Reads the name of an objective.</summary>
    public static DesignObjective Objective(string? text) => text?.ToLowerInvariant() switch
    {
        null or "energy" => DesignObjective.Energy,
        "cost" => DesignObjective.Cost,
        "compute" => DesignObjective.Compute,
        "time" => DesignObjective.Time,
        _ => throw new ChalkException($"--objective {text} is not known; choose energy, cost, compute or time."),
    };

    private static Derivation Work(TestAnswer answer, EnergyCatalogue tables, FormatCatalogue formats)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach (DesignEvaluation each in answer.All)
        {
            shown.Open(each.Design.Name);
            DesignEvaluation.Of(each.Design, tables, formats, ref shown);
            shown.Close();
        }

        shown.Open("the test");
        answer.Result.SynergyOf(ref shown);
        shown.Close();
        return work;
    }
}
