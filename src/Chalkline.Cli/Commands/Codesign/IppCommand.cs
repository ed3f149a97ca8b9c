using System.CommandLine;
using Chalkline.Catalog;
using Chalkline.Cli.Output.Codesign;
using Chalkline.Codesign.Designs;
using Chalkline.Codesign.Energy;
using Chalkline.Derivations;
using Chalkline.Scaling;

namespace Chalkline.Cli.Commands.Codesign;

/// <summary><c>chalk codesign ipp</c>: intelligence per picojoule of complete designs.</summary>
internal static class IppCommand
{
    public static Command Create()
    {
        Command command = new(
            "ipp",
            "Intelligence per picojoule of complete designs (model, format, chip): loss against energy and speed against energy at equal\n"
                + "loss, the fronts, and what moves a design. Without names: all of data/designs but the worked pair.\n\n"
                + "Example: chalk codesign ipp --out ipp.html");
        Argument<string[]> names = new("DESIGN") { Description = "Designs or JSON files; the first is the reference.", Arity = ArgumentArity.ZeroOrMore };
        Option<string?> law = Inputs.Text("--law", "LAW", "Scaling law of the loss. Default: besiroglu-2024.");
        OutputOptions output = new(charts: true);
        command.Arguments.Add(names);
        command.Options.Add(law);
        output.AddTo(command);
        output.SetAction(command, (parsed, _) =>
        {
            DataFolder data = DataFolder.Default;
            DesignCatalogue catalogue = DesignCatalogue.Open(data);
            ScalingLawCatalogue laws = ScalingLawCatalogue.Open(data);
            string[] asked = parsed.GetValue(names) is { Length: > 0 } given ? given : Usual(catalogue);
            Design[] designs = [.. asked.Select(catalogue.Find)];
            if (designs.GroupBy(design => design.Id, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            {
                throw new ChalkException($"'{twice.Key}' is named twice; name each design once.");
            }

            EnergyCatalogue tables = EnergyCatalogue.Open(data);
            FormatCatalogue formats = FormatCatalogue.Open(data);
            ScalingLaw chosen = parsed.GetValue(law) is { } name ? laws.Find(name) : laws.Default;
            IppAnswer answer = new(
                IntelligencePerPicojoule.Of(designs, chosen, tables, formats), chosen, DesignMove.Of(designs[0], tables, formats));
            return IppReport.Of(answer, output.ShowWork(parsed) ? Work(designs, tables, formats) : null);
        });
        return command;
    }

    /// <summary>The reference is the GPU in FP8; the pair of the worked example is for <c>test</c>.</summary>
    private static string[] Usual(DesignCatalogue catalogue)
        => [.. catalogue.Ids.Where(id => id is not ("bf16-a100" or "w4a4-fp4")).OrderByDescending(id => id == "blackwell-fp8")];

    private static Derivation Work(IEnumerable<Design> designs, EnergyCatalogue tables, FormatCatalogue formats)
    {
        Derivation work = new();
        Shown shown = new(work);
        foreach (Design design in designs)
        {
            shown.Open(design.Name);
            DesignEvaluation.Of(design, tables, formats, ref shown);
            shown.Close();
        }

        return work;
    }
}
