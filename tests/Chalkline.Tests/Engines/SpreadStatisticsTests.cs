using Chalkline.Engines;
using CsCheck;

namespace Chalkline.Tests.Engines;

/// <summary>Weighted quantiles, effective numbers and the price of little evidence.</summary>
public sealed class SpreadStatisticsTests
{
    [Theory]
    [InlineData(0.0, 1)]
    [InlineData(0.125, 1)]
    [InlineData(0.25, 1.5)]
    [InlineData(0.5, 2.25)]
    [InlineData(0.75, 3)]
    [InlineData(1.0, 3)]
    public void A_value_stands_in_the_middle_of_its_weight(double share, double expected)
    {
        // Weights 1, 1 and 2: the values stand at 1/8, 3/8 and 6/8.
        (double, double)[] values = [(1, 1), (2, 1), (3, 2)];

        double third = 2 + ((0.5 - 0.375) / 0.375);
        SpreadStatistics.Quantile(values, share).ShouldBe(share == 0.5 ? third : expected, 1e-12);
    }

    [Fact]
    public void One_value_is_every_quantile() => SpreadStatistics.Quantile([(7, 0.1)], 0.9).ShouldBe(7);

    [Fact]
    public void Scaling_all_weights_changes_nothing() => Gen.Double[0.1, 10].Array[2, 9].Sample(weights =>
    {
        (double, double)[] some = [.. weights.Select((weight, place) => ((double)place, weight))];
        (double, double)[] more = [.. weights.Select((weight, place) => ((double)place, 5 * weight))];
        foreach (double share in (double[])[0.1, 0.5, 0.9])
        {
            SpreadStatistics.Quantile(more, share).ShouldBe(SpreadStatistics.Quantile(some, share), 1e-9);
        }
    });

    [Fact]
    public void A_plain_twin_counts_whole_weights()
        => Gen.Int[1, 6].Array[1, 8].Select(Gen.Double[0, 1]).Sample((weights, share) =>
        {
            (double, double)[] values = [.. weights.Select((weight, place) => ((double)place, (double)weight))];

            // The twin walks in thousandths of a weight and asks which two middles a place lies between.
            double at = share * weights.Sum();
            double[] middles = [.. weights.Select((weight, place) => weights.Take(place).Sum() + (weight / 2.0))];
            int above = Array.FindIndex(middles, middle => middle >= at);
            double plain = above < 0 ? weights.Length - 1
                : above == 0 ? 0
                : above - 1 + ((at - middles[above - 1]) / (middles[above] - middles[above - 1]));

            SpreadStatistics.Quantile(values, share).ShouldBe(plain, 1e-9);
        });

    [Fact]
    public void Equal_collections_count_fully_and_a_large_one_hardly_more_than_one()
    {
        SpreadStatistics.Effective([2, 2, 2]).ShouldBe(3, 1e-12);
        SpreadStatistics.Effective([100, 1]).ShouldBe(101.0 * 101 / 10001, 1e-12);
    }

    [Theory]
    [InlineData(4, 1.533)]
    [InlineData(10, 1.372)]
    [InlineData(30, 1.310)]
    public void Few_collections_widen_as_Student_says(double evidence, double student)
        => SpreadStatistics.Widening(evidence).ShouldBe(student / 1.2816 * Math.Sqrt(1 + (1 / evidence)), 0.01);

    [Fact]
    public void Less_evidence_widens() => Gen.Double[1, 1000].Select(Gen.Double[1, 1000]).Sample((one, other) =>
        SpreadStatistics.Widening(Math.Min(one, other)).ShouldBeGreaterThanOrEqualTo(SpreadStatistics.Widening(Math.Max(one, other))));

    [Fact]
    public void Much_evidence_widens_nothing() => SpreadStatistics.Widening(1e9).ShouldBe(1, 1e-6);
}
