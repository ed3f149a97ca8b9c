using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Whole questions to <c>chalk serve</c>.</summary>
public sealed class ServeTests
{
    private const string Llama = "serve llama-3.1-70b --on h100x8 --tp 8 --weights fp8 --kv fp8";

    private static JsonElement Ask(string options) => Chalk.Run($"{Llama} {options} --format json").Json();

    private static double Run(JsonElement json, string name) => json.GetProperty("run").GetProperty(name).GetDouble();

    [Theory]
    [InlineData("vllm")]
    [InlineData("sglang")]
    [InlineData("trtllm")]
    public void A_closed_loop_keeps_littles_law_and_its_shares(string engine)
    {
        JsonElement json = Ask($"--engine {engine} --concurrency 64 --curve 1,16,64");

        double inFlight = json.GetProperty("requestsPerSecond").GetDouble() * Run(json, "e2eSeconds");
        inFlight.ShouldBe(64, 8);
        foreach (string share in new[] { "kvUse", "prefillShare", "mfu", "mbu", "networkShare" })
        {
            Run(json, share).ShouldBeInRange(0.001, 1, share);
        }

        JsonElement[] curve = [.. json.GetProperty("curve").EnumerateArray()];
        curve.Select(point => point.GetProperty("concurrency").GetDouble()).ShouldBe([1, 16, 64]);
        curve.Select(point => point.GetProperty("tpotSeconds").GetDouble()).ShouldBeInOrder();
        curve.Select(point => point.GetProperty("tokensPerSecondPerDevice").GetDouble()).ShouldBeInOrder();
        curve[^1].GetProperty("tpotSeconds").GetDouble().ShouldBe(Run(json, "tpotSeconds"), 1e-12);

        // Eight devices at the price named, over their tokens.
        double price = json.GetProperty("priceUsdPerDeviceHour").GetDouble();
        Run(json, "costUsdPerMtok").ShouldBe(price / 3600 / Run(json, "tokensPerSecondPerDevice") * 1e6, 1e-6);
    }

    [Fact]
    public void Uneven_routing_slows_a_step_and_copies_win_part_of_it_back()
    {
        const string Experts = "serve deepseek-v3 --on gb200-nvl72 --weights fp8 --attention-dp 32 --concurrency 2048 --curve 2048 "
            + "--input 512 --output 128 --format json";
        double Tpot(string options) => Run(Chalk.Run($"{Experts} {options}").Json(), "tpotSeconds");

        double balanced = Tpot("");
        double uneven = Tpot("--routing power-law");
        uneven.ShouldBeGreaterThan(1.02 * balanced);
        Tpot("--routing power-law --redundant-experts 32").ShouldBeLessThan(uneven);
        Tpot("--two-batch-overlap").ShouldBeLessThanOrEqualTo(1.001 * balanced);
    }

    [Theory]
    [InlineData("--routing zipf", "choose balanced, power-law")]
    [InlineData("--routing power-law", "has no experts")]
    [InlineData("--routing power-law:9", "exponent to 5")]
    [InlineData("--redundant-experts 8", "has no experts")]
    public void Routing_that_makes_no_sense_is_told(string options, string sentence)
            {
        Outcome outcome = Chalk.Run($"{Llama} {options}");
        outcome.Code.ShouldNotBe(0);
        outcome.Error.ShouldContain(sentence);
    }

    [Fact]
    public void A_rate_below_capacity_is_served_and_one_above_it_is_told()
    {
        double capacity = Ask("--concurrency 8").GetProperty("capacityRequestsPerSecond").GetDouble();
        string Rate(double share) => FormattableString.Invariant($"--rate {share * capacity:F3}req/s --curve 8");

        JsonElement half = Ask(Rate(0.5));
        half.GetProperty("load").GetDouble().ShouldBe(0.5, 0.01);
        half.GetProperty("requestsPerSecond").GetDouble().ShouldBe(0.5 * capacity, 0.1 * capacity);
        half.GetProperty("intervals80").TryGetProperty("ttftSeconds", out _).ShouldBeTrue();

        string text = Chalk.Run($"{Llama} {Rate(3)}").Good();
        text.ShouldContain("the queue grows for ever");
        Ask(Rate(3)).GetProperty("intervals80").EnumerateObject().ShouldBeEmpty();
    }

