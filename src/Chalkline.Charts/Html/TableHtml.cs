using System.Globalization;
using System.Text;
using Chalkline.Charts.Reports;

namespace Chalkline.Charts.Html;

/// <summary>Writes a table: numbers to the right, a header that stays, a click on it sorts.</summary>
internal static class TableHtml
{
    /// <summary>The longest name that is kept on one line.</summary>
    private const int LongName = 32;

    /// <summary>Writes one table.</summary>
    public static void Write(StringBuilder html, TableSpec table)
    {
        table.Check();
        html.Append("<div class=\"scroll\"><table class=\"data\">\n");
        if (table.Caption.Length > 0)
        {
            html.Append("<caption>").Append(Prose.Escape(table.Caption)).Append("</caption>\n");
        }

        html.Append("<thead><tr>");
        foreach (TableColumn column in table.Columns)
        {
            html.Append("<th scope=\"col\" tabindex=\"0\"").Append(Class(column)).Append('>')
                .Append(Prose.Escape(column.Heading)).Append("</th>");
        }

        html.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<TableCell> row in table.Rows)
        {
            html.Append("<tr>");
            for (int place = 0; place < row.Count; place++)
            {
                html.Append("<td").Append(Class(table.Columns[place], row[place].Text));
                if (row[place].Value is double value && double.IsFinite(value))
                {
                    html.Append(CultureInfo.InvariantCulture, $" data-value=\"{value:R}\"");
                }

                html.Append('>').Append(Breakable(row[place].Text)).Append("</td>");
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody></table></div>\n");
    }

    /// <summary>A long name may be broken after an underscore; what is copied from the page has no break in it.</summary>
    private static string Breakable(string text)
        => text.Length > LongName && !text.Contains(' ', StringComparison.Ordinal)
            ? Prose.Escape(text).Replace("_", "_<wbr/>", StringComparison.Ordinal)
            : Prose.Escape(text);

    /// <summary>
    /// Numbers and intervals keep their unit beside them, and names like dram-grace are not broken at a hyphen.
    /// </summary>
    private static string Class(TableColumn column, string text)
        => !column.Numeric && text.Length is > 0 and <= LongName
            && (char.IsAsciiDigit(text[0]) || !text.Contains(' ', StringComparison.Ordinal))
            ? " class=\"name\""
            : Class(column);

    private static string Class(TableColumn column) => column.Numeric ? " class=\"number\"" : "";
}
