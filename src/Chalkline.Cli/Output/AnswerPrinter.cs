using Chalkline.Charts.Reports;
using Spectre.Console;
using TableColumn = Chalkline.Charts.Reports.TableColumn;

namespace Chalkline.Cli.Output;

/// <summary>Prints an answer on a terminal or into a pipe.</summary>
internal static class AnswerPrinter
{
    /// <summary>Width of the output where there is no terminal to ask.</summary>
    private const int PipeWidth = 120;

    /// <summary>The longest text that stands on one line of a first column.</summary>
    private const int NameWidth = 52;

    /// <summary>Prints.</summary>
    public static void Print(Answer answer, AnswerFormat format, TextWriter output)
    {
        switch (format)
        {
            case AnswerFormat.Json:
                output.Write(AnswerText.Json(answer));
                break;
            case AnswerFormat.Csv:
                output.Write(AnswerText.Csv(answer.Data));
                break;
            case AnswerFormat.Markdown:
                output.Write(AnswerText.Markdown(answer));
                break;
            default:
                PrintTables(answer.Report, output);
                if (answer.Work is { } work)
                {
                    output.WriteLine();
                    output.WriteLine("The work");
                    output.WriteLine();
                    output.WriteLine(work.ToText());
                }

                break;
        }
    }

    private static void PrintTables(ReportSpec report, TextWriter output)
    {
        AnsiConsoleOutput target = new(output);
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = target,
            Ansi = target.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
        });
        if (!target.IsTerminal)
        {
            console.Profile.Width = PipeWidth;
        }

        console.MarkupLine($"[bold]{Markup.Escape(report.Title)}[/]");
        if (report.Lead.Length > 0)
        {
            console.WriteLine();
            console.WriteLine(Plain(report.Lead));
        }

        foreach (ReportSection section in report.Sections)
        {
            PrintSection(console, section);
        }

        if (report.Footer.Length > 0)
        {
            console.WriteLine();
            console.MarkupLine($"[dim]{Markup.Escape(report.Footer)}[/]");
        }
    }

    private static void PrintSection(IAnsiConsole console, ReportSection section)
    {
        ReportBlock[] shown = [.. section.Blocks.Where(block => block is not (ChartBlock or GanttBlock or SankeyBlock or EquationBlock))];
        if (shown.Length == 0)
        {
            return;
        }

        console.WriteLine();
        if (section.Heading.Length > 0)
        {
            console.MarkupLine($"[bold underline]{Markup.Escape(section.Heading)}[/]");
        }

        foreach (ReportBlock block in shown)
        {
            switch (block)
            {
                case TableBlock table:
                    console.Write(Grid(table.Table));
                    break;
                case TextBlock text:
                    console.WriteLine(Plain(text.Text));
                    break;
                case PreformattedBlock text:
                    // Straight to the writer: the lines are laid out already.
                    console.Profile.Out.Writer.WriteLine(text.Text);
                    break;
                default:
                    break;
            }
        }
    }

    private static Table Grid(TableSpec spec)
    {
        Table table = new() { Border = TableBorder.Simple, ShowRowSeparators = false };
        if (spec.Caption.Length > 0)
        {
            table.Title = new TableTitle(Markup.Escape(spec.Caption), Style.Plain);
        }

        for (int place = 0; place < spec.Columns.Length; place++)
        {
            TableColumn column = spec.Columns[place];
            Spectre.Console.TableColumn heading = new(Markup.Escape(column.Heading))
            {
                Alignment = column.Numeric ? Justify.Right : Justify.Left,
                NoWrap = column.Numeric || (place == 0 && IsName(spec)),
            };
            table.AddColumn(heading);
        }

        foreach (var row in spec.Rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell.Text))]);
        }

        return table;
    }

    /// <summary>A first column of names, which are copied into commands and must not be cut; prose may wrap.</summary>
    private static bool IsName(TableSpec spec)
        => spec.Rows.All(row => row[0].Text.Length <= NameWidth && !row[0].Text.Contains(' ', StringComparison.Ordinal));

    /// <summary>Prose without its light markup.</summary>
    private static string Plain(string text)
        => text.Replace("**", "", StringComparison.Ordinal).Replace("`", "", StringComparison.Ordinal);
}
