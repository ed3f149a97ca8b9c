using System.CommandLine;
using Chalkline.Cli.Output;

namespace Chalkline.Cli.Commands;

/// <summary>The options every command has.</summary>
internal sealed class OutputOptions
{
    private readonly Option<string> format = new("--format", "-f")
    {
        Description = "How to print: table, json, csv or md.",
        DefaultValueFactory = _ => "table",
    };

    private readonly Option<string?> target = new("--out", "-o")
    {
        Description = "Also write a file; its ending picks the kind: .html .svg .png .md .json .csv",
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
        command.Options.Add(target);
        command.Options.Add(work);
    }

    /// <summary>Whether the work is asked for.</summary>
    public bool ShowWork(ParseResult parsed) => parsed.GetValue(work);

    /// <summary>Prints an answer, and writes it where asked.</summary>
    public int Write(ParseResult parsed, Answer answer)
    {
        AnswerFormat chosen = parsed.GetValue(format)?.ToLowerInvariant() switch
        {
            "table" => AnswerFormat.Table,
            "json" => AnswerFormat.Json,
            "csv" => AnswerFormat.Csv,
            "md" => AnswerFormat.Markdown,
            string other => throw new ChalkException($"--format {other} is not known; choose table, json, csv or md."),
            null => AnswerFormat.Table,
        };
        if (parsed.GetValue(target) is { } path)
        {
            AnswerFile.Write(answer, path);
        }

        AnswerPrinter.Print(answer, chosen, Console.Out);
        if (answer.Unanswered is { } reason)
        {
            Console.Error.WriteLine($"chalk: {reason}");
            return ChalkCommand.NoAnswer;
        }

        return 0;
    }
}
