using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Whole questions to <c>chalk serve</c> with prefill and decode on separate workers.</summary>
public sealed class ServePoolsTests
{
    private const string Llama = "serve llama-3.1-70b --on h100x8 --weights fp8 --kv fp8 --tp 2";

    private static JsonElement Ask(string options) => Chalk.Run($"{Llama} {options} --format json").Json();

    [Fact]
    public void Two_pools_are_told_apart_and_keep_littles_law()
    {
        JsonElement json = Ask("--prefill-workers 2 --decode-workers 1 --prefill-tp 1 --concurrency 32 --curve 8,32");

        JsonElement pools = json.GetProperty("pools");
        json.GetProperty("layoutDevices").GetInt32().ShouldBe(4);
        json.GetProperty("layout").GetString().ShouldBe("TP1 x2 for prefill and TP2 for decode");
        pools.GetProperty("prefill").GetProperty("devices").GetInt32().ShouldBe(2);
        pools.GetProperty("decode").GetProperty("workers").GetInt32().ShouldBe(1);
        foreach (string pool in new[] { "prefill", "decode" })
        {
            foreach (string share in new[] { "busy", "load", "mfu", "mbu" })
            {
                pools.GetProperty(pool).GetProperty(share).GetDouble().ShouldBeInRange(1e-4, 1, $"{pool} {share}");
            }
        }

        JsonElement run = json.GetProperty("run");
        (json.GetProperty("requestsPerSecond").GetDouble() * run.GetProperty("e2eSeconds").GetDouble()).ShouldBe(32, 4);
        pools.GetProperty("steady").GetProperty("tpotSeconds").GetDouble()
            .ShouldBe(run.GetProperty("tpotSeconds").GetDouble(), 0.1 * run.GetProperty("tpotSeconds").GetDouble());
        json.GetProperty("curve").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void A_rate_has_no_steady_state_in_closed_form()
    {
        JsonElement json = Ask("--prefill-workers 1 --decode-workers 2 --rate 2req/s --curve 8");

        json.GetProperty("pools").TryGetProperty("steady", out _).ShouldBeFalse();
        json.GetProperty("requestsPerSecond").GetDouble().ShouldBe(2, 0.3);
    }

    [Fact]
    public void The_page_names_the_pool_that_is_nearer_to_its_limit()
    {
        string text = Chalk.Run($"{Llama} --prefill-workers 1 --decode-workers 3 --input 8k --output 64 --concurrency 64 --curve 64").Good();

        text.ShouldContain("The two pools");
        text.ShouldContain("prefill workers are the nearer to their limit");
        text.ShouldContain("to pass the request on");
    }

    [Fact]
    public void Without_pools_nothing_is_said_of_them()
        => Ask("--concurrency 4 --curve 4").TryGetProperty("pools", out _).ShouldBeFalse();

    [Theory]
    [InlineData("--prefill-workers 1", "--decode-workers")]
    [InlineData("--decode-workers 1", "--prefill-workers")]
    [InlineData("--prefill-tp 2", "changes nothing without prefill workers")]
    [InlineData("--prefill-workers 1 --decode-workers 1 --replicas 2", "--replicas contradicts")]
    [InlineData("--prefill-workers 3 --decode-workers 2", "3 x 2 + 2 x 2 devices are more than the 8")]
    [InlineData("--prefill-workers 0 --decode-workers 2", "--prefill-workers")]
    [InlineData("--prefill-workers 1 --decode-workers 1 --prefill-tp 3", "do not divide")]
    public void Bad_pools_get_a_sentence(string options, string hint)
        => BadInputTests.Check(Chalk.Run($"{Llama} {options}"), hint);
}