    [Fact]
    public void Validate_judges_the_interval_that_serve_states()
    {
        const string Columns =
            "case_id,source,backend,model,model_key,hardware,weight_precision,kv_precision,mode,isl,osl,prefix_len,concurrency,n_gpus,"
            + "tp,pp,attn_dp,moe_ep,spec_decode,quality,ttft_ms,tpot_ms\n";
        using Scratch scratch = new();
        string file = scratch.Write("mine.csv", Columns
            + "a,mine,vllm,Llama,meta-llama/Meta-Llama-3.1-8B,h100_sxm,bf16,bf16,agg,1024,1024,0,16,1,1,1,1,1,no,ok,60,8\n");
        string[][] rows = Csv.Read(Chalk.Run($"validate {file} --format csv").Good());
        double Cell(string metric, string column) => double.Parse(
            rows.Single(row => row.Contains(metric, StringComparer.Ordinal))[Array.IndexOf(rows[0], column)],
            System.Globalization.CultureInfo.InvariantCulture);
        JsonElement served = Chalk.Run(
            "serve llama-3.1-8b --on h100x1 --engine vllm --tp 1 --weights bf16 --kv bf16 --input 1024 --output 1024 "
            + "--concurrency 16 --curve 16 --format json").Json();

        JsonElement whole = served.GetProperty("intervals80").GetProperty("e2eSeconds");
        (whole.GetProperty("high").GetDouble() / Run(served, "e2eSeconds")).ShouldBeInRange(1, 2);
        foreach ((string metric, string name) in new[] { ("ttft_ms", "ttftSeconds"), ("tpot_ms", "tpotSeconds") })
        {
            JsonElement interval = served.GetProperty("intervals80").GetProperty(name);
            double predicted = Run(served, name);
            (interval.GetProperty("low").GetDouble() / predicted)
                .ShouldBe(Cell(metric, "low") / Cell(metric, "predicted"), 0.01, name);
            (interval.GetProperty("high").GetDouble() / predicted)
                .ShouldBe(Cell(metric, "high") / Cell(metric, "predicted"), 0.01, name);
        }
    }

    [Fact]
    public void Replicas_share_the_traffic_and_add_their_throughput()
    {
        JsonElement one = Chalk.Run("serve llama-3.1-8b --on h100x8 --tp 1 --concurrency 16 --curve 16 --format json").Json();
        JsonElement four = Chalk.Run("serve llama-3.1-8b --on h100x8 --tp 1 --replicas 4 --concurrency 64 --curve 64 --format json").Json();

        four.GetProperty("layout").GetString().ShouldBe("TP1 x4");
        four.GetProperty("layoutDevices").GetInt32().ShouldBe(4);
        four.GetProperty("throughputTokensPerSecond").GetDouble()
            .ShouldBe(4 * one.GetProperty("throughputTokensPerSecond").GetDouble(), 1);
        Run(four, "tpotSeconds").ShouldBe(Run(one, "tpotSeconds"), 1e-9);
        four.GetProperty("seats").GetDouble().ShouldBe(4 * one.GetProperty("seats").GetDouble(), 1e-6);
    }

    [Fact]
    public void Speculation_delivers_several_tokens_at_once_and_makes_few_streams_faster()
    {
        JsonElement plain = Ask("--concurrency 1 --curve 1");
        JsonElement drafted = Ask("--concurrency 1 --curve 1 --drafts 3 --acceptance 0.7");

        double tokens = drafted.GetProperty("speculation").GetProperty("tokensPerStep").GetDouble();
        tokens.ShouldBe(1 + 0.7 + 0.49 + 0.343, 1e-9);
        Run(drafted, "itlSeconds").ShouldBe(tokens * Run(drafted, "tpotSeconds"), 1e-9);
        Run(drafted, "tpotSeconds").ShouldBeLessThan(0.6 * Run(plain, "tpotSeconds"));
        Run(plain, "itlSeconds").ShouldBe(Run(plain, "tpotSeconds"), 1e-12);
    }

    [Fact]
    public void Every_figure_is_defined_and_the_engine_is_named_with_its_versions()
    {
        string text = Chalk.Run($"{Llama} --concurrency 32").Good();

        foreach (string expected in new[]
        {
            "from sending a request to its first token", "over the tokens after the first", "gap between two deliveries",
            "requests in flight over seats", "at full dense peak", "V1 engine", "10 µs a sequence",
        })
        {
            text.ShouldContain(expected);
        }
    }

    [Fact]
    public void The_work_ends_in_littles_law()
    {
        string text = Chalk.Run($"{Llama} --concurrency 32 --show-work").Good();

        text.ShouldContain("host time of a step");
        text.ShouldContain("vLLM documentation");
        text.ShouldContain("Little's law");
    }
}
