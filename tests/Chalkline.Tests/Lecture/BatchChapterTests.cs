using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Lecture;

/// <summary>Chapter 1: how batch size affects token cost and speed. Names begin with the card or statement.</summary>
public sealed class BatchChapterTests
{
    /// <summary>Section 0.2: FLOP/s, bytes a second, bytes a weight, rho.</summary>
    [Theory]
    [InlineData(312e12, 2.039e12, 2, 153)]
    [InlineData(989e12, 3.35e12, 2, 295)]
    [InlineData(1979e12, 3.35e12, 1, 295)]
    [InlineData(1979e12, 4.8e12, 1, 206)]
    [InlineData(2.25e15, 8e12, 2, 281)]
    [InlineData(4.5e15, 8e12, 1, 281)]
    [InlineData(9e15, 8e12, 0.5, 281)]
    [InlineData(15e15, 8e12, 0.5, 469)]
    [InlineData(50e15, 22e12, 0.5, 568)]
    [InlineData(25e15, 22e12, 0.5, 284)]
    [InlineData(1.97e14, 8.2e11, 2, 240)]
    public void Card_7_the_ratio_called_300_is_that_of_H100_and_B200_alone(
        double peak, double bandwidth, double width, double rho)
    {
        Roofline roofline = Board.Model(1e9, 1e9) with
        {
            Peak = new(peak),
            Bandwidth = new(bandwidth),
            WeightWidth = new(width),
        };
        roofline.HardwareRatio.ShouldBe(rho, 0.6);
        roofline.BalanceBatch().ShouldBe(rho, 0.6, "a dense model balances at rho itself");
    }

    [Fact]
    public void Card_8_as_spoken_the_balance_is_2400_but_that_takes_32_of_256_experts_which_V3_does_not_activate()
    {
        SparsityDefinition.AsSpoken(300).BalanceBatch.ShouldBe(2400);
        SparsityDefinition.ByParameters(300, 671e9, 37e9).BalanceBatch.ShouldBe(5440, 1);
        SparsityDefinition.ByExperts(300, 256, 8).BalanceBatch.ShouldBe(9600);
        Board.Model(37e9, 671e9).BalanceBatch().ShouldBe(5440, 1);
        Board.Model(37e9, 700e9).BalanceBatch().ShouldBe(5676, 1, "Category Ventures prints 6,000");
    }

    [Fact]
    public void Card_8_from_the_catalogue_V3_is_18_times_sparse_by_parameters_and_32_by_experts()
    {
        RooflineStudy study = RooflineStudy.Of(
            Serving.Catalogue.Model("deepseek-v3"),
            HardwareData.Catalogue.FindSystem("gb200-nvl72"),
            Formats.Precision.Bf16,
            new(4096),
            (1, 8),
            new(Overlap.Full, ContextLaw.Dense, false, null));
        study.Sparsities.Length.ShouldBe(2);
        study.Sparsities[0].Sparsity.ShouldBe(671.0 / 37, 0.4);
        study.Sparsities[1].Sparsity.ShouldBe(32);
        study.Sparsities[0].BalanceBatch.ShouldBe(study.Roofline.BalanceBatch(), 0.01 * study.Roofline.BalanceBatch());
    }

    [Fact]
    public void Card_9_a_train_departs_each_drain_time_14_4_ms_said_as_15()
    {
        Accelerator rubin = HardwareData.Catalogue.FindAccelerator("vr200");
        rubin.Memory.Capacity.Value.Value.ShouldBe(288e9);
        (rubin.Memory.Capacity.Value / new BytesPerSecond(20e12)).Value
            .ShouldBe(14.4e-3, 1e-9, "as the lecture quotes it");
        rubin.Memory.DrainTime.Value.ShouldBe(13.1e-3, 0.05e-3, "as announced, at 22 TB/s");
    }

    [Fact]
    public void T1_the_worst_wait_is_40_ms_and_the_mean_30()
    {
        BatchTrain train = new(new(0.02), 2400);
        train.WorstWait.Value.ShouldBe(0.040, 1e-15);
        train.MeanWait.Value.ShouldBe(0.030, 1e-15);
    }

    [Fact]
    public void T2_2000_seats_64_times_a_second_are_a_thousandth_of_Gemini()
    {
        BatchTrain train = new(new(1 / 64.0), 2000);
        train.Throughput.Value.ShouldBe(128_000, 1e-6);
        train.ShareOf(new TokensPerSecond(1.28e8)).ShouldBe(1e-3, 1e-12);
    }

    [Fact]
    public void T14_beyond_twice_the_balance_context_utilisation_halves()
    {
        Roofline roofline = Board.Model(1e11, 1e12, 1e11 / (300 * 1e5));
        roofline.BalanceContext.Value.ShouldBe(100_000, 1e-6);
        roofline.UtilisationLimit(new(100_000)).ShouldBe(1, 1e-12);
        roofline.UtilisationLimit(new(200_000)).ShouldBe(0.5, 1e-12);
        roofline.BalanceBatch(new(50_000)).ShouldBe(6000, 1e-6, "eq. 1.8: half the context doubles 300 s");
        roofline.BalanceBatch(new(200_000)).ShouldBe(double.PositiveInfinity);
    }

    [Fact]
    public void T16_a_pass_longer_than_the_drain_reads_the_memory_twice()
    {
        MemoryTier memory = HardwareData.Catalogue.FindAccelerator("h100").Memory;
        (2 * memory.DrainTime * memory.Bandwidth.Value).Value.ShouldBe(160e9, 1);
    }

