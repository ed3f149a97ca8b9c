using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>The lecture's layouts through the command.</summary>
public sealed class LayoutTests
{
    private const string DeepSeek = "layout deepseek-v3 --on gb200-nvl72";

    [Theory]
    [InlineData("", true)]
    [InlineData(" --experts-per-gpu 4", false)]
    public void DeepSeek_on_one_rack_holds_4_experts_a_device_with_8_of_72_idle(string options, bool searched)
    {
        JsonElement json = Chalk.Run($"{DeepSeek}{options} --format json").Json();
        json.ShouldSatisfy("layout");
        json.TryGetProperty("chosenBySearch", out _).ShouldBe(searched);
        json.GetProperty("experts").GetProperty("perDevice").GetInt32().ShouldBe(4);
        json.GetProperty("idleDevices").GetInt32().ShouldBe(8);
        json.GetProperty("places").EnumerateArray().Count(place => place.GetProperty("idle").GetBoolean()).ShouldBe(8);
        json.GetProperty("exchanges")[1].GetProperty("leavingShare").GetDouble().ShouldBe(0.5);
        json.GetProperty("exchanges")[1].GetProperty("slowdown").GetDouble().ShouldBe(9, 1e-9, "half of it 18 times slower");
    }

    [Fact]
    public void A_machine_of_ones_own_with_a_ratio_of_8_slows_4_times_over_two_racks()
    {
        using Scratch scratch = new();
        string file = scratch.Write("rack.json", File.ReadAllText(Path.Combine(Chalk.Data, "systems", "gb200-nvl72.json"))
            .Replace("\"value\": \"50 GB/s\"", "\"value\": \"112.5 GB/s\"", StringComparison.Ordinal));
        JsonElement json = Chalk.Run($"layout deepseek-v3 --on {file} --pp 1 --format json").Json();
        json.GetProperty("exchanges")[1].GetProperty("slowdown").GetDouble().ShouldBe(4, 1e-9);
        JsonElement boundary = json.GetProperty("stageBoundary");
        (boundary.GetProperty("ratio").GetDouble() / boundary.GetProperty("layersPerStage").GetDouble()).ShouldBe(2, 1e-9);
    }

    [Fact]
    public void A_layout_that_nobody_describes_is_chosen_by_search_and_says_so()
    {
        string text = Chalk.Run("layout llama-3.1-70b --on h100x8 --tpot 100ms").Good();
        text.ShouldContain("Chosen by search among 13 layouts, of which 10 fit");
        text.ShouldContain("give --ep, --tp,");
        Chalk.Run("layout llama-3.1-70b --on h100x8 --tp 8").Good().ShouldNotContain("Chosen by search");
    }

    [Fact]
    public void Copies_fill_the_rack()
    {
        JsonElement json = Chalk.Run($"{DeepSeek} --redundant-experts 32 --routing power-law --format json").Json();
        json.GetProperty("idleDevices").GetInt32().ShouldBe(0);
        JsonElement experts = json.GetProperty("experts");
        experts.GetProperty("copies").EnumerateArray().Sum(copies => copies.GetInt32()).ShouldBe(288);
        experts.GetProperty("imbalanceAfter").GetDouble().ShouldBeLessThan(experts.GetProperty("imbalanceBefore").GetDouble());
    }

    [Fact]
    public void Devices_that_share_a_cache_hold_their_part_of_it_and_stand_together()
    {
        const string llama = "layout llama-3.1-70b --on gb200-nvl72 --tp 8 --batch 1 --context 1M --format json";
        JsonElement four = Chalk.Run($"{llama} --cp 4").Json();
        four.ShouldSatisfy("layout");
        four.GetProperty("layout").GetString().ShouldBe("TP8 CP4");
        four.GetProperty("places").EnumerateArray().Take(5)
            .Select(place => place.GetProperty("contextRank").GetInt32()).ShouldBe([0, 1, 2, 3, 0]);
        double cache = Chalk.Run(llama).Json().GetProperty("memory").GetProperty("kvBytes").GetDouble();
        four.GetProperty("memory").GetProperty("kvBytes").GetDouble().ShouldBe(cache / 4, 1);
    }

