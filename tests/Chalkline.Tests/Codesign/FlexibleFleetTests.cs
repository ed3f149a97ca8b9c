using Chalkline.Codesign.Flexibility;

namespace Chalkline.Tests.Codesign;

/// <summary>The share of a fleet to keep flexible (codesign recording, 16:22).</summary>
public sealed class FlexibleFleetTests
{
    private static readonly FlexibleFleet Example = new() { Speed = 1.5, Chance = 0.1, Value = 1 };

    [Fact]
    public void The_worked_example_holds_fifteen_percent_flexible()
    {
        Example.Best.ShouldBe(0.15, 1e-12);
        Example.Premium(0.15).ShouldBe(0.05, 1e-12);
    }

    [Fact]
    public void At_a_gain_of_three_the_same_odds_pay_for_nothing()
        => (Example with { Speed = 3 }).Best.ShouldBe(0);

    [Theory]
    [InlineData(1.5, 0.1, double.PositiveInfinity, 0.05)]
    [InlineData(1.3, 0.2, 10, 0.05)]
    [InlineData(1.2, 0.1, 5, 0.1)]
    [InlineData(3, 0.1, double.PositiveInfinity, 0.05)]
    [InlineData(1.01, 0.5, double.PositiveInfinity, 0.05)]
    [InlineData(1.5, 0.1, 1, 0.05)]
    public void No_share_of_a_fine_grid_is_worth_more(double speed, double stake, double slowdown, double scale)
    {
        FlexibleFleet fleet = new() { Speed = speed, Chance = stake, Value = 1, Slowdown = slowdown, Scale = scale };
        double best = Enumerable.Range(0, 10_001).Max(step => fleet.Total(step / 10_000.0));

        fleet.Total(fleet.Best).ShouldBeGreaterThanOrEqualTo(best - 1e-9);
    }

    [Fact]
    public void The_break_even_stake_is_where_the_best_share_leaves_zero()
    {
        FlexibleFleet fleet = Example with { Slowdown = 20 };
        double stake = fleet.BreakEvenStake;

        (fleet with { Chance = 1, Value = stake * 0.999 }).Best.ShouldBe(0);
        (fleet with { Chance = 1, Value = stake * 1.001 }).Best.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Better_odds_never_ask_for_less_and_a_greater_gain_never_for_more()
    {
        double last = 0;
        for (double chance = 0; chance <= 1; chance += 0.05)
        {
            double best = (Example with { Chance = chance }).Best;
            best.ShouldBeGreaterThanOrEqualTo(last);
            last = best;
        }

        last = 1;
        for (double speed = 1; speed <= 4; speed += 0.1)
        {
            double best = (Example with { Speed = speed }).Best;
            best.ShouldBeLessThanOrEqualTo(last);
            last = best;
        }
    }

    [Fact]
    public void Hardware_that_is_as_good_at_the_unforeseen_needs_no_insurance()
    {
        (Example with { Slowdown = 1 }).Best.ShouldBe(0);
        (Example with { Slowdown = 1 }).BreakEvenStake.ShouldBe(double.PositiveInfinity);
        (Example with { Slowdown = 1, Speed = 1 }).Best.ShouldBe(1);
    }
}
