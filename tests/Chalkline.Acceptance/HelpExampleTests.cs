namespace Chalkline.Acceptance;

/// <summary>Every command has help, and the example in it runs as it stands.</summary>
public sealed class HelpExampleTests
{
    public static TheoryData<string> Commands =>
    [
        "", "plan", "roofline", "layout", "explain", "serve", "pipeline", "split", "validate", "catalog", "catalog list",
        "catalog show", "catalog check", "catalog import", "calibrate",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_example_runs(string command)
    {
        using Scratch scratch = new();
        string data = scratch.CopyOfData();
        scratch.Write("config.json", BadConfigTests.Llama);
        string[] examples =
        [
            .. Chalk.Run($"{command} --help").Good().Split('\n')
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
        string text = Chalk.Run($"{command} --help").Good();
        foreach (string other in Commands.Select(row => row.Data)
            .Where(other => other.Length > 0 && other[..Math.Max(0, other.LastIndexOf(' '))] == command))
        {
            text.ShouldContain($"  {other.Split(' ')[^1]} ");
        }
    }

    [Fact]
    public void The_version_is_that_of_the_assembly()
        => Chalk.Run("--version").Good().ShouldStartWith(typeof(ChalkException).Assembly.GetName().Version!.ToString(3));
}
