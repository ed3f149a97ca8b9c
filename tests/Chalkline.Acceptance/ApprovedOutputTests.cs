using Chalkline.Tests;

namespace Chalkline.Acceptance;

/// <summary>A few whole outputs that were read and approved; none holds a datum or an estimate that may still move.</summary>
public sealed class ApprovedOutputTests
{
    [Theory]
    [InlineData("help.txt", "--help")]
    [InlineData("plan-help.txt", "plan --help")]
    [InlineData("show-config.txt", "catalog show small/config.json --show-work")]
    public void The_output_is_as_approved(string name, string arguments)
    {
        using Scratch scratch = new();
        scratch.Write(Path.Combine("small", "config.json"), BadConfigTests.Llama);

        Chalk.Run(arguments.Split(' '), scratch.Path).Good().ShouldBeApproved(name);
    }
}
