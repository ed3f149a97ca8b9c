using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Economics.Caching;

public sealed class TierCostingTests
{
    /// <summary>0.1 $/h and 0.01 $/h over 10 TB; 10 GB/s out, 5 GB/s in; 1,000 $ over 10 PB; 1 kB a token.</summary>
    [Fact]
    public void A_drive_with_round_figures_costs_what_a_hand_calculation_says()
    {
        CacheCost cost = TierCosting.Of(Tiers.Drive, Tiers.Terms(1000));

        cost.Capital.Value.ShouldBe(1000 * 0.1 / 10e12, 1e-20);
        cost.Energy.Value.ShouldBe(1000 * 0.1 * 0.1 / 10e12, 1e-20);
        double copy = 1000 * 2 / 3600.0 / 8e12;
        cost.Retrieve.Value.ShouldBe((1000 * 0.11 / 3600 / 10e9) + copy, 1e-18);
        cost.Write.Value.ShouldBe((1000 * 0.11 / 3600 / 5e9) + copy, 1e-18);
        cost.Wear.Value.ShouldBe(1000 * 1000 / 10e15, 1e-18);
        cost.WearTime.Value.ShouldBe(10 * 3600, 1e-6, "1,000 rewrites in 10,000 h");
    }

    [Fact]
    public void A_copy_that_waits_keeps_an_accelerator_for_as_long()
    {
        CacheTerms terms = Tiers.Terms(1000) with { Copy = CopyRule.Waits };
        TierCosting.Of(Tiers.Drive, terms).Retrieve.Value.ShouldBe(1000 * 2.11 / 3600 / 10e9, 1e-17);
    }

    [Fact]
    public void As_the_lecture_writing_and_wear_cost_nothing()
    {
        CacheCost cost = TierCosting.Of(Tiers.Drive, Tiers.Terms(1000) with { CountWrites = false });
        cost.Write.ShouldBe(UsdPerToken.Zero);
        cost.Wear.ShouldBe(UsdPerToken.Zero);
    }

    [Fact]
    public void In_the_accelerators_own_memory_retrieving_costs_nothing()
    {
        CacheCost cost = TierCosting.Of(Tiers.OnDevice, Tiers.Terms(2048));
        cost.Total(Seconds.Zero).ShouldBe(UsdPerToken.Zero);
        cost.Total(new(3600)).Value.ShouldBe(cost.Hold.Value, 1e-20);
    }

    /// <summary>Two drives hold twice as much twice as fast for twice the money.</summary>
    [Fact]
    public void The_cost_of_a_token_does_not_depend_on_how_many_devices_there_are()
    {
        CacheTier two = Tiers.Drive with
        {
            Capacity = Tiers.Datum(new Bytes(20e12)),
            Read = Tiers.Datum(new BytesPerSecond(20e9)),
            Write = Tiers.Datum(new BytesPerSecond(10e9)),
            Price = new(null, Tiers.Datum(new Usd(2000)), Tiers.Datum(new Seconds(3.6e7)), Tiers.Datum(new Watts(200))),
            Endurance = Tiers.Datum(new Bytes(20e15)),
        };
        CacheCost one = TierCosting.Of(Tiers.Drive, Tiers.Terms(1000));
        CacheCost both = TierCosting.Of(two, Tiers.Terms(1000));
        (both.Total(new(1e5)) / one.Total(new(1e5))).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void A_longer_hold_is_never_cheaper_and_a_faster_device_never_dearer()
        => Gen.Select(Gen.Double[0, 1e7], Gen.Double[0, 1e7], Gen.Double[1, 100], Gen.Double[1, 1e6], Gen.Bool)
            .Sample((hold, longer, faster, keyValue, waits) =>
            {
                CacheTerms terms = Tiers.Terms(keyValue) with { Copy = waits ? CopyRule.Waits : CopyRule.Overlapped };
                CacheTier fast = Tiers.Drive with { Read = Tiers.Datum(faster * Tiers.Drive.Read.Value) };
                CacheCost slow = TierCosting.Of(Tiers.Drive, terms);
                return slow.Total(new(hold + longer)) >= slow.Total(new(hold))
                    && TierCosting.Of(fast, terms).Total(new(hold)) <= slow.Total(new(hold));
            });

    [Fact]
    public void The_network_in_front_of_a_tier_bounds_it()
    {
        CacheTier remote = Tiers.Drive with { Network = Tiers.Datum(new BytesPerSecond(6e9)) };
        remote.ReadPath.Value.Value.ShouldBe(6e9);
        remote.WritePath.Value.Value.ShouldBe(5e9);
        remote.DrainTime.Value.ShouldBe(10e12 / 6e9, 1e-6);
    }

    [Fact]
    public void The_work_shown_gives_the_same_results_again()
    {
        foreach (CopyRule copy in Enum.GetValues<CopyRule>())
        {
            Derivation derivation = new("", strict: true);
            Shown shown = new(derivation);
            foreach (CacheTier tier in (CacheTier[])[Tiers.Drive, Tiers.OnDevice])
            {
                shown.Open(tier.Name);
                TierCosting.Of(tier, Tiers.Terms(70272) with { Copy = copy }, ref shown).Total(new(300), ref shown);
                shown.Close();
            }

            derivation.Verify().ShouldBeEmpty();
        }
    }

    [Fact]
    public void The_longest_hold_of_a_budget_costs_just_that()
        => Gen.Select(Gen.Double[0, 10], Gen.Double[0.001, 10], Gen.Double[0, 10], Gen.Double[0, 10],
            Gen.Double[0, 100])
            .Sample((retrieve, capital, energy, wear, limit) =>
            {
                CacheCost way = Tiers.Way("way", retrieve, capital, energy, wear);
                UsdPerToken budget = new(limit / 1e6);
                double rounding = 1e-9 * (limit + retrieve + wear) / 1e6;
                return way.LongestHold(budget) is { } hold
                    ? double.IsInfinity(hold.Value) || Math.Abs((way.Total(hold) - budget).Value) <= rounding
                    : way.Total(Seconds.Zero).Value >= budget.Value - rounding;
            });
}
