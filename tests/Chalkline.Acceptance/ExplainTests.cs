using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Whole questions to <c>chalk explain</c>.</summary>
public sealed class ExplainTests
{
    [Fact]
    public void A_decode_step_is_taken_apart_and_adds_up()
    {
        JsonElement json = Chalk.Run("explain qwen3-32b --on h200x8 --tp 4 --batch 64 --context 4096 --engine sglang --format json").Json();

        json.GetProperty("layout").GetString().ShouldBe("TP4");
        double step = json.GetProperty("stepSeconds").GetDouble();
        JsonElement[] parts = [.. json.GetProperty("operators").EnumerateArray()];
        parts.Sum(part => part.GetProperty("seconds").GetDouble()).ShouldBe(step, 1e-9);
        parts.Sum(part => part.GetProperty("share").GetDouble()).ShouldBe(1, 1e-9);
        parts.ShouldContain(part => part.GetProperty("bound").GetString() == "host");
        parts.ShouldContain(part => part.GetProperty("bound").GetString() == "memory");
        json.GetProperty("floorSeconds").GetDouble().ShouldBeLessThan(step);
        json.GetProperty("lowSeconds").GetDouble().ShouldBeLessThan(step);
        json.GetProperty("highSeconds").GetDouble().ShouldBeGreaterThan(step);
        json.ShouldSatisfy("explain");
        json.GetProperty("served80Seconds").GetProperty("low").GetDouble().ShouldBeLessThanOrEqualTo(step);
        json.GetProperty("served80Seconds").GetProperty("high").GetDouble().ShouldBeGreaterThanOrEqualTo(step);

        // 64 sequences and 4 devices at the price named: dollars of a step over its tokens.
        double price = json.GetProperty("priceUsdPerDeviceHour").GetDouble();
        json.GetProperty("costUsdPerMtok").GetDouble().ShouldBe(price * 4 / 3600 * step / 64 * 1e6, 1e-6);
    }

    [Fact]
    public void Attention_and_a_state_space_beside_it_are_summed_before_devices_exchange()
    {
        JsonElement json = Chalk.Run("explain falcon-h1-34b --on h100x8 --tp 2 --format json").Json();

        int Runs(string name) => json.GetProperty("operators").EnumerateArray()
            .Single(part => part.GetProperty("name").GetString() == name).GetProperty("runs").GetInt32();
        Runs("state space").ShouldBe(72);
        Runs("attention").ShouldBe(72);
        Runs("all-reduce after attention").ShouldBe(72);
        Runs("all-reduce after feed-forward").ShouldBe(72);
    }

    [Fact]
    public void A_prefill_step_is_held_up_by_arithmetic()
    {
        string text = Chalk.Run("explain llama-3.1-70b --on h100x8 --tp 8 --phase prefill --batch 4 --context 8k --prefix 1k").Good();

        text.ShouldContain("4 prompts of 8,000 tok, 1,000 tok of it cached");
        text.ShouldContain("held up by compute");
        text.ShouldContain("Host time left out");
    }

    [Fact]
    public void A_cached_prefix_saves_time()
    {
        double Step(string prefix) => Chalk
            .Run($"explain llama-3.1-70b --on h100x8 --tp 8 --phase prefill --context 8192 --prefix {prefix} --format json")
            .Json().GetProperty("stepSeconds").GetDouble();

        Step("4096").ShouldBeLessThan(0.7 * Step("0"));
    }

    [Fact]
    public void The_work_ends_in_the_time_of_the_pass()
    {
        string text = Chalk.Run("explain llama-3.1-8b --on h100x8 --batch 8 --show-work").Good();

        text.ShouldContain("the pass");
        text.ShouldContain("all operators, one after another");
    }
}
