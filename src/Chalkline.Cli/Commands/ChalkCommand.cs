using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Chalkline.Cli.Commands;

/// <summary>The <c>chalk</c> command: parse, call one library function, render.</summary>
public static class ChalkCommand
{
    /// <summary>Exit code of input a user can put right.</summary>
    public const int BadInput = 2;

    /// <summary>Exit code of a question that has no answer: it does not fit, or no point meets the service levels.</summary>
    public const int NoAnswer = 3;

    /// <summary>Runs the command.</summary>
    /// <param name="args">Arguments.</param>
    /// <returns>0, or why not.</returns>
    public static int Run(string[] args)
    {
        RootCommand root = new(
            "Chalkline answers, from first principles and with its work shown, how large language models are trained and served.")
        {
            PlanCommand.Create(),
            RooflineCommand.Create(),
            LayoutCommand.Create(),
            ExplainCommand.Create(),
            ServeCommand.Create(),
            PipelineCommand.Create(),
            SplitCommand.Create(),
            ValidateCommand.Create(),
            CatalogCommand.Create(),
            CalibrateCommand.Create(),
        };
        try
        {
            using CancellationTokenSource stop = new();
            ParseResult parsed = root.Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
            {
                string problem = parsed.UnmatchedTokens.Count > 0
                    ? $"'{parsed.UnmatchedTokens[0]}' is not a command or option"
                    : parsed.Errors[0].Message.TrimEnd('.');
                Console.Error.WriteLine($"chalk: {problem}; `{Named(parsed)} --help` shows what it takes.");
                return BadInput;
            }

            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (ChalkException error)
        {
            Console.Error.WriteLine($"chalk: {error.Message}");
            return BadInput;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("chalk: stopped.");
            return 130;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"chalk: {error.Message}");
            return BadInput;
        }
    }

    /// <summary>The command as it would be typed, with the commands it stands under.</summary>
    private static string Named(ParseResult parsed)
    {
        string name = "";
        for (SymbolResult? result = parsed.CommandResult; result is CommandResult { Command: not RootCommand } command; result = command.Parent)
        {
            name = $" {command.Command.Name}{name}";
        }

        return $"chalk{name}";
    }
}
