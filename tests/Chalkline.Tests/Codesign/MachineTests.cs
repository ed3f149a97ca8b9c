using Chalkline.Codesign.Demand;
using Chalkline.Codesign.SramMachines;
using Chalkline.Economics.Lifecycle;
using Chalkline.Scaling;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>SRAM machines, demand, and the split of attention (codesign recording, 20:05 to 29:06; notes, sections 2.7, 3 and 4).</summary>
public sealed class MachineTests
{
    private static readonly Dictionary<string, SramMachine> Machines = SramMachine.All(HardwareData.Folder).ToDictionary(one => one.Id, StringComparer.Ordinal);

    /// <summary>Llama-3.1-405B in BF16 on 19 wafers.</summary>
    private static readonly SramDecode Wafers = new()
    {
        Layers = 126, Layer = 8.19e-6, Weights = 810e9, Chips = 19, Bandwidth = 21e15, Cache = 4.2e9, Work = 810e9, Peak = 125e15,
    };

    [Theory]
    [InlineData("Llama 3.1 405B", "Cerebras", 8.2)]
    [InlineData("Llama 2 70B", "Groq v1", 41.7)]
    [InlineData("DeepSeek R1", "OpenAI Jalapeno", 23.4)]
    public void Time_of_a_layer_that_published_speeds_imply(string model, string system, double microseconds)
        => (1e6 * PublishedSpeed.All(HardwareData.Folder).Single(one => one.Model == model && one.System == system).PerLayer)
            .ShouldBe(microseconds, 0.06);

    [Theory]
    [InlineData("cerebras-cs3", 810e9, 19)]
    [InlineData("groq-lpu-v1", 70e9, 305)]
    [InlineData("groq-lpu-v1", 140e9, 609)]
    [InlineData("groq-lp30", 500e9, 1000)]
    [InlineData("groq-lp30", 1.342e9, 3)]
    [InlineData("groq-lpu-v1", 1.342e9, 6)]
    [InlineData("tesla-d1", 70e9, 159)]
    public void Chips_that_hold_so_much(string machine, double bytes, double chips) => Machines[machine].Chips(bytes).ShouldBe(chips);

    [Theory]
    [InlineData("groq-lpu-v1", 0.0029)]
    [InlineData("groq-lp30", 0.0033)]
    [InlineData("cerebras-cs3", 0.0020)]
    [InlineData("cerebras-cs4", 0.0010)]
    public void Drain_times_of_SRAM(string machine, double milliseconds) => (1e3 * Machines[machine].Drain!.Value).ShouldBe(milliseconds, 1.1e-4);

    [Fact]
    public void Wafers_are_bound_by_their_layers_not_by_their_bandwidth()
    {
        (19 * 21e15 / 810e9).ShouldBe(492_593, 1);
        (1 / Wafers.TimePerToken(1)).ShouldBe(967, 3);
        (126 * 8.19e-6 / Wafers.TimePerToken(1)).ShouldBeGreaterThan(0.99);
        (1 / (Wafers with { Layer = 4.095e-6 }).TimePerToken(1)).ShouldBe(2 * 967, 10);
    }

    [Fact]
    public void A_hybrid_reads_weights_and_cache_at_once()
    {
        SramDecode hybrid = Wafers with { CacheBandwidth = 8e12 };
        double weights = 810e9 / (19 * 21e15);
        double cache = 64 * 4.2e9 / (19 * 8e12);

        hybrid.TimePerToken(64).ShouldBe((126 * 8.19e-6) + Math.Max(weights, cache), 1e-12);
        for (double batch = 1; batch <= 256; batch *= 2)
        {
            hybrid.TimePerToken(2 * batch).ShouldBeGreaterThanOrEqualTo(hybrid.TimePerToken(batch));
            hybrid.Use(batch).ShouldBeInRange(0, 1);
        }
    }

