using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Whole questions to <c>chalk pipeline</c>.</summary>
public sealed class PipelineTests
{
    [Fact]
    public void The_timetable_of_a_step_holds_every_pass_of_every_stage()
    {
        JsonElement json = Chalk.Run(
            "pipeline llama-3.1-70b --on h100x32 --stages 4 --tp 8 --micro-batches 8 --schedule zb-h1 --format json").Json();

        JsonElement[] stages = [.. json.GetProperty("timetable").EnumerateArray()];
        stages.Length.ShouldBe(4);
        stages.ShouldAllBe(stage => stage.GetArrayLength() == 3 * 8);
        double end = stages.Max(stage => stage.EnumerateArray().Max(pass => pass.GetProperty("end").GetDouble()));
        end.ShouldBe(json.GetProperty("totalSeconds").GetDouble(), 1e-12);
        double span = json.GetProperty("spanSeconds").GetDouble();
        json.GetProperty("bubbleShare").GetDouble().ShouldBe(1 - (json.GetProperty("busiestSeconds").GetDouble() / span), 1e-9);
        json.GetProperty("cuts").GetProperty("best").GetProperty("spanSeconds").GetDouble().ShouldBeLessThanOrEqualTo(span);
        json.GetProperty("cuts").GetProperty("asked").GetProperty("layers").EnumerateArray().Sum(item => item.GetInt32()).ShouldBe(80);
    }

    [Fact]
    public void Zero_bubble_schedules_beat_1F1B_and_take_their_memory()
    {
        JsonElement plain = Ask("1f1b");
        JsonElement small = Ask("zb-1p");
        JsonElement large = Ask("zb-2p");
        Span(small).ShouldBeLessThan(Span(plain));
        Span(large).ShouldBeLessThanOrEqualTo(Span(small));
        Peak(small).ShouldBeLessThanOrEqualTo(4 + 1e-6);
        Peak(large).ShouldBeInRange(Peak(small), 8 + 1e-6);

        static JsonElement Ask(string schedule) => Chalk.Run(
            $"pipeline llama-3.1-8b --on h100x8 --stages 4 --micro-batches 16 --schedule {schedule} --format json").Json();
        static double Span(JsonElement json) => json.GetProperty("spanSeconds").GetDouble();
        static double Peak(JsonElement json) => json.GetProperty("stageShares").EnumerateArray()
            .Max(stage => stage.GetProperty("peakActivations").GetDouble());
    }

    [Fact]
    public void Stages_halve_the_weights_of_a_device_and_leave_its_cache()
    {
        JsonElement json = Chalk.Run(
            "pipeline deepseek-v3 --on gb200-nvl72x4 --stages 4 --serve --tp 8 --attention-dp 8 --format json").Json();

        JsonElement[] rows = [.. json.GetProperty("memoryByStages").EnumerateArray()];
        double weights = rows[0].GetProperty("weightBytes").GetDouble();
        double cache = rows[0].GetProperty("kvBytes").GetDouble();
        foreach (JsonElement row in rows)
        {
            row.GetProperty("weightBytes").GetDouble().ShouldBe(weights / row.GetProperty("stages").GetInt32(), 1e-3 * weights);
            row.GetProperty("kvBytes").GetDouble().ShouldBe(cache, 1e-6 * cache);
        }

        // The stages of the timetable hold the same bytes, on the mean.
        json.GetProperty("stageShares").EnumerateArray().Average(stage => stage.GetProperty("kvBytes").GetDouble())
            .ShouldBe(cache, 1e-6 * cache);
        json.GetProperty("steadyIdleShare").GetDouble().ShouldBe(0, 1e-3);
    }

    [Fact]
    public void A_hop_of_2_5_ms_a_stage_adds_to_the_token_of_a_single_micro_batch()
    {
        const string Question = "pipeline llama-3.1-70b --on h100x32 --stages 4 --tp 8 --serve --micro-batches 1 --format json";
        double without = Token($"{Question} --hop 0");
        Token($"{Question} --hop 2.5ms").ShouldBe(without + 0.010, 1e-9);

        static double Token(string question) => Chalk.Run(question).Json().GetProperty("tokenSeconds").GetDouble();
    }
}
