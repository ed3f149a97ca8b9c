namespace Chalkline.Acceptance;

/// <summary>
/// What a process leaves is what the command leaves in the tests' own: both streams, and the exit code of each kind of
/// ending. The other tests may then ask in their own process.
/// </summary>
public sealed class ProcessTests
{
    [Theory]
    [InlineData("catalog check", 0)]
    [InlineData("plann", 2)]
    [InlineData("plan llama-3.1-8b --on h100x8 --gpus 0", 2)]
    [InlineData("catalog show qqqqqq", 2)]
    [InlineData("calibrate nowhere.csv --device l40s", 2)]
    [InlineData("catalog import nowhere.json", 2)]
    [InlineData("plan deepseek-v3 --on h100x8", 3)]
    [InlineData("layout deepseek-v3 --on hgx-h100", 3)]
    public void Streams_and_exit_code_are_the_same(string arguments, int code)
    {
        Outcome process = Chalk.Start(arguments);

        process.Code.ShouldBe(code);
        process.ShouldBe(Chalk.Run(arguments));
    }

    [Fact]
    public void A_catalogue_of_ones_own_is_read_from_the_environment()
        => BadInputTests.Check(Chalk.Start("catalog list", ("CHALKLINE_DATA", "/no/such/folder")), "'/no/such/folder'");
}
