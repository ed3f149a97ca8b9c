using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Lecture;

/// <summary>Chapters 2 to 4: experts over racks, pipelines over racks, and why the latter are "not wise".</summary>
public sealed class RackChapterTests
{
    [Fact]
    public void T3_256_experts_on_72_devices_use_64_with_4_each_and_leave_8_idle()
    {
        ExpertPlacement rack = new ExpertPlacement(256, 72).Checked();
        rack.Used.ShouldBe(64);
        rack.PerDevice.ShouldBe(4);
        rack.Idle.ShouldBe(8);
        ((double)rack.Idle / rack.Devices).ShouldBe(0.111, 0.001);
        Should.Throw<ChalkException>(() => new ExpertPlacement(256, 0).Checked());
    }

    [Fact]
    public void T4_eight_Hoppers_hold_640_gigabytes_and_a_Blackwell_rack_10_to_20_terabytes()
    {
        Capacity("h100x8").ShouldBe(640e9);
        Capacity("gb200-nvl72").ShouldBeInRange(10e12, 20e12);
        Capacity("gb300-nvl72").ShouldBeInRange(10e12, 21e12);

        static double Capacity(string name)
        {
            MachineSystem system = HardwareData.Catalogue.FindSystem(name);
            return system.Devices * system.Accelerator.Memory.Capacity.Value.Value;
        }
    }

    [Fact]
    public void T5_over_two_racks_half_the_tokens_leave()
    {
        ExpertPlacement.LeavingShare(1).ShouldBe(0);
        ExpertPlacement.LeavingShare(2).ShouldBe(0.5);
        ExpertPlacement.LeavingShare(4).ShouldBe(0.75);
    }

    [Fact]
    public void Card_10_a_layer_over_two_racks_takes_4_times_as_long_at_a_ratio_of_8()
    {
        ExpertPlacement.Slowdown(1, 8).ShouldBe(1);
        ExpertPlacement.Slowdown(2, 8).ShouldBe(4);
        ExpertPlacement.Slowdown(2, 1).ShouldBe(0.5, "two networks at once halve the time when they are equally fast");
    }

    /// <summary>The catalogue says what the lecture's 8 really is (theory notes, chapter 2).</summary>
    [Theory]
    [InlineData("hgx-h100", 9)]
    [InlineData("gb200-nvl72", 18)]
    [InlineData("gb300-nvl72", 9)]
    public void Card_10_the_real_ratio_of_the_networks_is_9_to_18(string name, double ratio)
    {
        MachineSystem system = HardwareData.Catalogue.FindSystem(name);
        (system.ScaleUp.Bandwidth.Value / system.ScaleOut!.Bandwidth.Value).ShouldBe(ratio, 0.01);
    }

    [Fact]
    public void Card_10_operators_see_the_same_slowdown_as_the_closed_form()
    {
        MachineSystem one = HardwareData.Catalogue.FindSystem("hgx-h100");
        MachineSystem two = HardwareData.Catalogue.FindSystem("h100x16");
        Bytes message = new(1e12);
        double slowdown = Collective.Over(CollectiveKind.AllToAll, 16, two, 1).Time(message)
            / Collective.Over(CollectiveKind.AllToAll, 8, one, 1).Time(message);

        // A device keeps its own part, hence 8/7 of the closed form's ratio.
        slowdown.ShouldBe(ExpertPlacement.Slowdown(2, 9) * 8 / 7, 1e-3);
    }

    [Theory]
    [InlineData(8, 1, 2)]
    [InlineData(32, 1, 8)]
    [InlineData(8, 4, 8)]
    public void T6_the_boundary_of_a_stage_hides_behind_its_experts(int experts, int layers, double ratio)
        => ExpertExchange.StageRatio(8, experts, layers).ShouldBe(ratio);

    [Fact]
    public void DeepSeeks_exchange_takes_121_us_a_layer_at_50_GB_a_second_and_6_7_at_900()
    {
        // arXiv 2505.09343: 32 tokens, 8 experts and the shared one, 7,000 wide, FP8 there and BF16 back, 61 layers.
        ExpertExchange exchange = new(7000, 9, 1, 2);
        Seconds slow = exchange.Layer(new(32), new(50e9));
        slow.Value.ShouldBe(120.96e-6, 1e-12);
        Seconds token = exchange.TwoBatches(new(32), new(50e9), 61);
        token.Value.ShouldBe(14.76e-3, 0.005e-3);
        (1 / token.Value).ShouldBe(67, 1);
        exchange.Layer(new(32), new(900e9)).Value.ShouldBe(6.72e-6, 1e-12);
        Seconds fast = exchange.TwoBatches(new(32), new(900e9), 61);
        fast.Value.ShouldBe(0.82e-3, 0.001e-3);
        (1 / fast.Value).ShouldBe(1200, 25);
    }

