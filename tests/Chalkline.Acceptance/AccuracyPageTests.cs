namespace Chalkline.Acceptance;

/// <summary>
/// The figures of accuracy in the book and the README are what the command finds today;
/// <c>chalk validate --write-docs .</c> writes them anew.
/// </summary>
public sealed class AccuracyPageTests
{
    [Fact]
    public void Page_and_table_are_what_the_command_writes()
    {
        using Scratch scratch = new();
        string readme = File.ReadAllText(Path.Combine(Chalk.Repository, "README.md"));
        string copy = scratch.Write("README.md", readme);
        Directory.CreateDirectory(scratch.File("docs"));

        Chalk.Run(["validate", "--write-docs", scratch.Path]).Good();

        string spreads = Path.Combine("data", "spreads", "serving.json");
        File.ReadAllText(Path.Combine(scratch.Path, spreads)).ShouldBe(
            File.ReadAllText(Path.Combine(Chalk.Repository, spreads)),
            "data/spreads/serving.json is stale; run ./chalk validate --write-docs .");
        File.ReadAllText(copy).ShouldBe(readme, "README.md is stale; run ./chalk validate --write-docs .");
        File.ReadAllText(Path.Combine(scratch.Path, "docs", "accuracy.md")).ShouldBe(
            File.ReadAllText(Path.Combine(Chalk.Repository, "docs", "accuracy.md")),
            "docs/accuracy.md is stale; run ./chalk validate --write-docs .");
    }

    [Fact]
    public void Other_fidelities_are_not_written()
    {
        using Scratch scratch = new();
        scratch.Write("README.md", File.ReadAllText(Path.Combine(Chalk.Repository, "README.md")));
        Directory.CreateDirectory(scratch.File("docs"));

        BadInputTests.Check(
            Chalk.Run(["validate", "--fidelity", "chalk", "--write-docs", scratch.Path]), "--write-docs|calibrated");
    }

    [Fact]
    public void Sources_without_the_marks_are_left_as_they_are()
    {
        using Scratch scratch = new();
        string readme = scratch.Write("README.md", "# Nothing\n");
        Directory.CreateDirectory(scratch.File("docs"));

        BadInputTests.Check(Chalk.Run(["validate", "--write-docs", scratch.Path]), "README.md|lacks the lines");
        File.ReadAllText(readme).ShouldBe("# Nothing\n");
        Directory.GetFiles(scratch.File("docs")).ShouldBeEmpty();
    }
}
