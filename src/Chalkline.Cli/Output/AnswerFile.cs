using Chalkline.Charts.Reports;
using Chalkline.Files;

namespace Chalkline.Cli.Output;

/// <summary>Writes an answer to a file; nothing half-written is left behind.</summary>
internal static class AnswerFile
{
    /// <summary>Writes; the ending picks the kind.</summary>
    /// <exception cref="ChalkException">The ending is unknown or the path cannot be written.</exception>
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
