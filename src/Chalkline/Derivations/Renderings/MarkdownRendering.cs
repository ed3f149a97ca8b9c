using System.Text;

namespace Chalkline.Derivations.Renderings;

/// <summary>A derivation in Markdown: tables of inputs, equations in LaTeX between double dollars.</summary>
internal static class MarkdownRendering
{
    private const int DeepestHeading = 6;

    public static string Render(Derivation derivation)
    {
        StringBuilder text = new();
        Write(text, derivation.Root, 2);
        return text.ToString();
    }

    private static void Write(StringBuilder text, Part part, int level)
    {
        if (part.Title.Length > 0)
        {
            Paragraph(text, $"{new string('#', Math.Min(level, DeepestHeading))} {Escape(part.Title)}");
        }

        Entry? before = null;
        foreach (Entry entry in part.Entries)
        {
            switch (entry)
            {
                case GivenEntry given:
                    Write(text, given, startsTable: before is not GivenEntry);
                    break;
                case StepEntry step:
                    Write(text, step);
                    break;
                case Part inner:
                    Write(text, inner, level + 1);
                    break;
            }

            before = entry;
        }
    }

    private static void Write(StringBuilder text, GivenEntry given, bool startsTable)
    {
        if (startsTable)
        {
            Paragraph(text, "| symbol | value | meaning | source |\n| --- | --- | --- | --- |");
        }

        text.Append("| $").Append(Cell(Latex.Symbol(given.Symbol)))
            .Append("$ | ").Append(Escape(given.Measure.Text))
            .Append(" | ").Append(Escape(given.Symbol.Meaning))
            .Append(" | ").Append(Escape(SourceText.Of(given))).Append(" |\n");
    }

    private static void Write(StringBuilder text, StepEntry step)
    {
        string reference = step.Symbol.Reference.Length == 0 ? "" : $" ({step.Symbol.Reference})";
        Paragraph(text, Escape($"{step.Symbol.Meaning}{reference}") + ":");
        Paragraph(text, $"$$\n{LatexWriter.Aligned(step)}\n$$");
    }

    private static void Paragraph(StringBuilder text, string paragraph)
    {
        if (text.Length > 0)
        {
            text.Append('\n');
        }

        text.Append(paragraph).Append('\n');
    }

    /// <summary>Characters that Markdown would read as markup, dollars and table strokes among them.</summary>
    private static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            _ = c is '\\' or '`' or '*' or '_' or '$' or '<' or '>' or '[' or ']' or '|' or '#'
                ? escaped.Append('\\').Append(c)
                : escaped.Append(c is '\n' or '\r' ? ' ' : c);
        }

        return escaped.ToString();
    }

    private static string Cell(string latex) => latex.Replace("|", "\\vert{}", StringComparison.Ordinal);
}
