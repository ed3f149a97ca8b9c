using Chalkline.Economics.Caching;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Economics.Caching;

public sealed class CacheStudyTests
{
    private static readonly Gen<CacheCost> Ways = Gen.Select(
        Gen.Double[0, 10], Gen.Double[0.001, 10], Gen.Double[0, 1], Gen.Double[0, 5], Gen.Int[0, 1_000_000])
        .Select((retrieve, capital, energy, wear, name) => Tiers.Way($"way {name}", retrieve, capital, energy, wear));

    [Fact]
    public void Two_straight_lines_cross_where_algebra_says()
    {
        CacheCost slow = Tiers.Way("slow", 10, 1);
        CacheCost fast = Tiers.Way("fast", 1, 10);
        CostCrossing.Between(slow, fast).ShouldHaveSingleItem().Value.ShouldBe(3600, 1e-6);
        CostCrossing.Between(fast, slow).ShouldHaveSingleItem().Value.ShouldBe(3600, 1e-6);
        CostCrossing.Between(slow, slow).ShouldBeEmpty();
    }

    /// <summary>The slow twin: walk along a fine grid, bisect wherever the sign of the difference turns.</summary>
    [Fact]
    public void Break_even_times_are_those_of_bisection() => Gen.Select(Ways, Ways).Sample((left, right) =>
    {
        // Where both cost the same for a while, rounding alone decides which is dearer.
        if (!Apart(left, right, 1) || !Apart(left, right, 1e6) || Same(left.Hold.Value, right.Hold.Value)
            || Same(left.Energy.Value, right.Energy.Value))
        {
            return;
        }

        Seconds[] fast = [.. CostCrossing.Between(left, right).Where(time => time.Value is > 1 and < 1e6)];
        double[] slow = [.. Bisected(left, right)];

        // A grid sees no two crossings within one of its steps: it may miss pairs, and invents none.
        slow.ShouldAllBe(time => fast.Any(other => Math.Abs(Math.Log(other.Value / time)) < 1e-6));
        ((fast.Length - slow.Length) % 2).ShouldBe(0);
    }, iter: 300);

    [Fact]
    public void The_cheapest_by_range_is_the_cheapest_at_every_time() => Ways.Array[1, 6].Sample(ways =>
    {
        CacheStudy study = new(ways.DistinctBy(way => way.Tier, StringComparer.Ordinal));
        study.Cheapest[0].From.ShouldBe(Seconds.Zero);
        study.Cheapest[^1].To.Value.ShouldBe(double.PositiveInfinity);
        for (int at = 1; at < study.Cheapest.Length; at++)
        {
            study.Cheapest[at].From.ShouldBe(study.Cheapest[at - 1].To);
            (study.Cheapest[at].Way.Tier == study.Cheapest[at - 1].Way.Tier).ShouldBeFalse();
        }

        for (double time = 0.5; time < 1e7; time *= 1.7)
        {
            CheapestRange range = study.Cheapest.First(each => each.To.Value >= time);
            range.Way.Total(new(time)).Value
                .ShouldBeInRange(0, study.At(new(time)).Total(new(time)).Value * (1 + 1e-9));
        }
    }, iter: 300);

    [Fact]
    public void A_dominated_way_is_never_cheaper_and_its_better_is_named()
    {
        CacheCost good = Tiers.Way("good", 1, 1);
        CacheCost bad = Tiers.Way("bad", 1, 2);
        CacheCost middle = Tiers.Way("middle", 6, 0.9);
        CacheStudy study = new([good, bad, middle, Tiers.Way("patient", 5, 0.1)]);
        study.DominatedBy(bad).ShouldBe(good);
        study.DominatedBy(good).ShouldBeNull();
        study.IsEverCheapest(bad).ShouldBeFalse();
        study.Cheapest.Select(range => range.Way.Tier).ShouldBe(["good", "patient"]);
        study.DominatedBy(middle)!.Tier.ShouldBe("patient");
    }

    [Fact]
    public void Dominance_is_what_every_time_of_a_grid_says() => Gen.Select(Ways, Ways).Sample((dear, cheap) =>
    {
        bool seen = Enumerable.Range(-10, 200).Select(step => new Seconds(step < -9 ? 0 : Math.Pow(1.2, step)))
            .All(time => dear.Total(time) >= cheap.Total(time));
        return !CostCrossing.Dominated(dear, cheap) || seen;
    });

    [Fact]
    public void Ways_stand_dearest_to_retrieve_first()
    {
        CacheStudy study = new([TierCosting.Of(Tiers.OnDevice, Tiers.Terms(2048)), .. Tiers.Shipped.All
            .Select(tier => TierCosting.Of(tier, Tiers.Terms(2048))), Rematerialisation.Way(new(0.06e-6))]);
        study.Ways[0].Tier.ShouldBe(CacheCost.Rematerialise);
        study.Ways[^1].Tier.ShouldBe("hbm");
    }

    private static bool Apart(CacheCost left, CacheCost right, double time)
        => !Same(left.Total(new(time)).Value, right.Total(new(time)).Value);

    private static bool Same(double left, double right) => Math.Abs(left - right) <= 1e-9 * Math.Max(left, right);

    private static IEnumerable<double> Bisected(CacheCost left, CacheCost right)
    {
        double Difference(double time) => (left.Total(new(time)) - right.Total(new(time))).Value;
        for (double low = 1; low < 1e6; low *= 1.05)
        {
            double high = Math.Min(1e6, low * 1.05);
            if (Math.Sign(Difference(low)) * Math.Sign(Difference(high)) >= 0)
            {
                continue;
            }

            (double from, double to) = (low, high);
            for (int step = 0; step < 100; step++)
            {
                double middle = (from + to) / 2;
                (from, to) = Math.Sign(Difference(from)) == Math.Sign(Difference(middle)) ? (middle, to)
                    : (from, middle);
            }

            yield return from;
        }
    }
}
