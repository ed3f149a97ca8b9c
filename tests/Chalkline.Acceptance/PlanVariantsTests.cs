using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>What <c>chalk plan</c> answers beyond one machine: several, mixed pools, loads, limits, engines, reasons.</summary>
public sealed class PlanVariantsTests
{
    private static readonly Lazy<JsonElement> Two = new(() => Chalk.Run(
        "plan llama-3.1-8b --on h100x8,h200x8 --weights fp8 --compare --format json").Json());

    [Fact]
    public void Attention_and_feed_forward_layers_stand_apart_when_asked_and_the_search_says_what_it_tried()
    {
        JsonElement plan = Chalk.Run("plan gpt-oss-20b --on h100x8 --modes attention-ffn --format json").Json();
        plan.ShouldSatisfy("plan");
        JsonElement best = plan.GetProperty("cheapest");
        best.GetProperty("mode").GetString().ShouldBe("attention-ffn");
        best.GetProperty("feedForward").GetProperty("replicas").GetInt32().ShouldBeGreaterThan(0);
        JsonElement search = plan.GetProperty("search");
        Number(search, "attentionFfnEvaluated").ShouldBe(Number(search, "evaluated"));
        Number(search, "attentionFfnUnits").ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Several_machines_satisfy_their_schema_and_each_is_a_plan()
    {
        Two.Value.ShouldSatisfy("plans");
        Two.Value.GetProperty("plans").EnumerateArray().Select(plan => plan.GetProperty("system").GetString())
            .ShouldBe(["hgx-h100", "hgx-h200"]);
    }

    [Fact]
    public void The_terms_of_a_difference_add_up_and_its_factors_multiply()
    {
        JsonElement[] plans = [.. Two.Value.GetProperty("plans").EnumerateArray()];
        foreach (JsonElement difference in Two.Value.GetProperty("differences").EnumerateArray())
        {
            string name = difference.GetProperty("objective").GetString()!.ToLowerInvariant();
            JsonElement one = plans[0].GetProperty(name);
            JsonElement two = plans[1].GetProperty(name);
            Sum(difference.GetProperty("firstSeconds")).ShouldBe(Number(one, "tpotSeconds"), 1e-9);
            Sum(difference.GetProperty("secondSeconds")).ShouldBe(Number(two, "tpotSeconds"), 1e-9);
            double ratio = Number(two, "allUsdPerOutputMtok") / Number(one, "allUsdPerOutputMtok");
            Number(difference, "costRatio").ShouldBe(ratio, 1e-9 * ratio);
            difference.GetProperty("costFactors").EnumerateObject().Aggregate(1.0, (product, factor) => product * factor.Value.GetDouble())
                .ShouldBe(ratio, 1e-9 * ratio);
        }

        static double Sum(JsonElement terms) => terms.EnumerateObject().Sum(term => term.Value.GetDouble());
    }

    [Fact]
    public void A_saved_plan_of_apart_layers_names_both_sides_and_counts_the_devices_of_both()
    {
        using Scratch scratch = new();
        (string one, string two) = (scratch.File("one.json"), scratch.File("two.json"));
        Chalk.Run($"plan gpt-oss-20b --on h100x8 --objective cheapest --modes disaggregated --out {one}").Good();
        Chalk.Run($"plan gpt-oss-20b --on h100x8 --objective cheapest --modes attention-ffn --out {two}").Good();

        string table = Chalk.Run($"plan --compare {one} {two}").Good();
        table.ShouldContain(" FFN");
        table.ShouldContain("attention-ffn");

        JsonElement saved = Chalk.Run($"plan --compare {one} {two} --format json").Json();
        JsonElement factors = saved.GetProperty("differences")[0].GetProperty("costFactors");
        double product = factors.EnumerateObject().Aggregate(1.0, (all, factor) => all * factor.Value.GetDouble());
        Number(saved.GetProperty("differences")[0], "costRatio").ShouldBe(product, 1e-9);
        JsonElement point = JsonDocument.Parse(File.ReadAllText(two)).RootElement.GetProperty("cheapest");
        int apart = Devices(point.GetProperty("decode")) + Devices(point.GetProperty("feedForward"));
        int devices = Devices(JsonDocument.Parse(File.ReadAllText(one)).RootElement.GetProperty("cheapest").GetProperty("decode"));
        double batches = Number(point, "batch")
            / Number(JsonDocument.Parse(File.ReadAllText(one)).RootElement.GetProperty("cheapest"), "batch");
        factors.EnumerateObject().Single(factor => factor.Name.Contains("running", StringComparison.Ordinal)).Value.GetDouble()
            .ShouldBe((double)apart / devices / batches, 1e-9);

        static int Devices(JsonElement layout) => new[] { "tensorParallel", "contextParallel", "pipelineStages", "attentionParallel", "replicas" }
            .Aggregate(1, (all, degree) => all * layout.GetProperty(degree).GetInt32());
    }

    [Fact]
    public void Saved_plans_differ_as_they_do_when_both_are_searched()
    {
        using Scratch scratch = new();
        (string one, string two) = (scratch.File("one.json"), scratch.File("two.json"));
        Chalk.Run($"plan llama-3.1-8b --on h100x8 --weights fp8 --out {one}").Good();
        Chalk.Run($"plan llama-3.1-8b --on h200x8 --weights fp8 --out {two}").Good();

        JsonElement saved = Chalk.Run($"plan --compare {one} {two} --format json").Json();

        saved.ShouldSatisfy("plans");
        foreach (string part in new[] { "plans", "askedDifferently", "differences" })
        {
            JsonElement.DeepEquals(saved.GetProperty(part), Two.Value.GetProperty(part)).ShouldBeTrue(part);
        }

        saved.GetProperty("askedDifferently")[0].GetProperty("asked").GetString().ShouldBe("machine");
        string table = Chalk.Run($"plan --compare {one} {two} --out {scratch.File("why.png")}").Good();
        table.ShouldContain("Memory of one device that decodes");
        File.Exists(scratch.File("why.png")).ShouldBeTrue();
    }

    [Theory]
    [InlineData("plan --compare one.json", "--compare needs two saved plans, or machines with --on")]
    [InlineData("plan --compare one.json two.json", "one.json: cannot be read")]
    [InlineData("plan --compare one.json two.json --tpot 30ms", "--tpot changes nothing")]
    [InlineData("plan llama-3.1-8b two.json --on h100x8", "'two.json' is not a command or option")]
    public void A_bad_comparison_is_one_sentence(string arguments, string hint)
    {
        Outcome outcome = Chalk.Run(arguments);
        outcome.Code.ShouldBe(2);
        outcome.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(hint);
    }

    [Fact]
    public void A_load_is_carried_on_as_few_devices_as_any_point_shown()
    {
        JsonElement plan = Chalk.Run("plan llama-3.1-8b --on h100x8 --load 5req/s --min-gpus --engine all --format json").Json();
        plan.ShouldSatisfy("plan");
        JsonElement smallest = plan.GetProperty("smallest");
        Number(smallest, "tokensPerSecond").ShouldBeGreaterThanOrEqualTo(5 * 1024 * (1 - 1e-9));
        Number(smallest, "devicesPaid").ShouldBe(Number(smallest, "devicesUsed"));
        Number(smallest, "devicesPaid").ShouldBeLessThanOrEqualTo(Number(plan.GetProperty("cheapest"), "devicesPaid"));
        string[] commands = [.. plan.GetProperty("deployments").EnumerateArray().Select(server => server.GetProperty("command").GetString() ?? "")];
        commands.ShouldContain(command => command.StartsWith("vllm serve ", StringComparison.Ordinal));
        commands.ShouldContain(command => command.Contains("--max-running-requests", StringComparison.Ordinal));
        commands.ShouldContain(command => command.StartsWith("trtllm-serve ", StringComparison.Ordinal));
    }

    [Fact]
    public void A_layout_that_an_engine_cannot_realise_is_said()
    {
        string text = Chalk.Run("plan deepseek-v3 --on gb200-nvl72 --kv nvfp4 --engine sglang").Good();
        text.ShouldContain("cannot be: SGLang's KV cache is BF16 or FP8 here, not nvfp4.");
    }

    [Fact]
    public void Prefill_and_decode_may_stand_on_two_machines()
    {
        JsonElement plan = Chalk.Run("plan llama-3.1-8b --prefill-on h100x8 --on h200x8 --objective tokens-per-mw --format json").Json();
        plan.ShouldSatisfy("plan");
        foreach (JsonElement point in plan.GetProperty("front").EnumerateArray())
        {
            point.GetProperty("mode").GetString().ShouldBe("disaggregated");
            Number(point, "devicesPaid").ShouldBe(16);
        }
    }

    [Theory]
    [InlineData("--on h100x8 --objective best", "--objective best is not known")]
    [InlineData("--on h100x8,", "a name is missing")]
    [InlineData("--on h100x8,h100x8", "'h100x8' is named twice")]
    [InlineData("--on h100x8 --budget 0$/h", "must be more than zero")]
    [InlineData("--on h100x8 --budget 0.1$/h", "Not one device of")]
    [InlineData("--on h100x8 --power 1W", "Not one device of")]
    [InlineData("--on h100x8 --compare", "--compare needs two plans and has 1")]
    [InlineData("--on h100x8 --engine tgi", "choose vllm, sglang, trtllm or all")]
    [InlineData("--on h100x8 --prefill-price 2$/h", "without --prefill-on")]
    [InlineData("--on h100x8 --prefill-on h200x8 --budget 50$/h", "two machines")]
    [InlineData("--on h100x8,h200x8 --show-work", "one machine and one format")]
    [InlineData("--on h100x8 --load 0req/s", "must be more than zero")]
    public void Bad_input_is_one_sentence(string options, string hint)
    {
        Outcome outcome = Chalk.Run($"plan llama-3.1-8b {options}");
        outcome.Code.ShouldBe(2);
        outcome.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain(hint);
    }

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
