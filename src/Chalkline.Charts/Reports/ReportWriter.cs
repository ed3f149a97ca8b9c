using System.Text;
using Chalkline.Charts.Html;
using Chalkline.Charts.Images;
using Chalkline.Files;

namespace Chalkline.Charts.Reports;

/// <summary>
/// Writes a report to a file in the format its extension names. Either the whole file is written or none of it.
/// </summary>
public static class ReportWriter
{
    /// <summary>The extensions that can be written.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".html", ".svg", ".png", ".md"];

    /// <summary>Writes a chart by itself.</summary>
    /// <exception cref="ChalkException">The extension is unknown, the chart is wrong, or the file cannot be
    /// written.</exception>
    public static void Write(ChartSpec chart, string path) => Write(ReportSpec.Of(chart), path);

    /// <summary>
    /// Writes a report: <c>.html</c> and <c>.md</c> hold all of it, <c>.svg</c> and <c>.png</c> its charts.
    /// </summary>
    /// <exception cref="ChalkException">The extension is unknown, the report is wrong, or the file cannot be
    /// written.</exception>
    public static void Write(ReportSpec report, string path)
    {
        WholeFile.Write(path, Render(report, path));
    }

    private static byte[] Render(ReportSpec report, string path)
    {
        string extension = Path.GetExtension(path).ToLowerInvariant();
        return extension switch
        {
            ".html" => Encoding.UTF8.GetBytes(HtmlReport.Write(report)),
            ".md" => Encoding.UTF8.GetBytes(MarkdownReport.Write(report)),
            ".svg" => Encoding.UTF8.GetBytes(ImageReport.Svg(report)),
            ".png" => ImageReport.Png(report),
            "" => throw new ChalkException($"{path}: has no extension; end it in {string.Join(", ", Extensions)}."),
            _ => throw new ChalkException(
                $"{path}: '{extension}' is not a format; end it in {string.Join(", ", Extensions)}."),
        };
    }
}
