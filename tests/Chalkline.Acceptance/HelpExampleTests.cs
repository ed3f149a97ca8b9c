using System.Collections.Concurrent;

namespace Chalkline.Acceptance;

/// <summary>Every command has help, and the example in it runs as it stands.</summary>
public sealed class HelpExampleTests
{
    public static TheoryData<string> Commands =>
    [
        "", "plan", "roofline", "layout", "explain", "serve", "pipeline", "split", "cache", "lifecycle", "price",
        "price accounts", "deduce", "validate", "codesign basin", "cipher", "cipher mixing", "cipher differential", "cipher avalanche", "cipher invert", "reversible", "codesign split", "codesign demand", "codesign sram", "codesign trend", "codesign grain", "codesign attention-fit", "codesign activation", "codesign regret", "codesign ipp", "codesign test", "hardware", "hardware new", "hardware fields", "hardware show", "sensitivity", "energy", "codesign format", "codesign flexibility", "catalog", "catalog list",
        "catalog show", "catalog check", "catalog import", "calibrate",
    ];

    private static readonly ConcurrentDictionary<string, Lazy<string>> Helps = new(StringComparer.Ordinal);

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_runs(string command)
    {
        using Scratch scratch = new();
        string data = scratch.CopyOfData();
        scratch.Write("config.json", BadConfigTests.Llama);
        string[] examples =
        [
            .. Help(command).Split('\n')
                .Select(line => line.Trim())
                .Where(line => line.StartsWith("Example: chalk ", StringComparison.Ordinal))
                .Select(line => line["Example: chalk ".Length..]),
        ];

        examples.ShouldNotBeEmpty();
        foreach (string example in examples)
        {
            Chalk.Run(example.Split(' '), scratch.Path, data).Good().ShouldNotBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void Help_names_every_command_below(string command)
    {
        string text = Help(command);
        foreach (string other in Commands.Select(row => row.Data)
            .Where(other => other.Length > 0 && other[..Math.Max(0, other.LastIndexOf(' '))] == command))
        {
            text.ShouldContain($"  {other.Split(' ')[^1]} ");
        }
    }

    [Fact]
    public void The_version_is_that_of_the_assembly()
        => Chalk.Start("--version").Good().ShouldStartWith(typeof(ChalkException).Assembly.GetName().Version!.ToString(3));

    /// <summary>What a process says, once for all tests: the usage names the program that was started.</summary>
    private static string Help(string command)
        => Helps.GetOrAdd(command, _ => new(() => Chalk.Start($"{command} --help").Good())).Value;
}