    [Fact]
    public void T7_without_overlap_each_of_four_racks_idles_three_quarters()
        => new PipelineCut(64, 4).IdleShare.ShouldBe(0.75);

    [Fact]
    public void T8_a_decode_loop_over_four_stages_needs_four_micro_batches()
        => new PipelineCut(64, 4).MicroBatches.ShouldBe(4);

    [Fact]
    public void Card_11_four_micro_batches_on_four_stages_lose_three_sevenths()
    {
        PipelineCut cut = new(64, 4);
        cut.TrainingBubble(4).ShouldBe(3.0 / 7, 1e-15);
        cut.TrainingBubble(61).ShouldBeLessThan(0.05);
        new PipelineCut(64, 1).TrainingBubble(4).ShouldBe(0);
    }

    [Fact]
    public void T9_a_trillion_parameters_at_one_byte_are_a_terabyte()
        => (new Parameters(1e12) * NumberFormat.Fp8.BytesPerParameter).Value.ShouldBe(1e12);

    /// <summary>
    /// A trillion bytes of weights, 2,400 sequences of 100,000 tokens at 2,048 B, 64 devices a stage.
    /// </summary>
    [Theory]
    [InlineData(1, 15.6)]
    [InlineData(2, 7.8)]
    [InlineData(4, 3.9)]
    public void T10_weights_of_a_device_fall_with_the_stages_and_the_cache_does_not(int stages, double gigabytes)
    {
        PipelineCut cut = new(64, stages);
        (cut.WeightsPerDevice(new(1e12)).Value / 1e9).ShouldBe(gigabytes, 0.05);

        // The notes print 7.68 GB: 2,400 x 100,000 x 2,048 / 64, or 7.68e9 B exactly.
        cut.KeyValuePerDevice(2400, new(100_000), new(2048)).Value.ShouldBe(7.68e9, 1);
        cut.PerDevice(new(1e12), 2400, new(100_000), new(2048)).Value.ShouldBe((1e12 / (64 * stages)) + 7.68e9, 1);
    }

    [Fact]
    public void T11_four_stages_of_a_few_milliseconds_turn_20_ms_into_30()
    {
        new PipelineCut(64, 4).TokenTime(new(0.02), new(0.0025)).Value.ShouldBe(0.030, 1e-12);
        new PipelineCut(64, 1).TokenTime(new(0.02), new(0.0025)).Value.ShouldBe(0.020);
    }

    [Theory]
    [InlineData(8, 3.35e12, 37.3)]
    [InlineData(64, 8e12, 1.95)]
    [InlineData(72, 8e12, 1.74)]
    public void A_larger_domain_lowers_the_latency_floor(int devices, double bandwidth, double milliseconds)
    {
        Roofline roofline = Board.Model(1e11, 1e12) with { Bandwidth = devices * new BytesPerSecond(bandwidth) };
        (roofline.LatencyFloor.Value * 1e3).ShouldBe(milliseconds, 0.02);
    }

    [Fact]
    public void Stages_save_no_time_on_a_token_but_let_the_weights_fit()
    {
        PassModel one = Prepare(1);
        PassModel two = Prepare(2);
        Seconds token = one.Time(Serving.Catalogue.Decode(one.Layout, 8, 4096)).Floor;
        Seconds both = 2 * two.Time(Serving.Catalogue.Decode(two.Layout, 8, 4096)).Floor;
        both.Value.ShouldBe(token.Value, 1e-6 * token.Value);
        new Footprint(two).AllWeights.ShouldBeLessThan(0.55 * new Footprint(one).AllWeights);

        static PassModel Prepare(int stages) => PassModel.Prepare(
            Serving.Catalogue.Model("llama-3.1-70b"),
            HardwareData.Catalogue.FindSystem("h200x32"),
            new(8, stages, 1, 1, 1),
            Precision.Bf16,
            Efficiency.Ideal);
    }
}
