using System.Text;

namespace Chalkline.Derivations.Renderings;

/// <summary>A derivation for a terminal.</summary>
internal sealed class TextRendering
{
    /// <summary>Columns that symbols are aligned in; a longer one pushes its own line out.</summary>
    private const int WidestSymbol = 20;

    private const int WidestValue = 20;
    private const int WidestMeaning = 40;
    private const int NarrowestLine = 40;

    private readonly StringBuilder _text = new();
    private readonly int _width;

    private TextRendering(int width) => _width = Math.Max(width, NarrowestLine);

    public static string Render(Derivation derivation, int width)
    {
        TextRendering rendering = new(width);
        rendering.Write(derivation.Root, 0, '=');
        return rendering._text.ToString();
    }

    private void Write(Part part, int indent, char rule)
    {
        int inside = indent;
        if (part.Title.Length > 0)
        {
            Line(indent, part.Title);
            Line(indent, new string(rule, part.Title.Length));
            inside += 2;
        }

        ValueEntry[] values = [.. part.Entries.OfType<ValueEntry>()];
        int symbols = Math.Min(WidestSymbol, values.Select(value => value.Symbol.Text.Length).DefaultIfEmpty().Max());
        Columns columns = Columns.Of(values.OfType<GivenEntry>());
        Entry? before = null;
        foreach (Entry entry in part.Entries)
        {
            if (before is not null && (before is not GivenEntry || entry is not GivenEntry))
            {
                _text.Append('\n');
            }

            switch (entry)
            {
                case GivenEntry given:
                    Write(given, columns, inside, symbols);
                    break;
                case StepEntry step:
                    Write(step, inside, symbols);
                    break;
                case Part inner:
                    Write(inner, inside, '-');
                    break;
            }

            before = entry;
        }
    }

    private void Write(GivenEntry given, Columns columns, int indent, int symbols)
    {
        string value = given.Measure.Text.PadRight(columns.Value);
        string head = $"{Margin(indent)}{given.Symbol.Text.PadRight(symbols)} = {value}  ";
        string source = SourceText.Of(given);
        string aligned = source.Length == 0
            ? head + given.Symbol.Meaning
            : $"{head}{given.Symbol.Meaning.PadRight(columns.Meaning)}  [{source}]";
        if (aligned.Length <= _width)
        {
            Line(0, aligned);
            return;
        }

        string tail = source.Length == 0 ? given.Symbol.Meaning : $"{given.Symbol.Meaning} [{source}]";
        Wrap(head, tail.Split(' '));
    }

    private void Write(StepEntry step, int indent, int symbols)
    {
        string margin = Margin(indent);
        Wrap($"{margin}{step.Symbol.Text.PadRight(symbols)} = ", Terms(EquationText.Symbols(step)));
        string next = $"{margin}{"".PadRight(symbols)} = ";
        if (EquationText.Substituted(step) is string substituted)
        {
            Wrap(next, Terms(substituted));
        }

        string reference = step.Symbol.Reference.Length == 0 ? "" : $" [{step.Symbol.Reference}]";
        Wrap($"{next}{step.Measure.Text}   ", (step.Symbol.Meaning + reference).Split(' '));
    }

    /// <summary>Cuts an equation before its operators and after its commas, where a line may break.</summary>
    private static List<string> Terms(string equation)
    {
        List<string> terms = [];
        foreach (string word in equation.Split(' '))
        {
            bool starts = terms.Count == 0 || terms[^1].EndsWith(',')
                || word is "+" or "-" or "×" or "/" or "if" or "else" or "<" or ">" or "≤" or "≥" or "=" or "≠";
            if (starts)
            {
                terms.Add(word);
            }
            else
            {
                terms[^1] += " " + word;
            }
        }

        return terms;
    }

    /// <summary>Words after a head, further lines under the first word.</summary>
    private void Wrap(string head, IReadOnlyList<string> words)
    {
        StringBuilder line = new(head);
        bool empty = true;
        foreach (string word in words)
        {
            if (!empty && line.Length + 1 + word.Length > _width)
            {
                Line(0, line.ToString());
                line.Clear().Append(' ', Math.Min(head.Length, _width / 2));
                empty = true;
            }

            line.Append(empty ? "" : " ").Append(word);
            empty = false;
        }

        Line(0, line.ToString());
    }

    private static string Margin(int indent) => new(' ', indent);

    private void Line(int indent, string text) => _text.Append(' ', indent).Append(text.TrimEnd()).Append('\n');

    /// <summary>Widths shared by the inputs of one part.</summary>
    private sealed record Columns(int Value, int Meaning)
    {
        public static Columns Of(IEnumerable<GivenEntry> givens)
        {
            int value = 0;
            int meaning = 0;
            foreach (GivenEntry given in givens)
            {
                value = Math.Max(value, given.Measure.Text.Length);
                meaning = Math.Max(meaning, given.Symbol.Meaning.Length);
            }

            return new(Math.Min(value, WidestValue), Math.Min(meaning, WidestMeaning));
        }
    }
}
