using Chalkline.Economics.Caching;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Economics.Caching;

public sealed class GapTests
{
    /// <summary>
    /// E[min(G, T)] is the integral of the share that has not come back yet: the slow twin adds it up.
    /// </summary>
    [Theory]
    [InlineData("exponential:2min", 300)]
    [InlineData("lognormal:10min:1.5", 3600)]
    [InlineData("30s,2min,1h,never", 7200)]
    [InlineData("0.5*exponential:2min+0.3*lognormal:3h:0.7", 20000)]
    public void The_mean_time_held_is_the_integral_of_what_has_not_come_back(string text, double kept)
    {
        GapDistribution gaps = GapText.Parse(text);
        const int Steps = 200_000;
        double sum = 0;
        for (int step = 0; step < Steps; step++)
        {
            sum += 1 - gaps.ShareWithin(new(kept * (step + 0.5) / Steps));
        }

        gaps.MeanHeld(new(kept)).Value.ShouldBe(sum * kept / Steps, 0.001 * kept);
    }

    [Fact]
    public void Shares_rise_from_0_to_what_comes_back_at_all()
    {
        GapDistribution gaps = GapText.Parse("0.5*exponential:2min+0.3*lognormal:3h:0.7");
        gaps.ShareWithin(Seconds.Zero).ShouldBe(0);
        gaps.ShareWithin(new(1e9)).ShouldBe(0.8, 1e-6);
        Gen.Select(Gen.Double[0, 1e6], Gen.Double[0, 1e6])
            .Sample((time, more) => gaps.ShareWithin(new(time + more)) >= gaps.ShareWithin(new(time)));
    }

    [Theory]
    [InlineData("often")]
    [InlineData("exponential:0s")]
    [InlineData("exponential:2GB")]
    [InlineData("lognormal:10min")]
    [InlineData("lognormal:10min:0")]
    [InlineData("0.7*exponential:2min+exponential:1h")]
    [InlineData("0.7*exponential:2min+0.7*exponential:1h")]
    [InlineData("1.2*exponential:2min")]
    [InlineData("exponential:2min+exponential:1h")]
    [InlineData("")]
    public void Bad_gaps_are_refused_in_a_sentence(string text)
        => Should.Throw<ChalkException>(() => GapText.Parse(text)).Message.ShouldContain("write exponential:2min");

    [Fact]
    public void A_file_holds_a_gap_a_line_and_a_bad_line_is_named()
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, "90\n5min\n\nnever\n");
            GapText.Read(file).ShouldBeOfType<ListedGaps>().Gaps.Select(gap => gap.Value)
                .ShouldBe([90, 300, double.PositiveInfinity]);
            File.WriteAllText(file, "90\nsoon\n");
            Should.Throw<ChalkException>(() => GapText.Read(file)).Message.ShouldContain("line 2 is 'soon'");
            File.WriteAllText(file, "");
            Should.Throw<ChalkException>(() => GapText.Read(file)).Message.ShouldContain("holds no gaps");
        }
        finally
        {
            File.Delete(file);
        }

        Should.Throw<ChalkException>(() => GapText.Read(file)).Message.ShouldContain("cannot be read");
    }

    /// <summary>Half the prefixes come back after 1 min: kept 2 min, a hit holds 1 min and a miss 2.</summary>
    [Fact]
    public void The_cost_of_reuse_is_that_of_a_hand_calculation()
    {
        CacheCost tier = Tiers.Way("tier", 1, 60);
        ReuseCost cost = ReuseCost.Of(tier, new(10e-6), GapText.Parse("1min,never"), new(120));
        cost.HitRate.ShouldBe(0.5);
        cost.MeanHeld.Value.ShouldBe(90);
        (cost.Cost.Value * 1e6).ShouldBe((0.5 * 1) + (0.5 * 10) + (60 * 90 / 3600.0), 1e-9);
        cost.Saving.ShouldBe(0.3, 1e-9);
    }

    [Fact]
    public void Computing_again_costs_the_same_however_gaps_fall()
        => ReuseCost.Of(Rematerialisation.Way(new(2e-6)), new(2e-6), GapText.Parse("1min"), new(60)).Saving.ShouldBe(0);

    [Fact]
    public void The_best_time_is_no_worse_than_any_other()
    {
        GapDistribution gaps = GapText.Parse("0.6*exponential:2min+0.2*lognormal:3h:1.5");
        CacheCost tier = Tiers.Way("tier", 0.01, 0.5, 0.01, 0.001);
        ReuseCost best = ReuseCost.Best(tier, new(1e-6), gaps);
        foreach (double kept in new[] { 10.0, 100, 1000, 1e4, 1e5 })
        {
            best.Cost.ShouldBeLessThanOrEqualTo(1.001 * ReuseCost.Of(tier, new(1e-6), gaps, new(kept)).Cost);
        }
    }
}
