using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Questions without an answer: exit code 3, the reason with its numbers, and a well-formed page all the same.</summary>
public sealed class UnansweredTests
{
    private const string DoesNotFit = "plan deepseek-v3 --on h100x8";

    [Fact]
    public void What_does_not_fit_is_told_in_one_line_with_both_sides()
    {
        Outcome outcome = Chalk.Run(DoesNotFit);

        outcome.Code.ShouldBe(3);
        outcome.Error.ShouldStartWith("chalk: deepseek-ai/DeepSeek-V3 does not fit on 8 devices of hgx-h100");
        outcome.Error.ShouldContain("GB of weights");
        outcome.Error.ShouldContain("72 GB usable of 80 GB");
        outcome.Error.TrimEnd('\n').ShouldNotContain("\n");
        outcome.Output.ShouldContain("No answer.");
    }

    [Fact]
    public void Its_json_says_so_and_satisfies_the_schema()
    {
        Outcome outcome = Chalk.Run($"{DoesNotFit} --format json");
        JsonElement json = JsonElement.Parse(outcome.Output);

        outcome.Code.ShouldBe(3);
        json.ShouldSatisfy("plan");
        outcome.Error.ShouldBe($"chalk: {json.GetProperty("unanswered").GetString()}\n");
        json.GetProperty("cheapest").ValueKind.ShouldBe(JsonValueKind.Null);
        json.GetProperty("front").GetArrayLength().ShouldBe(0);
        JsonElement search = json.GetProperty("search");
        search.GetProperty("doNotFit").GetInt32().ShouldBe(search.GetProperty("layouts").GetInt32());
    }

    [Theory]
    [InlineData("--tpot 1ms", "TPOT")]
    [InlineData("--ttft 1ms", "TTFT")]
    public void A_service_level_out_of_reach_is_answered_with_the_nearest(string limit, string word)
    {
        Outcome outcome = Chalk.Run($"plan llama-3.1-70b --on h100x8 {limit}");

        outcome.Code.ShouldBe(3);
        outcome.Error.ShouldStartWith("chalk: No layout meets the service levels");
        outcome.Error.ShouldContain(word);
    }

    [Fact]
    public void A_page_is_still_written_and_a_picture_with_nothing_in_it_is_not()
    {
        using Scratch scratch = new();
        foreach (string name in new[] { "a.html", "a.md", "a.json", "a.csv", "a.svg", "a.png" })
        {
            Outcome outcome = Chalk.Run([.. DoesNotFit.Split(' '), "--out", scratch.File(name)]);
            outcome.Code.ShouldBe(3);
            outcome.Error.ShouldContain("does not fit");
        }

        Directory.GetFiles(scratch.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["a.csv", "a.html", "a.json", "a.md"]);
    }
}
