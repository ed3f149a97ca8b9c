using System.Collections.Immutable;
using Chalkline.Deduction;
using Chalkline.Economics;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;
using static Chalkline.Tests.Deduction.DeductionData;

namespace Chalkline.Tests.Deduction;

/// <summary>Where a cache lies, by the time it is offered for.</summary>
public sealed class CacheTierModelTests
{
    private static readonly CacheTierModel Shipped = CacheTierModel.Of(TierCatalogue.Open(HardwareData.Folder).All);

    private static readonly (Seconds, double)[] Devices = [(new(0.02), 1)];

    [Theory]
    [InlineData(0.02, "hbm")]
    [InlineData(2, "dram")]
    [InlineData(300, "flash")]
    [InlineData(200_000, "disk")]
    public void The_nearest_drain_time_names_the_likeliest_memory(double kept, string kind)
    {
        CachePlace place = Places(kept).ShouldHaveSingleItem();
        place.Tiers[0].Kind.ShouldBe(kind);
        place.Tiers.Sum(tier => tier.Posterior).ShouldBe(1, 1e-12);
        place.Tiers.ShouldAllBe(tier => tier.Posterior > 0 && tier.Prior == 0.2);
        place.Bits.ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void An_hour_parts_less_than_five_minutes()
    {
        ImmutableArray<CachePlace> places = Places(3600, 300);
        places.Select(place => place.Kept!.Value.Value).ShouldBe([300, 3600]);
        places[1].Bits.ShouldBeLessThan(places[0].Bits);
        places[1].Tiers.Single(tier => tier.Kind == "remote").Posterior.ShouldBeGreaterThan(0.3);
    }

    [Fact]
    public void By_hand_with_one_device_a_kind()
    {
        // ln T lies 0 from the one and 3 (two spreads) from the other: 1 against (1 + 4/6)^-3.5 = 0.167.
        PriceSheet sheet = Sheet(1, 2) with { CacheWrites = [new(new(20), new(1e-6))] };
        CachePlace place = CacheTierModel.DeviceOnly.Of(sheet, Devices).ShouldHaveSingleItem();
        place.Tiers.ShouldHaveSingleItem().Posterior.ShouldBe(1);
        place.Bits.ShouldBe(0, 1e-12);
        new Channel(3, [1], CacheTierModel.Spread).LogLikelihood(0).ShouldBe(-3.5 * Math.Log(10 / 6.0), 1e-12);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Without_a_time_nothing_is_known(bool isPriced)
    {
        PriceSheet sheet = Sheet(1, 2) with { CacheWrites = isPriced ? [new(new(0), new(1e-6))] : [] };
        CachePlace place = Shipped.Of(sheet, Devices).ShouldHaveSingleItem();
        place.Kept.ShouldBeNull();
        place.Bits.ShouldBe(0);
        place.Tiers.ShouldAllBe(tier => tier.Posterior == 0.2);
    }

    [Fact]
    public void Prices_that_are_not_used_are_said()
    {
        PriceSheet sheet = Sheet(1, 2) with
        {
            Batch = new(new(5e-7), new(1e-6)),
            CacheWrites = [new(new(300), new(2e-6))],
        };
        DeductionResult result = DeductionData.Shipped.Deduce(new() { Sheet = sheet });
        DeductionResult plain = DeductionData.Shipped.Deduce(new() { Sheet = Sheet(1, 2) });
        result.Unused.Length.ShouldBe(2);
        plain.Unused.ShouldBeEmpty();
        result.Caches[0].Tiers[0].Kind.ShouldBe("flash");
        result.Marginals.Select(marginal => marginal.Median)
            .ShouldBe(plain.Marginals.Select(marginal => marginal.Median));
    }

    private static ImmutableArray<CachePlace> Places(params double[] kept) => Shipped.Of(
        Sheet(1, 2) with { CacheWrites = [.. kept.Select(time => new CacheWritePrice(new(time), new(1e-6)))] },
        Devices);
}