    [Fact]
    public void Racks_can_be_counted_and_experts_named_by_device()
    {
        JsonElement json = Chalk.Run($"{DeepSeek} --racks 2 --experts-per-gpu 2 --format json").Json();
        json.GetProperty("system").GetString().ShouldBe("gb200-nvl72x2");
        json.GetProperty("layout").GetString().ShouldBe("TP1 attn-DP128 EP128");
        json.GetProperty("sentOutsideBytes").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public void The_work_shows_the_exchange_and_the_stage_boundary()
    {
        string text = Chalk.Run($"{DeepSeek} --show-work").Good();
        text.ShouldContain("all-to-all over 2 domains");
        text.ShouldContain("eq. 3.3");
        text.ShouldContain("eq. 1.4 and 4.6");
    }

    [Fact]
    public void A_layout_that_does_not_fit_says_so_and_still_draws()
    {
        using Scratch scratch = new();
        string file = Path.Combine(scratch.Path, "racks.svg");
        Outcome outcome = Chalk.Run($"layout deepseek-v3 --on hgx-h100 --out {file}");
        outcome.Code.ShouldBe(3);
        outcome.Error.ShouldContain("does not fit: a device needs");
        outcome.Output.ShouldContain("No layout could be chosen by search");
        File.ReadAllText(file).ShouldContain("it does not fit");
    }

    [Theory]
    [InlineData("--ep 60", "256 experts do not divide over 60")]
    [InlineData("--experts-per-gpu 3", "--experts-per-gpu 3|2 more copies would")]
    [InlineData("--experts-per-gpu 4 --ep 32", "--ep 32|leave one of the two out")]
    [InlineData("--redundant-experts -1", "--redundant-experts -1|from 0 to 100000")]
    [InlineData("--routing zipf", "--routing zipf|balanced or power-law")]
    [InlineData("--exponent 2", "--exponent 2|--routing power-law")]
    [InlineData("--routing power-law --exponent 9", "--exponent 9|above 0 and at most 5")]
    [InlineData("--racks 0", "--racks 0|at least 1")]
    [InlineData("--racks 1001", "--racks 1001|from 1 to 1000")]
    [InlineData("--tp 3", "does not divide")]
    [InlineData("--pp 2", "128 devices|has 72")]
    [InlineData("--batch 1.5", "--batch 1.5|whole number")]
    [InlineData("--ep 64 --tpot 30ms", "--tpot changes nothing with --ep")]
    [InlineData("--context 0", "--context 0|more than zero")]
    public void A_bad_option_is_told_in_one_sentence(string options, string hints)
    {
        Outcome outcome = Chalk.Run($"{DeepSeek} {options}");
        outcome.Code.ShouldBe(2);
        outcome.Output.ShouldBe("");
        outcome.Error.Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("chalk: ");
        foreach (string hint in hints.Split('|'))
        {
            outcome.Error.ShouldContain(hint);
        }
    }

    [Fact]
    public void A_model_without_experts_has_none_to_copy()
        => Chalk.Run("layout llama-3.1-8b --on h100x8 --redundant-experts 8").Error.ShouldContain("has no experts to place");

    [Fact]
    public void The_catalogue_shows_trays_cards_and_the_spine()
    {
        Chalk.Run("catalog show gb200-nvl72").Good().ShouldContain("10 compute, 9 switch, 8 compute");
        string boxes = Chalk.Run("catalog show hgx-h800").Good();
        boxes.ShouldContain("1:1");
        boxes.ShouldContain("3.7 µs");
        Chalk.Run("roofline llama-3.1-8b --on gb200-nvl72").Good().ShouldContain("host DRAM");
    }
}
