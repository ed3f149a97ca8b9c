using System.Diagnostics;

namespace Chalkline.Acceptance;

/// <summary>In a pipe whose reader leaves early the command goes quietly.</summary>
public sealed class PipeTests
{
    [Theory]
    [InlineData("plan deepseek-v3 --on gb200-nvl72 --format json")]
    [InlineData("roofline llama-3.1-70b --on h100x8 --show-work")]
    [InlineData("catalog list models --format csv")]
    public void A_reader_that_leaves_is_no_error(string arguments)
    {
        ProcessStartInfo start = new("bash");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"dotnet '{Chalk.Program}' {arguments} | head -n 1");
        start.Environment["CHALKLINE_DATA"] = Chalk.Data;

        Outcome outcome = Chalk.Start(start);

        outcome.Error.ShouldBe("");
        outcome.Output.Split('\n').Length.ShouldBe(2);
    }

    [Fact]
    public void An_output_that_is_full_gets_one_line()
    {
        if (!File.Exists("/dev/full"))
        {
            Assert.Skip("there is no /dev/full here");
        }

        ProcessStartInfo start = new("bash");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"dotnet '{Chalk.Program}' catalog list > /dev/full");
        start.Environment["CHALKLINE_DATA"] = Chalk.Data;

        BadInputTests.Check(Chalk.Start(start), "");
    }
}
