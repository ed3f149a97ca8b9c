using Chalkline.Tests;

namespace Chalkline.Acceptance;

/// <summary>A few whole outputs that were read and approved; none holds an estimate that calibration would move.</summary>
public sealed class ApprovedOutputTests
{
    [Theory]
    [InlineData("help.txt", "--help")]
    [InlineData("plan-help.txt", "plan --help")]
    [InlineData("show-llama.txt", "catalog show llama-3.1-70b")]
    public void The_output_is_as_approved(string name, string arguments) => Chalk.Start(arguments).Good().ShouldBeApproved(name);
}
