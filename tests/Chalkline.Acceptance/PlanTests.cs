using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>The question of the README, and what any plan owes its reader.</summary>
public sealed class PlanTests
{
    private static readonly Lazy<JsonElement> Readme = new(() => Chalk.Run(
        "plan deepseek-v3 --on gb200-nvl72 --input 4096 --output 1024 --tpot 30ms --format json").Json());

    private static readonly Lazy<JsonElement> Llama = new(() => Chalk.Run(
        "plan llama-3.1-70b --on h100x8 --format json").Json());

    public static TheoryData<string> Questions => ["readme", "llama"];

    [Theory]
    [MemberData(nameof(Questions))]
    public void The_answer_satisfies_the_published_schema(string question) => Of(question).ShouldSatisfy("plan");

    [Theory]
    [MemberData(nameof(Questions))]
    public void More_speed_costs_throughput_all_along_the_front(string question)
    {
        JsonElement[] front = [.. Of(question).GetProperty("front").EnumerateArray()];

        front.Length.ShouldBeGreaterThan(5);
        foreach ((JsonElement faster, JsonElement slower) in front.Zip(front.Skip(1)))
        {
            Number(faster, "tokensPerSecondPerUser").ShouldBeGreaterThan(Number(slower, "tokensPerSecondPerUser"));
            Number(faster, "tokensPerSecondPerDevice").ShouldBeLessThan(Number(slower, "tokensPerSecondPerDevice"));
        }
    }

    [Fact]
    public void The_calibrated_fidelity_states_intervals_of_the_points_it_chooses()
    {
        JsonElement json = Chalk.Run("plan llama-3.1-8b --on h100x1 --fidelity calibrated --format json").Json();

        json.ShouldSatisfy("plan");
        foreach (string chosen in new[] { "cheapest", "fastest" })
        {
            JsonElement point = json.GetProperty(chosen);
            JsonElement interval = point.GetProperty("intervals80").GetProperty("tpotSeconds");
            interval.GetProperty("low").GetDouble().ShouldBeLessThanOrEqualTo(Number(point, "tpotSeconds"));
            interval.GetProperty("high").GetDouble().ShouldBeGreaterThanOrEqualTo(Number(point, "tpotSeconds"));
        }

        Llama.Value.GetProperty("cheapest").TryGetProperty("intervals80", out _).ShouldBeFalse();
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void No_step_beats_its_proved_floor(string question)
    {
        foreach (JsonElement point in Points(Of(question)))
        {
            Number(point, "floorSeconds").ShouldBeGreaterThan(0);
            Number(point, "floorSeconds").ShouldBeLessThanOrEqualTo(Number(point, "tpotSeconds") * (1 + 1e-12));
        }
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void What_the_tokens_cost_is_what_the_devices_cost(string question)
    {
        JsonElement plan = Of(question);
        double paid = Number(plan, "priceUsdPerDeviceHour") * Number(plan.GetProperty("search"), "devicesPaid") / 3600;
        double input = Number(plan.GetProperty("workload"), "inputTokens");
        double output = Number(plan.GetProperty("workload"), "outputTokens");
        foreach (JsonElement point in Points(plan))
        {
            double requests = Number(point, "tokensPerSecond") / output;
            double earned = requests * ((Number(point, "inputUsdPerMtok") * input) + (Number(point, "outputUsdPerMtok") * output)) / 1e6;
            earned.ShouldBe(paid, paid * 1e-9);
            (Number(point, "allUsdPerOutputMtok") * Number(point, "tokensPerSecond") / 1e6).ShouldBe(paid, paid * 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void The_footprint_adds_up_to_the_memory_of_a_device(string question)
    {
        JsonElement plan = Of(question);
        JsonElement device = Chalk.Run("catalog list accelerators --format json").Json().GetProperty("rows").EnumerateArray()
            .Single(row => row.GetProperty("id").GetString() == plan.GetProperty("accelerator").GetString());
        double[] parts = [.. plan.GetProperty("footprintBytes").EnumerateObject().Select(part => part.Value.GetDouble())];

        parts.ShouldAllBe(part => part >= 0);
        parts.Sum().ShouldBe(Number(device, "memoryBytes"), 1);
    }

    [Theory]
    [MemberData(nameof(Questions))]
    public void Layouts_use_no_more_devices_than_are_paid(string question)
    {
        JsonElement plan = Of(question);
        foreach (JsonElement point in Points(plan))
        {
            double used = new[] { "decode", "prefill" }.Where(name => point.TryGetProperty(name, out _)).Sum(name => Devices(point.GetProperty(name)));
            used.ShouldBe(Number(point, "devicesUsed"));
            used.ShouldBeLessThanOrEqualTo(Number(plan.GetProperty("search"), "devicesPaid"));
        }
    }

    [Fact]
    public void The_best_points_keep_the_service_level()
    {
        JsonElement plan = Readme.Value;
        Number(plan.GetProperty("workload"), "tpotLimitSeconds").ShouldBe(0.03, 1e-12);
        foreach (string name in new[] { "cheapest", "fastest" })
        {
            Number(plan.GetProperty(name), "tpotSeconds").ShouldBeLessThanOrEqualTo(0.03);
        }
    }

    [Fact]
    public void No_point_within_the_service_level_is_cheaper_or_faster_than_the_best()
    {
        JsonElement plan = Readme.Value;
        JsonElement[] within = [.. plan.GetProperty("front").EnumerateArray().Where(point => Number(point, "tpotSeconds") <= 0.03)];

        within.Min(point => Number(point, "allUsdPerOutputMtok")).ShouldBe(Number(plan.GetProperty("cheapest"), "allUsdPerOutputMtok"), 1e-12);
        within.Max(point => Number(point, "tokensPerSecondPerUser")).ShouldBe(Number(plan.GetProperty("fastest"), "tokensPerSecondPerUser"), 1e-9);
    }

    [Fact]
    public void The_table_says_what_was_asked_and_what_was_found()
    {
        string text = Chalk.Run("plan deepseek-v3 --on gb200-nvl72 --input 4096 --output 1024 --tpot 30ms").Good();

        foreach (string part in new[]
        {
            "deepseek-ai/DeepSeek-V3 on gb200-nvl72 (72 x", "4,096 tok in, 1,024 tok out", "TPOT at most 30 ms", "Cheapest", "Fastest",
            "Pareto front", "Memory of one device", "What would help most", "Price ",
        })
        {
            text.ShouldContain(part);
        }
    }

    [Fact]
    public void The_ideal_closed_form_is_never_slower_than_the_operators()
    {
        double ideal = Fastest("chalk");
        double real = Fastest("operator");

        ideal.ShouldBeGreaterThan(real);

        static double Fastest(string fidelity) => Number(
            Chalk.Run($"plan llama-3.1-70b --on h100x8 --format json --fidelity {fidelity}").Json().GetProperty("fastest"),
            "tokensPerSecondPerUser");
    }

    private static JsonElement Of(string question) => question == "readme" ? Readme.Value : Llama.Value;

    private static IEnumerable<JsonElement> Points(JsonElement plan)
        => plan.GetProperty("front").EnumerateArray().Append(plan.GetProperty("cheapest")).Append(plan.GetProperty("fastest"));

    /// <summary>Tensor, pipeline and attention-parallel ranks of every replica; experts lie over the same devices.</summary>
    private static double Devices(JsonElement layout)
        => Number(layout, "tensorParallel") * Number(layout, "attentionParallel") * Number(layout, "pipelineStages") * Number(layout, "replicas");

    private static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
}
