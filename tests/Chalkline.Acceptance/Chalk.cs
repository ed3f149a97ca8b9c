using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using Chalkline.Cli.Commands;

namespace Chalkline.Acceptance;

/// <summary>Asks the command: in this process, or as a process of its own where that is what is tested.</summary>
internal static class Chalk
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The folder that holds the sources, the data and the tests.</summary>
    public static string Repository { get; } = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(Here())!, "..", ".."));

    /// <summary>The catalogue of the repository.</summary>
    public static string Data { get; } = Path.Combine(Repository, "data");

    /// <summary>Runs with arguments separated by spaces; nothing is quoted.</summary>
    public static Outcome Run(string arguments) => Run(Split(arguments));

    /// <summary>Runs the command in this process, beside other tests.</summary>
    /// <param name="arguments">What stands after <c>chalk</c>.</param>
    /// <param name="folder">Where; null for the folder of the tests.</param>
    /// <param name="data">The catalogue; null for that of the repository.</param>
    public static Outcome Run(IEnumerable<string> arguments, string? folder = null, string? data = null)
    {
        string[] words = [.. arguments];
        using IDisposable place = Place.Enter(folder, data);
        using StringWriter output = new();
        using StringWriter error = new();
        Task<int> run = Task.Factory.StartNew(
            () => ChalkCommand.Run(words, output, error),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        if (!run.Wait(Patience))
        {
            // Nothing can be trusted after it: it may still write.
            Environment.FailFast($"chalk {string.Join(' ', words)} did not end within {Patience}.");
        }

        return new(run.Result, output.ToString(), error.ToString());
    }

    /// <summary>Runs the command as a user does: as a process of its own.</summary>
    /// <param name="arguments">What stands after <c>chalk</c>, separated by spaces.</param>
    /// <param name="environment">Other variables to set.</param>
    public static Outcome Start(string arguments, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new("dotnet") { WorkingDirectory = AppContext.BaseDirectory };
        start.ArgumentList.Add(Program);
        foreach (string argument in Split(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["CHALKLINE_DATA"] = Data;
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Start(start);
    }

    /// <summary>The program that was built with the tests, in its own output folder with its native libraries.</summary>
    public static string Program { get; } = Path.GetFullPath(Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Chalkline.Cli",
        $"{Configuration()}_{RuntimeInformation.RuntimeIdentifier}", "chalk.dll"));

    /// <summary>Runs any process to its end and keeps what it wrote.</summary>
    public static Outcome Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{start.FileName} {string.Join(' ', start.ArgumentList)} did not end within {Patience}.");
        }

        return new(process.ExitCode, output.Result, error.Result);
    }

    private static string[] Split(string arguments) => arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Configuration() => Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));

    private static string Here([CallerFilePath] string file = "") => file;
}

/// <summary>What a run left.</summary>
internal sealed record Outcome(int Code, string Output, string Error)
{
    /// <summary>The output as JSON, for a command that succeeded without a word on the error stream.</summary>
    public JsonElement Json()
    {
        Error.ShouldBe("");
        Code.ShouldBe(0);
        return JsonElement.Parse(Output);
    }

    /// <summary>The output of a command that succeeded without a word on the error stream.</summary>
    public string Good()
    {
        Error.ShouldBe("");
        Code.ShouldBe(0);
        return Output;
    }
}
