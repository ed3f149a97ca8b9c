using Chalkline.Charts.Reports;
using Chalkline.Derivations;

namespace Chalkline.Cli.Output;

/// <summary>The work as sections of a page: a table of inputs and typeset equations for each part.</summary>
internal static class WorkSections
{
    /// <summary>The page with the work behind it.</summary>
    public static ReportSpec Append(ReportSpec report, Derivation work)
        => report with { Sections = [.. report.Sections, .. Of(work.Root, "")] };

    private static IEnumerable<ReportSection> Of(Part part, string path)
    {
        bool whole = path.Length == 0;
        string title = whole ? "The work" : $"{path}: {part.Title}";
        List<ReportBlock> blocks = [];
        List<GivenEntry> givens = [];
        foreach (Entry entry in part.Entries)
        {
            switch (entry)
            {
                case GivenEntry given:
                    givens.Add(given);
                    break;
                case StepEntry step:
                    Inputs(blocks, givens);
                    string reference = step.Symbol.Reference.Length > 0 ? $" ({step.Symbol.Reference})" : "";
                    blocks.Add(new EquationBlock(step.ToLatex(), step.Symbol.Meaning + reference));
                    break;
                default:
                    break;
            }
        }

        Inputs(blocks, givens);
        if (blocks.Count > 0)
        {
            yield return new(title, [.. blocks]);
        }

        foreach (ReportSection section in part.Entries.OfType<Part>().SelectMany(inner => Of(inner, title)))
        {
            yield return section;
        }
    }

    private static void Inputs(List<ReportBlock> blocks, List<GivenEntry> givens)
    {
        if (givens.Count > 0)
        {
            blocks.Add(new TableBlock(Tables.Of("", ["Symbol", "Value", "Meaning", "Source"], givens.Select(given => (IEnumerable<TableCell>)
            [
                given.Symbol.Text,
                given.Measure.Text,
                given.Symbol.Meaning,
                given.Source is { } source ? $"{source.Where} {source.Date}".Trim() : "",
            ]))));
            givens.Clear();
        }
    }
}
