using Chalkline.Deduction.Points;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Tests.Lecture;

/// <summary>Chapter 6: what prices give away. Cards 23 to 25, statements T13 and T17, the notes' checks.</summary>
public sealed class DeductionChapterTests
{
    private Quiet _quiet;

    [Fact]
    public void Card_23_a_step_at_200K_and_100_B_active_are_1667_bytes_a_token()
        => StepDeductions.KvByRatio(new(100e9), new(200_000), ref _quiet).Value.ShouldBe(1666.7, 0.1);

    [Theory]
    [InlineData(1979e12, 3.35e12, 1693)]
    [InlineData(4.5e15, 8e12, 1778)]
    [InlineData(9e15, 8e12, 889)]
    public void Slip_5_the_number_holds_at_one_byte_a_weight_only(double peak, double bandwidth, double bytes)
        => StepDeductions.KvByDevice(new(100e9), new(
            200_000), new(peak), new(bandwidth), ref _quiet).Value.ShouldBe(bytes, 0.5);

    [Fact]
    public void Slip_5_open_models_balance_at_much_shorter_contexts()
    {
        // L* of eq. 6.3 turned around: N_act / (300 kappa).
        (37e9 / (300 * 70_272)).ShouldBe(1755, 1);
        (70e9 / (300 * 163_840.0)).ShouldBe(1424, 1);
    }

    [Fact]
    public void T13_two_heads_of_kv_of_128_in_8_heads_are_2048_bytes()
        => (new Tokens(1) * new BytesPerToken(2 * 128 * 8 * 1)).Value.ShouldBe(2048);

    [Fact]
    public void Card_24_output_at_five_times_input_is_an_MFU_of_a_fifth()
        => RatioDeductions.DecodeShare(new(5e-6), new(25e-6), ref _quiet).ShouldBe(0.2, 1e-12);

    [Fact]
    public void The_published_ratio_of_one_service_is_3_98_by_price_and_4_98_by_rate()
    {
        (1 / RatioDeductions.DecodeShare(new(0.55e-6), new(2.19e-6), ref _quiet)).ShouldBe(3.98, 0.005);
        (73.7 / 14.8).ShouldBe(4.98, 0.005);
    }

    [Fact]
    public void The_batch_behind_a_ratio_of_five_is_a_fifth_of_the_balance()
        => RatioDeductions.Batch(2400, 5, ref _quiet).ShouldBe(480, 1e-9);

    [Fact]
    public void T17_five_minutes_are_flash_and_an_hour_is_spinning_disk()
    {
        TierGuess minutes = LectureTiers.Nearest(new(300));
        TierGuess hour = LectureTiers.Nearest(new(3600));

        minutes.Tier.Name.ShouldBe("flash");
        minutes.Times.ShouldBe(5, 1e-9);
        hour.Tier.Name.ShouldBe("spinning disk");
        (hour.Tier.Drain / minutes.Tier.Drain).ShouldBe(60, 1e-9);
    }

    [Fact]
    public void Computing_again_costs_6_cents_a_million_at_100_B_on_4_5_PFLOPs()
        => (CacheDeductions.Rematerialise(
            new(100e9), new(4.5e15), 0.4, new(2), ref _quiet).Value * 1e6).ShouldBe(0.062, 0.0005);

    [Theory]
    [InlineData(6.25, 300, 15)]
    [InlineData(10, 3600, 5)]
    public void Write_premiums_are_15_and_5_dollars_a_million_token_hour(double write, double kept, double dollars)
        => CacheDeductions.Hold(new(5e-6), new(new(kept), new(write * 1e-6)), ref _quiet).Value.ShouldBe(dollars, 1e-9);

    [Fact]
    public void Four_dollars_fifty_is_the_rent_of_430_kB_a_token()
        => CacheDeductions.EqualKv(new(4.5), new(2), new(192e9), ref _quiet).Value.ShouldBe(430e3, 3e3);

    [Theory]
    [InlineData(6, 2.5, 15, 2.8)]
    public void Six_times_the_price_for_two_and_a_half_the_speed_is_a_batch_15_times_smaller(
        double price, double speed, double batch, double limit)
    {
        (double batchRatio, double speedLimit) = FastDeductions.Implied(price, speed, ref _quiet);
        batchRatio.ShouldBe(batch, 1e-9);
        speedLimit.ShouldBe(limit, 1e-9);
    }
}
