using System.Globalization;
using System.Text;
using System.Text.Json;
using Chalkline.Charts.Images;
using Chalkline.Charts.Layout;
using Chalkline.Charts.Racks;
using Chalkline.Charts.Reports;

namespace Chalkline.Charts.Html;

/// <summary>
/// Writes a report as one HTML file that needs nothing else: scripts, styles and fonts are inside, and its content
/// policy forbids the browser to ask for anything.
/// </summary>
public static class HtmlReport
{
    private const string Policy =
        "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; font-src data:";

    /// <summary>The page.</summary>
    /// <exception cref="ChalkException">A chart or a table of it is wrong.</exception>
    public static string Write(ReportSpec report)
    {
        StringBuilder body = new();
        foreach (ReportSection section in report.Sections)
        {
            if (section.Heading.Length > 0)
            {
                body.Append("<h2>").Append(Prose.Escape(section.Heading)).Append("</h2>\n");
            }

            foreach (ReportBlock block in section.Blocks)
            {
                WriteBlock(body, block);
            }
        }

        string latex = LatexOf(report);
        bool charts = report.Charts.Any();
        StringBuilder html = new();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\" />\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" />\n")
            .Append("<meta name=\"generator\" content=\"Chalkline\" />\n")
            .Append($"<meta http-equiv=\"Content-Security-Policy\" content=\"{Policy}\" />\n")
            .Append("<title>").Append(Prose.Escape(report.Title)).Append("</title>\n")
            .Append("<style>").Append(Assets.Text("report.css")).Append("</style>\n");
        if (latex.Length > 0)
        {
            html.Append("<style>").Append(KatexStyle.For(latex)).Append("</style>\n");
        }

        html.Append("</head>\n<body>\n<main>\n<h1>").Append(Prose.Escape(report.Title)).Append("</h1>\n")
            .Append(Prose.Blocks(report.Lead, "lead"))
            .Append(body);
        if (report.Footer.Length > 0)
        {
            html.Append("<footer>").Append(Prose.Inline(report.Footer)).Append("</footer>\n");
        }

        html.Append("</main>\n");
        WriteScripts(html, charts, latex.Length > 0);
        return html.Append("</body>\n</html>\n").ToString();
    }

    private static void WriteBlock(StringBuilder html, ReportBlock block)
    {
        switch (block)
        {
            case ChartBlock chart:
                WriteChart(html, chart.Chart);
                break;
            case GanttBlock gantt:
                html.Append("<figure class=\"gantt\">\n").Append(ImageReport.Inline(gantt.Gantt)).Append("</figure>\n");
                break;
            case SankeyBlock sankey:
                html.Append("<figure class=\"gantt\">\n").Append(ImageReport.Inline(sankey.Sankey)).Append("</figure>\n");
                break;
            case RackBlock rack:
                WriteRacks(html, rack.Picture);
                break;
            case TableBlock table:
                TableHtml.Write(html, table.Table);
                break;
            case TextBlock text:
                html.Append(Prose.Blocks(text.Text));
                break;
            case EquationBlock equation:
                html.Append("<div class=\"equation\"><div data-math=\"block\">").Append(Prose.Escape(equation.Latex))
                    .Append("</div>");
                if (equation.Caption.Length > 0)
                {
                    html.Append("<div class=\"caption\">").Append(Prose.Inline(equation.Caption)).Append("</div>");
                }

                html.Append("</div>\n");
                break;
            case PreformattedBlock text:
                html.Append("<pre>").Append(Prose.Escape(text.Text)).Append("</pre>\n");
                break;
        }
    }

    private static void WriteChart(StringBuilder html, ChartSpec chart)
    {
        PreparedChart prepared = PreparedChart.From(chart);
        html.Append("<figure class=\"chart\">\n<div class=\"title\">").Append(Prose.Escape(chart.Title))
            .Append("</div>\n");
        if (chart.Subtitle.Length > 0)
        {
            html.Append("<div class=\"subtitle\">").Append(Prose.Escape(chart.Subtitle)).Append("</div>\n");
        }

        html.Append(CultureInfo.InvariantCulture,
            $"<div class=\"canvas\" style=\"height:{HeightOf(prepared)}px\"></div>\n");
        html.Append("<script type=\"application/json\">").Append(EChartsOption.Json(prepared)).Append("</script>\n");
        if (prepared.Notes.Length > 0)
        {
            html.Append("<figcaption>").AppendJoin("<br />", prepared.Notes.Select(Prose.Escape))
                .Append("</figcaption>\n");
        }

        html.Append("</figure>\n");
    }

    /// <summary>The picture as SVG inside the page; it shrinks to the page and no further than it can be read.</summary>
    private static void WriteRacks(StringBuilder html, RackPicture picture)
    {
        (int width, int height) = RackImage.Measure(picture);
        string svg = RackImage.Svg(picture);
        int start = svg.IndexOf("<svg ", StringComparison.Ordinal);
        html.Append("<figure class=\"racks\">\n").Append(
            CultureInfo.InvariantCulture,
            $"<svg role=\"img\" viewBox=\"0 0 {width} {height}\" style=\"min-width:{Math.Min(width, 1000)}px\" ")
            .Append(svg.AsSpan(start + "<svg ".Length))
            .Append("</figure>\n");
    }

    /// <summary>Bars that lie down take a strip each; every other chart has the same height.</summary>
    private static int HeightOf(PreparedChart chart)
        => chart.Horizontal
            ? Math.Max(
                220, 110 + (chart.Spec.Y.Categories.Length * 52 * Math.Max(1, BarStack.Lanes(chart.Spec.Series))))
            : (int)EChartsOption.NominalHeight;

    private static void WriteScripts(StringBuilder html, bool charts, bool equations)
    {
        if (equations)
        {
            html.Append("<script>").Append(Assets.Katex).Append("</script>\n");
        }

        if (charts)
        {
            html.Append("<script type=\"application/json\" id=\"chart-dark\">").Append(DarkColours())
                .Append("</script>\n")
                .Append("<script>").Append(Assets.ECharts).Append("</script>\n");
        }

        html.Append("<script>").Append(Assets.ChartScript).Append("</script>\n");
    }

    private static string DarkColours()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            foreach ((string light, string dark) in Palette.Dark)
            {
                json.WriteString(light, dark);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>All LaTeX of a page, to know whether KaTeX is needed and with which fonts; empty for none.</summary>
    private static string LatexOf(ReportSpec report)
    {
        IEnumerable<string> prose = report.Sections
            .SelectMany(section => section.Blocks)
            .SelectMany(block => block switch
            {
                TextBlock text => new[] { text.Text },
                EquationBlock equation => [equation.Caption],
                _ => [],
            })
            .Append(report.Lead)
            .Append(report.Footer)
            .Where(Prose.HasMath);
        IEnumerable<string> equations = report.Sections
            .SelectMany(section => section.Blocks).OfType<EquationBlock>().Select(equation => equation.Latex);
        return string.Join('\n', prose.Concat(equations));
    }
}
