using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Chalkline.Cli.Commands.Codesign;

namespace Chalkline.Cli.Commands;

/// <summary>The <c>chalk</c> command: parse, call one library function, render.</summary>
public static class ChalkCommand
{
    /// <summary>Exit code of input a user can put right.</summary>
    public const int BadInput = 2;

    /// <summary>Exit code of a question that has no answer: it does not fit, or no point meets the service levels.</summary>
    public const int NoAnswer = 3;

    /// <summary>Exit code of a fault of the command itself.</summary>
    public const int Fault = 70;

    /// <summary>The variable under which a fault is let through with its stack.</summary>
    private const string Trace = "CHALKLINE_TRACE";

    /// <summary>Runs the command on the streams of this process.</summary>
    /// <param name="args">Arguments.</param>
    /// <returns>0, or why not.</returns>
    public static int Run(string[] args) => Run(args, Console.Out, Console.Error);

    /// <summary>Runs the command.</summary>
    /// <remarks>
    /// It shares nothing with other runs, at the same time or before, but the working folder and the environment.
    /// </remarks>
    /// <param name="args">Arguments.</param>
    /// <param name="output">Where the answer goes.</param>
    /// <param name="error">Where a refusal goes, and why a question has no answer.</param>
    /// <returns>0, or why not.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        RootCommand root = new(
            "Chalkline answers, from first principles and with its work shown, "
                + "how large language models are trained and served.")
        {
            PlanCommand.Create(),
            RooflineCommand.Create(),
            LayoutCommand.Create(),
            ExplainCommand.Create(),
            ServeCommand.Create(),
            PipelineCommand.Create(),
            SplitCommand.Create(),
            EnergyCommand.Create(),
            ReversibleCommand.Create(),
            HardwareCommand.Create(),
            SensitivityCommand.Create(),
            CacheCommand.Create(),
            LifecycleCommand.Create(),
            PriceCommand.Create(),
            DeduceCommand.Create(),
            CodesignCommand.Create(),
            CipherCommand.Create(),
            ValidateCommand.Create(),
            CatalogCommand.Create(),
            CalibrateCommand.Create(),
        };
        try
        {
            ParseResult parsed = root.Parse(args);
            if (parsed.Errors.Count > 0 && parsed.Action is not HelpAction)
            {
                string problem = parsed.UnmatchedTokens.Count > 0
                    ? $"'{parsed.UnmatchedTokens[0]}' is not a command or option"
                    : parsed.Errors[0].Message.TrimEnd('.');
                error.WriteLine($"chalk: {problem}; `{Named(parsed)} --help` shows what it takes.");
                return BadInput;
            }

            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = output,
                Error = error,
            });
        }
        catch (ChalkException refusal)
        {
            error.WriteLine($"chalk: {refusal.Message}");
            return BadInput;
        }
        catch (OperationCanceledException)
        {
            error.WriteLine("chalk: stopped.");
            return 130;
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"chalk: {refusal.Message}");
            return BadInput;
        }
        catch (Exception fault) when (Environment.GetEnvironmentVariable(Trace) is null)
        {
            Exception cause = fault.GetBaseException();
            error.WriteLine(
                "chalk: this is a fault of chalk and not of what it was given: "
                + $"{cause.Message.Split('\n')[0].TrimEnd()} ({cause.GetType().Name}; {Trace}=1 shows where).");
            return Fault;
        }
    }

    /// <summary>The command as it would be typed, with the commands it stands under.</summary>
    private static string Named(ParseResult parsed)
    {
        string name = "";
        for (SymbolResult? result = parsed.CommandResult;
            result is CommandResult { Command: not RootCommand } command;
            result = command.Parent)
        {
            name = $" {command.Command.Name}{name}";
        }

        return $"chalk{name}";
    }
}
