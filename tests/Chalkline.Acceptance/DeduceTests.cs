using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Whole questions of what prices give away, through the command.</summary>
public sealed class DeduceTests
{
    [Fact]
    public void A_closed_model_gets_intervals_points_and_clashes()
    {
        JsonElement json = Chalk.Run("deduce anthropic/claude-opus-4-6 --fast-speed 2.5 --format json").Json();
        JsonElement active = json.GetProperty("marginals")[0];

        active.GetProperty("quantity").GetString().ShouldBe("active");
        active.GetProperty("bits").GetDouble().ShouldBeGreaterThan(0.2);
        JsonElement inside = active.GetProperty("interval50");
        JsonElement around = active.GetProperty("interval95");
        around[0].GetDouble().ShouldBeLessThan(inside[0].GetDouble());
        around[1].GetDouble().ShouldBeGreaterThan(inside[1].GetDouble());
        json.GetProperty("points").EnumerateArray().Select(point => point.GetProperty("id").GetString())
            .ShouldBe(["decode-mfu", "batch-from-ratio", "hit-over-remat", "tier-300s", "hold-300s", "tier-3600s", "hold-3600s", "fast-batch", "fast-limit"]);
        json.GetProperty("contradictions").GetArrayLength().ShouldBeGreaterThan(0);
        json.GetProperty("cacheTiers")[0].GetProperty("keptSeconds").GetDouble().ShouldBe(300);
        json.GetProperty("cacheTiers")[0].GetProperty("tiers")[0].GetProperty("kind").GetString().ShouldBe("flash");
        json.GetProperty("unused").GetArrayLength().ShouldBeGreaterThan(1);
        json.TryGetProperty("public", out _).ShouldBeFalse();
    }

    [Fact]
    public void An_open_model_has_the_truth_beside_it_and_the_same_seed_says_the_same()
    {
        const string Question = "deduce together_ai/deepseek-ai/DeepSeek-V3 --seed 7 --format json";
        Outcome first = Chalk.Run(Question);

        first.Json().GetProperty("public").GetProperty("kvBytesPerToken").GetDouble().ShouldBe(70_272);
        Chalk.Run(Question).Good().ShouldBe(first.Good());
    }

    [Fact]
    public void What_is_given_is_kept()
    {
        JsonElement json = Chalk.Run("deduce deepinfra/moonshotai/Kimi-K2-Instruct --given active=32e9,total=1e12,hardware=h100-sxm --format json").Json();

        json.GetProperty("marginals")[0].GetProperty("median").GetDouble().ShouldBe(32e9, 0.5e9);
        json.GetProperty("marginals")[1].GetProperty("median").GetDouble().ShouldBe(1e12, 2e10);
        json.GetProperty("hardware").EnumerateArray().ShouldHaveSingleItem().GetProperty("accelerator").GetString()
            .ShouldBe("h100-sxm");
    }

    [Fact]
    public void A_file_of_sheets_is_deduced_whole_and_what_is_left_out_is_said()
    {
        using Scratch scratch = new();
        string file = scratch.Write("mine.csv", """
            provider,model,input_usd_per_mtok,output_usd_per_mtok
            acme,large,3,15
            acme,free,0,0
            acme,openai/gpt-oss-120b,0.1,0.5
            """);
        JsonElement json = Chalk.Run(["deduce", file, "--all", "--format", "json"]).Json();

        json.ShouldSatisfy("deduce");
        json.GetProperty("sheets").EnumerateArray().Select(sheet => sheet.GetProperty("model").GetString())
            .ShouldBe(["large", "openai/gpt-oss-120b"]);
        json.GetProperty("findings")[0].GetString().ShouldNotBeNull().ShouldContain("free tier");
        json.GetProperty("sheets")[1].GetProperty("publicModel").GetString().ShouldBe("openai/gpt-oss-120b");
        Chalk.Run(["deduce", file, "--entry", "large", "--format", "csv"]).Good().ShouldStartWith(
            "quantity,unit,median");
    }
}
