using System.Text.Json;

namespace Chalkline.Acceptance;

/// <summary>Whole questions of attention/FFN disaggregation through the command.</summary>
public sealed class SplitTests
{
    [Fact]
    public void On_h100_boxes_the_link_is_too_slow_for_a_split_to_pay()
    {
        JsonElement json = Chalk.Run("split deepseek-v3 --on hgx-h100 --gpus 64 --context 4k --fidelity operator --format json").Json();

        json.GetProperty("gain").GetDouble().ShouldBeInRange(0.5, 0.95);
        json.GetProperty("freeLinkGain").GetDouble().ShouldBeGreaterThan(json.GetProperty("gain").GetDouble());
        json.GetProperty("linkOverMemory").GetDouble().ShouldBe(50 / 3350.0, 1e-3);
        json.GetProperty("verdict").GetString().ShouldNotBeNull().ShouldContain("does not pay");
    }

    [Fact]
    public void Both_sides_and_the_pool_stay_within_the_devices_and_the_time()
    {
        JsonElement json = Chalk.Run("split step3 --on hgx-h20 --ffn-on hgx-h800 --gpus 48 --tpot 60ms --fidelity operator --format json").Json();
        JsonElement split = json.GetProperty("split");

        (split.GetProperty("attentionDevices").GetInt32() + split.GetProperty("feedForwardDevices").GetInt32()).ShouldBeLessThanOrEqualTo(48);
        split.GetProperty("tpotSeconds").GetDouble().ShouldBeLessThanOrEqualTo(0.06);
        split.GetProperty("microBatches").GetInt32().ShouldBeGreaterThan(1);
        json.GetProperty("pool").GetProperty("tpotSeconds").GetDouble().ShouldBeLessThanOrEqualTo(0.06);
    }

    [Fact]
    public void The_page_says_whether_it_pays_and_what_a_layer_takes()
    {
        string text = Chalk.Run("split deepseek-v3 --on hgx-h800 --gpus 64").Good();

        text.ShouldContain("The split");
        text.ShouldContain("attention side");
        text.ShouldContain("one pool on");
    }
}