    [Theory]
    [InlineData(50, 655)]
    [InlineData(150, 218)]
    [InlineData(500, 65.5)]
    [InlineData(1000, 32.8)]
    [InlineData(2000, 16.4)]
    public void Rollouts_of_32k_tokens(double speed, double seconds) => SramDecode.Rollout(32768, speed).ShouldBe(seconds, 0.5);

    [Fact]
    public void Idle_arithmetic_buys_a_model_3_67_times_as_large()
    {
        IScalingLaw law = ScalingLawCatalogue.Open(HardwareData.Folder).Default.OfActive(LawSetting.Dense, 1);
        double grown = SramDecode.Grown(0.2, 2.0 / 3);

        grown.ShouldBe(3.67, 0.005);
        (37 * grown).ShouldBe(135.7, 0.05);
        law.Loss(new(37e9), new(15e12)).ShouldBe(1.9505, 5e-5);
        law.Loss(new(37e9 * grown), new(15e12)).ShouldBe(1.9135, 5e-5);
        SramDecode.InFlight(10, 2, 1e9).ShouldBe(20e9);
    }

    /// <summary>Test vector 6: MatX's table, whose ratios use a rounded cache.</summary>
    [Theory]
    [InlineData(32, 8e9, 68.7, 20.2)]
    [InlineData(80, 70e9, 171.8, 5.7)]
    [InlineData(126, 405e9, 270.6, 1.56)]
    public void Cache_and_its_cost_in_FLOP(double layers, double parameters, double gigabytes, double ratio)
    {
        double cache = 2 * layers * 8 * 128 * 8192 * 128;
        (cache / 1e9).ShouldBe(gigabytes, 0.05);
        (cache * 600 / (2 * parameters * 128)).ShouldBe(ratio, 0.012 * ratio);
        DemandMix mix = new() { Active = parameters, Weights = parameters, Cache = cache / 128, PreTraining = 0, Rollouts = 0, Prefill = 0, Decode = 1, Batch = 128 };
        (mix.LifetimeCost(600) / (2 * parameters)).ShouldBe(Math.Max(1, ratio), 0.012 * ratio);
    }

    /// <summary>Test vector 4.</summary>
    [Theory]
    [InlineData(8e9, 15e12, 12.65)]
    [InlineData(70e9, 15e12, 4.36)]
    [InlineData(405e9, 15.6e12, 1.06)]
    public void Inference_that_over_training_gives_away(double parameters, double tokens, double wedge)
    {
        IScalingLaw law = ScalingLawCatalogue.Open(HardwareData.Folder).Default.OfActive(LawSetting.Dense, 1);
        (3 * FixedQuality.Implied(law, new(new(parameters), new(tokens))).Value / tokens).ShouldBe(wedge, 0.006);
    }

    [Fact]
    public void Demand_adds_up_and_a_larger_batch_asks_for_fewer_bytes()
    {
        DemandMix mix = new() { Active = 8e9, Weights = 8e9, Cache = 5e8, PreTraining = 15e12, Rollouts = 1e12, Prefill = 3e13, Decode = 1e13, Batch = 128 };

        mix.Parts.Sum(part => part.Flop).ShouldBe((6 * 8e9 * 15e12) + (4 * 8e9 * 1e12) + (2 * 8e9 * 3e13) + (2 * 8e9 * 1e13), 1e12);
        (mix with { Batch = 256 }).DecodeBytes.ShouldBeLessThan(mix.DecodeBytes);
        mix.Intensity.ShouldBeInRange(mix.Parts[3].Intensity, mix.Parts[0].Intensity);
        Fleet fleet = new("one", 1, 2e15, 3.35e12, 8e10, null);
        (double compute, double memory) = fleet.Time(mix.Parts[3], 0.5, 0.5);
        compute.ShouldBe(mix.Parts[3].Flop / 1e15, 1e-3);
        memory.ShouldBe(mix.Parts[3].Bytes / 1.675e12, 1e-3);
    }
}
