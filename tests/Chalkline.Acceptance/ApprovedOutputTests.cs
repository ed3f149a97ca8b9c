using Chalkline.Tests;

namespace Chalkline.Acceptance;

/// <summary>A few whole outputs that were read and approved; none holds an estimate that calibration would move.</summary>
public sealed class ApprovedOutputTests
{
    [Theory]
    [InlineData("help.txt", "--help")]
    [InlineData("plan-help.txt", "plan --help")]
    [InlineData("show-llama.txt", "catalog show llama-3.1-70b")]
    [InlineData("roofline-llama.md", "roofline llama-3.1-70b --on h100x8 --batch 1..1024 --price 2$/h --show-work --format md")]
    public void The_output_is_as_approved(string name, string arguments) => Chalk.Run(arguments).Good().ShouldBeApproved(name);
}
