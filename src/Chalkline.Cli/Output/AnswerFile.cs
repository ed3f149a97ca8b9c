using Chalkline.Charts.Reports;
using Chalkline.Files;

namespace Chalkline.Cli.Output;

/// <summary>Writes an answer to a file; nothing half-written is left behind.</summary>
internal static class AnswerFile
{
    /// <summary>The endings that can be written.</summary>
    /// <param name="charts">Whether the answer has charts to draw.</param>
    public static IReadOnlyList<string> Extensions(bool charts)
        => charts ? [".html", ".svg", ".png", ".md", ".json", ".csv"] : [".html", ".md", ".json", ".csv"];

    /// <summary>Whether the ending names a picture, which needs a chart.</summary>
    public static bool IsPicture(string path) => Path.GetExtension(path).ToLowerInvariant() is ".svg" or ".png";

    /// <summary>Makes sure, before any work is done, that a file can be written there.</summary>
    /// <param name="path">The file asked for.</param>
    /// <param name="charts">Whether the answer has charts to draw.</param>
    /// <exception cref="ChalkException">The ending is unknown, the path is a folder, or its folder does not
    /// exist.</exception>
    public static void Check(string path, bool charts)
    {
        if (path.Length == 0)
        {
            throw new ChalkException("--out: the path is empty; give a file such as answer.html.");
        }

        if (Directory.Exists(path))
        {
            throw new ChalkException($"--out {path}: is a folder; give a file in it, such as answer.html.");
        }

        string ending = Path.GetExtension(path).ToLowerInvariant();
        IReadOnlyList<string> known = Extensions(charts);
        if (!known.Contains(ending, StringComparer.Ordinal))
        {
            string problem = ending.Length == 0 ? "has no ending"
                : IsPicture(path) ? $"'{ending}' needs a chart, and this command draws none"
                : $"'{ending}' is not a known ending";
            throw new ChalkException($"--out {path}: {problem}; end it in {string.Join(", ", known)}.");
        }

        if (!Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(path))))
        {
            throw new ChalkException($"--out {path}: its folder does not exist; create it or choose another.");
        }
    }

    /// <summary>Writes; the ending picks the kind.</summary>
    /// <exception cref="ChalkException">The path cannot be written.</exception>
    public static void Write(Answer answer, string path)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".json":
                WholeFile.Write(path, AnswerText.Json(answer));
                break;
            case ".csv":
                WholeFile.Write(path, AnswerText.Csv(answer.Data));
                break;
            case ".md":
                WholeFile.Write(path, AnswerText.Markdown(answer));
                break;
            case ".html" when answer.Work is { } work:
                ReportWriter.Write(WorkSections.Append(answer.Report, work), path);
                break;
            default:
                ReportWriter.Write(answer.Report, path);
                break;
        }
    }
}
