using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;
using Chalkline.Tests.Economics.Caching;

namespace Chalkline.Tests.Lecture;

/// <summary>Chapter 6, part C: cached tokens and memory tiers.</summary>
public sealed class CacheChapterTests
{
    [Fact]
    public void Eq_6_9_computing_a_million_tokens_of_100_B_again_costs_6_cents()
    {
        Derivation derivation = new("", strict: true);
        Shown shown = new(derivation);
        UsdPerToken cost = Rematerialisation.ClosedForm(new(100e9), new(4.5e15), 0.4, new(2), ref shown);
        (cost.Value * 1e6).ShouldBe(0.0617, 0.0001);
        derivation.Verify().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("dram-grace", 0.94, 0.01)]
    [InlineData("dram-ddr5", 3.3, 0.05)]
    [InlineData("flash-3tb", 3.8 * 60, 2)]
    [InlineData("flash-13tb", 15 * 60, 20)]
    [InlineData("flash-26tb", 30 * 60, 30)]
    [InlineData("flash-123tb", 4.6 * 3600, 60)]
    [InlineData("disk-30tb", 30 * 3600, 1100)]
    public void Eq_6_13_drain_times_of_datasheets(string name, double seconds, double tolerance)
        => Tiers.Find(name).DrainTime.Value.ShouldBe(seconds, tolerance);

    /// <summary>
    /// The notes take the series' 7.4 GB/s for both sizes, 2.3 h; another source has 7 GB/s for the smaller.
    /// </summary>
    [Fact]
    public void Eq_6_13_a_61_TB_drive_drains_in_2_3_to_2_4_hours()
    {
        CacheTier drive = Tiers.Find("flash-61tb");
        (drive.DrainTime.Value / 3600).ShouldBe(2.44, 0.01);
        (drive.Capacity.Value / drive.Read.Alternatives.Single().Value).Value.ShouldBe(2.31 * 3600, 36);
    }

    /// <summary>At a hold of one drain time, a device is used as much for holding as for reading.</summary>
    [Fact]
    public void Eq_6_13_at_the_drain_time_holding_costs_what_reading_occupies_of_the_device()
    {
        CacheTerms free = Tiers.Terms(2048) with { Rate = Tiers.Datum(new UsdPerHour(1e-12)), CountWrites = false };
        foreach (CacheTier tier in Tiers.Shipped.All)
        {
            CacheCost cost = TierCosting.Of(tier, free);
            ((cost.Hold * tier.DrainTime) / cost.Retrieve).ShouldBe(1, 1e-6, tier.Id);
        }
    }

    [Fact]
    public void T17_five_minutes_and_an_hour_are_flash_and_spinning_disk()
    {
        TierMatch five = TierMatch.Nearest(new(300), TierMatch.Lecture);
        (five.Tier, five.Factor).ShouldBe(("flash", 5));
        TierMatch hour = TierMatch.Nearest(new(3600), TierMatch.Lecture);
        (hour.Tier, hour.Factor).ShouldBe(("spinning disk", 1));
        TierMatch.Nearest(new(0.02), TierMatch.Lecture).Tier.ShouldBe("HBM");
        TierMatch.Nearest(new(5), TierMatch.Lecture).Tier.ShouldBe("DDR");
    }

    /// <summary>
    /// Section 9.10: with datasheets, five minutes is a small fast drive and an hour a large one; a disk is a day.
    /// </summary>
    [Fact]
    public void T17_by_datasheets_five_minutes_and_an_hour_are_both_flash()
    {
        (string, Seconds)[] drains = [.. Tiers.Shipped.All.Select(tier => (tier.Id, tier.DrainTime))];
        TierMatch.Nearest(new(300), drains).Tier.ShouldBe("flash-3tb");
        TierMatch.Nearest(new(3600), drains).Tier.ShouldBe("flash-26tb");
        TierMatch.Nearest(new(86400), drains).Tier.ShouldBe("disk-30tb");
    }

    [Theory]
    [InlineData(2048, 0.021, 0.001)]
    [InlineData(70272, 0.73, 0.005)]
    [InlineData(430e3, 4.50, 0.03)]
    public void Holding_a_million_tokens_an_hour_in_HBM_costs(double keyValue, double dollars, double tolerance)
        => (TierCosting.Of(Tiers.OnDevice, Tiers.Terms(keyValue)).Hold.Value * 1e6).ShouldBe(dollars, tolerance);

    /// <summary>$5 in, $0.50 on a hit, $6.25 for five minutes, $10 for an hour.</summary>
    [Theory]
    [InlineData(300, 6.25, 15, 1.25 / 5.75, 1.25 / 4.5)]
    [InlineData(3600, 10, 5, 5 / 9.5, 5 / 4.5)]
    public void A_write_premium_is_a_price_of_holding(
        double kept, double write, double hold, double hitRate, double reads)
    {
        CacheOffer offer = new(new(5e-6), new(0.5e-6), [new CacheWritePrice(new(kept), new(write * 1e-6))]);
        WriteReading read = offer.Read(offer.Writes[0]);
        (read.Hold.Value * 1e6).ShouldBe(hold, 1e-9);
        read.RequiredHitRate.ShouldBe(hitRate, 1e-9);
        read.ReadsPerWrite.ShouldBe(reads, 1e-9);
        (offer.Expected(offer.Writes[0], read.RequiredHitRate) / offer.Input).ShouldBe(1, 1e-12, "where it just pays");

        // The price of holding is orders of magnitude above HBM rent at 2 kB a token.
        UsdPerByteHour room = new UsdPerHour(2) / new Bytes(192e9);
        read.EqualTo(room).Value.ShouldBeGreaterThan(200 * 2048);
    }

    [Fact]
    public void A_ten_times_cheaper_hit_covers_flash_and_disk_for_days_and_HBM_for_minutes()
    {
        Quiet quiet = default;
        UsdPerToken compute = Rematerialisation.ClosedForm(new(100e9), new(4.5e15), 0.4, new(2), ref quiet);
        CacheTerms terms = Tiers.Terms(2048);
        TierCosting.Of(Tiers.OnDevice, terms).LongestHold(0.1 * compute)!.Value.Value.ShouldBe(1041, 5);
        TierCosting.Of(Tiers.Find("disk-30tb"), terms).LongestHold(0.1 * compute)!.Value.Value
            .ShouldBeGreaterThan(86400);
    }

    [Fact]
    public void An_offer_is_read_from_a_price_sheet()
    {
        PriceSheet sheet = new()
        {
            Provider = "anyone",
            Model = "model",
            Input = new(5e-6),
            Output = new(25e-6),
            Source = new("test", "2026", Verification.Yes),
        };
        CacheOffer.Of(sheet).ShouldBeNull();
        PriceSheet kept = sheet with
        {
            CachedInput = new(0.5e-6),
            CacheWrites = [new(Seconds.Zero, new(6e-6)), new(new(300), new(6.25e-6))],
        };
        CacheOffer.Of(kept)!.Writes.ShouldHaveSingleItem().Kept.ShouldBe(new Seconds(300));
        CacheOffer.Of(kept)!.Discount.ShouldBe(0.1, 1e-12);
    }
}