    [Fact]
    public void Rent_of_a_token_is_0_296_dollars_a_million_on_64_devices_and_0_333_on_72()
    {
        Roofline roofline = Board.TwentyMilliseconds;
        roofline.BalanceBatch().ShouldBe(2400, 1e-9);
        roofline.Time(2400, new(0)).Pass.Value.ShouldBe(0.02, 1e-12);
        (roofline.Cost(2400, new(0), new(64 * 2)).Value * 1e6).ShouldBe(0.296, 0.0005);
        (roofline.Cost(2400, new(0), new(72 * 2)).Value * 1e6).ShouldBe(0.333, 0.0005);
    }

    [Fact]
    public void Without_batching_a_token_costs_2400_times_the_floor_said_as_1000()
    {
        Roofline roofline = Board.TwentyMilliseconds;
        (roofline.Cost(1, new(0), new(128)) / roofline.CostFloor(new(0), new(128))).ShouldBe(2400, 1e-6);
    }

    [Fact]
    public void A_slow_mode_can_save_nothing_at_the_balance_for_neither_arithmetic_nor_cache_is_shared()
    {
        Roofline roofline = Board.TwentyMilliseconds;
        (roofline.Cost(2400, new(0), new(128)) / roofline.CostFloor(new(0), new(128))).ShouldBe(1, 1e-9);
        Roofline cached = Board.Model(1e11, 1e12, 1e4);
        (cached.Cost(1e9, new(1e5), new(128)) / cached.CostFloor(new(1e5), new(128))).ShouldBe(1, 1e-3);
    }

    [Fact]
    public void Fast_mode_at_6_times_the_price_and_2_5_times_the_speed_means_a_batch_15_times_smaller()
    {
        (double batchRatio, double variableShare, double limit) = FastMode.Implied(6, 2.5);
        batchRatio.ShouldBe(15);
        variableShare.ShouldBe(1.8, 1e-12);
        limit.ShouldBe(2.8, 1e-12);
    }

    [Fact]
    public void Fast_mode_forward_and_backward_agree_and_100_times_the_price_buys_2_8_times_the_speed()
    {
        // t = T_w + k B with k B = 1.8 T_w at a batch of 1,500: the cache alone grows with the batch.
        Roofline roofline = Board.Model(1, 1e12, 1.8e12 / 1500 / 1000);
        Tokens context = new(1000);
        FastMode fast = FastMode.At(roofline, 1500, context, 6);
        fast.Batch.ShouldBe(100, 1e-6);
        fast.SpeedRatio.ShouldBe(2.5, 1e-9);
        fast.LimitReached.ShouldBeFalse();
        FastMode.At(roofline, 1500, context, 100).SpeedRatio.ShouldBeInRange(2.5, 2.8);
        FastMode.At(roofline, 1500, context, 1e6).LimitReached.ShouldBeTrue();
        FastMode.Limit(roofline, 1500, context).ShouldBe(2.8, 0.005);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void An_impossible_fast_mode_is_refused(double price)
    {
        Should.Throw<ChalkException>(() => FastMode.At(Board.TwentyMilliseconds, 2400, new(0), price));
        Should.Throw<ChalkException>(() => FastMode.Implied(price, 0.5));
    }

    [Theory]
    [InlineData(37e9, 70_272, 1755)]
    [InlineData(70e9, 163_840, 1424)]
    [InlineData(1e11, 1666.7, 200_000)]
    public void Card_23_the_balance_context_of_open_models_is_a_hundred_times_shorter_than_200K(
        double active, double keyValue, double expected)
        => Board.Model(active, 10 * active, keyValue).BalanceContext.Value.ShouldBe(expected, 0.001 * expected);

    /// <summary>Section 9.5: 1,667 B is at one byte a weight and rho 300; a real machine moves it.</summary>
    [Theory]
    [InlineData(1979e12, 3.35e12, 1693)]
    [InlineData(4.5e15, 8e12, 1778)]
    [InlineData(9e15, 8e12, 889)]
    public void Card_23_on_real_machines_200K_implies_another_cache(double peak, double bandwidth, double keyValue)
    {
        Roofline roofline = Board.Model(1e11, 1e12, keyValue) with { Peak = new(peak), Bandwidth = new(bandwidth) };
        roofline.BalanceContext.Value.ShouldBe(200_000, 200);
    }

    [Fact]
    public void Card_24_five_times_the_balance_context_leaves_a_fifth_of_the_utilisation()
    {
        Roofline roofline = Board.Model(1e11, 1e12, 1e11 / (300 * 1e4));
        roofline.UtilisationLimit(new(50_000)).ShouldBe(0.2, 1e-12);
    }

    /// <summary>Section 9.6: attention arithmetic matters from thousands of tokens on, not from millions.</summary>
    [Theory]
    [InlineData("llama-3.1-70b", 2.62e6, 53_000)]
    [InlineData("deepseek-v3", 1.70e7, 4_400)]
    public void Arithmetic_of_attention_equals_that_of_the_weights_at_a_modest_context(
        string name, double flop, double context)
    {
        RooflineStudy study = RooflineStudy.Of(
            Serving.Catalogue.Model(name),
            HardwareData.Catalogue.FindSystem("h100x8"),
            Formats.Precision.Bf16,
            new(8192),
            (1, 8),
            new(Overlap.Full, ContextLaw.Dense, true, null));
        study.Roofline.AttentionFlop.Value.ShouldBe(flop, 0.01 * flop);
        (2 * study.Roofline.Active.Value / study.Roofline.AttentionFlop.Value).ShouldBe(context, 0.03 * context);
    }
}
