using System.Collections.Immutable;
using System.Text;
using Chalkline.Charts.Html;

namespace Chalkline.Charts.Reports;

/// <summary>
/// Writes a report as Markdown: tables stay tables, equations stay LaTeX, a chart becomes the table of its values.
/// </summary>
public static class MarkdownReport
{
    /// <summary>The page.</summary>
    /// <exception cref="ChalkException">A chart or a table of it is wrong.</exception>
    public static string Write(ReportSpec report)
    {
        StringBuilder text = new();
        text.Append("# ").Append(Line(report.Title)).Append("\n\n");
        Paragraphs(text, report.Lead);
        foreach (ReportSection section in report.Sections)
        {
            if (section.Heading.Length > 0)
            {
                text.Append("## ").Append(Line(section.Heading)).Append("\n\n");
            }

            foreach (ReportBlock block in section.Blocks)
            {
                WriteBlock(text, block);
            }
        }

        Paragraphs(text, report.Footer);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static void WriteBlock(StringBuilder text, ReportBlock block)
    {
        switch (block)
        {
            case ChartBlock chart:
                text.Append("### ").Append(Line(chart.Chart.Title)).Append("\n\n");
                Paragraphs(text, chart.Chart.Subtitle);
                ImmutableArray<TableSpec> tables = ChartTables.Of(chart.Chart, out IReadOnlyList<string> notes);
                tables.ToList().ForEach(table => WriteTable(text, table));
                notes.ToList().ForEach(note => Paragraphs(text, note));

                break;
            case GanttBlock gantt:
                text.Append("### ").Append(Line(gantt.Gantt.Title)).Append("\n\n");
                Paragraphs(text, gantt.Gantt.Subtitle);
                WriteTable(text, gantt.Gantt.Check().Table());
                Paragraphs(text, gantt.Gantt.Footnote);
                break;
            case SankeyBlock sankey:
                text.Append("### ").Append(Line(sankey.Sankey.Title)).Append("\n\n");
                Paragraphs(text, sankey.Sankey.Subtitle);
                WriteTable(text, sankey.Sankey.Check().Table());
                Paragraphs(text, sankey.Sankey.Footnote);
                break;
            case RackBlock rack:
                // A picture has no words of its own: its figures stand in the tables of the page.
                Paragraphs(text, rack.Picture.Title + ": " + rack.Picture.Subtitle);
                Paragraphs(text, rack.Picture.Inside);
                Paragraphs(text, rack.Picture.Outside);
                break;
            case TableBlock table:
                table.Table.Check();
                WriteTable(text, table.Table);
                break;
            case TextBlock prose:
                Paragraphs(text, prose.Text);
                break;
            case EquationBlock equation:
                text.Append("$$\n").Append(equation.Latex.Trim()).Append("\n$$\n\n");
                Paragraphs(text, equation.Caption);
                break;
            case PreformattedBlock preformatted:
                string fence = Fence(preformatted.Text);
                text.Append(fence).Append("text\n").Append(preformatted.Text.ReplaceLineEndings("\n").TrimEnd('\n'))
                    .Append('\n').Append(fence).Append("\n\n");
                break;
        }
    }

    private static void WriteTable(StringBuilder text, TableSpec table)
    {
        if (table.Caption.Length > 0)
        {
            text.Append("**").Append(Line(table.Caption)).Append("**\n\n");
        }

        Row(text, table.Columns.Select(column => column.Heading));
        text.Append('|')
            .AppendJoin('|', table.Columns.Select(column => column.Numeric ? " ---: " : " --- "))
            .Append("|\n");
        foreach (IEnumerable<TableCell> row in table.Rows)
        {
            Row(text, row.Select(cell => cell.Text));
        }

        text.Append('\n');
    }

    private static void Row(StringBuilder text, IEnumerable<string> cells)
        => text.Append("| ").AppendJoin(" | ", cells.Select(cell =>
            Line(cell).Replace("|", "\\|", StringComparison.Ordinal)))
            .Append(" |\n");

    private static void Paragraphs(StringBuilder text, string prose)
    {
        foreach (string paragraph in Prose.Paragraphs(prose))
        {
            text.Append(Tame(paragraph)).Append("\n\n");
        }
    }

    private static string Line(string text) => Tame(text.ReplaceLineEndings(" "));

    /// <summary>Markdown renderers pass HTML through; nothing here is meant as HTML.</summary>
    private static string Tame(string text) => text.Replace("<", "&lt;", StringComparison.Ordinal);

    private static string Fence(string text)
    {
        string fence = "```";
        while (text.Contains(fence, StringComparison.Ordinal))
        {
            fence += "`";
        }

        return fence;
    }
}
