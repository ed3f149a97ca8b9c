using System.CommandLine;
using Chalkline.Cli.Output;

namespace Chalkline.Cli.Commands;

/// <summary>The options every command has.</summary>
/// <remarks>They are checked before the command runs: a slip must not cost a search, or an import half done.</remarks>
/// <param name="charts">Whether the answer has charts to draw.</param>
/// <param name="files">Whether <c>--out</c> is a copy of the answer; false where a command writes files of its own.</param>
internal sealed class OutputOptions(bool charts, bool files = true)
{
    private readonly Option<string> format = new("--format", "-f")
    {
        Description = "How to print: table, json, csv or md.",
        DefaultValueFactory = _ => "table",
    };

    private readonly Option<string?> target = new("--out", "-o")
    {
        Description = $"Also write a file; its ending picks the kind: {string.Join(' ', AnswerFile.Extensions(charts))}",
        HelpName = "FILE",
    };

    private readonly Option<bool> work = new("--show-work", "-w")
    {
        Description = "Show the equations, the values put in, and the source of each input.",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(format);
        if (files)
        {
            command.Options.Add(target);
            command.Options.Add(work);
        }
    }

    /// <summary>Whether the work is asked for.</summary>
    public bool ShowWork(ParseResult parsed) => parsed.GetValue(work);

    /// <summary>Gives a command what it does: check these options, find the answer, print and write it.</summary>
    public void SetAction(Command command, Func<ParseResult, CancellationToken, Answer> answer)
        => command.SetAction((parsed, cancel) =>
        {
            AnswerFormat chosen = Format(parsed.GetValue(format));
            string? path = files ? parsed.GetValue(target) : null;
            if (path is not null)
            {
                AnswerFile.Check(path, charts);
            }

            return Task.FromResult(Write(answer(parsed, cancel), chosen, path, parsed.InvocationConfiguration));
        });

    private static AnswerFormat Format(string? text) => text?.ToLowerInvariant() switch
    {
        null or "table" => AnswerFormat.Table,
        "json" => AnswerFormat.Json,
        "csv" => AnswerFormat.Csv,
        "md" => AnswerFormat.Markdown,
        _ => throw new ChalkException($"--format {text} is not known; choose table, json, csv or md."),
    };

    private static int Write(Answer answer, AnswerFormat format, string? path, InvocationConfiguration streams)
    {
        // A question without an answer may leave nothing to draw; the reason then matters more than the picture.
        if (path is not null && (answer.Unanswered is null || answer.Report.HasPictures || !AnswerFile.IsPicture(path)))
        {
            AnswerFile.Write(answer, path);
        }

        AnswerPrinter.Print(answer, format, streams.Output);
        if (answer.Unanswered is { } reason)
        {
            streams.Error.WriteLine($"chalk: {reason}");
            return ChalkCommand.NoAnswer;
        }

        return answer.ExitCode;
    }
}
