using System.Text;
using System.Text.Json;
using Chalkline.Charts.Reports;

namespace Chalkline.Cli.Output;

/// <summary>JSON and CSV of an answer.</summary>
internal static class AnswerText
{
    /// <summary>Version of the JSON of every command; it rises when a field changes its meaning.</summary>
    public const int Version = 1;

    /// <summary>The answer as one JSON object.</summary>
    public static string Json(Answer answer)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", Version);
            writer.WriteString("command", answer.Command);
            if (answer.Unanswered is { } reason)
            {
                writer.WriteString("unanswered", reason);
            }

            answer.Json(writer);
            if (answer.Work is { } work)
            {
                writer.WritePropertyName("work");
                work.WriteJson(writer);
            }

            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <summary>The main table as CSV (RFC 4180): numbers in full, text quoted where it must be.</summary>
    public static string Csv(TableSpec table)
    {
        StringBuilder text = new();
        text.AppendJoin(',', table.Columns.Select(column => Quoted(column.Heading))).Append('\n');
        foreach (var row in table.Rows)
        {
            text.AppendJoin(',', row.Select(cell => cell.Value is { } value
                ? value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)
                : Quoted(cell.Text))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The page in Markdown, the work with equations in LaTeX behind it.</summary>
    public static string Markdown(Answer answer)
        => MarkdownReport.Write(answer.Report) + (answer.Work is { } work ? "\n" + work.ToMarkdown() : "");

    private static string Quoted(string text)
        => text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
