using Chalkline.Validation;
using CsCheck;

namespace Chalkline.Tests.Validation;

/// <summary>The statistics of <c>chalk validate</c>, against numbers worked out by hand and against their laws.</summary>
public sealed class MetricScoreTests
{
    private static MetricScore Of(params ScoredValue[] values) => MetricScore.Of("tpot_ms", [.. values.Select(value => (value, 0.3))]);

    [Fact]
    public void Four_errors_by_hand()
    {
        // Errors: +10 %, -20 %, +40 %, 0.
        MetricScore score = Of(
            ScoredRows.Value(100, 110, 90, 120),
            ScoredRows.Value(100, 80, 70, 90),
            ScoredRows.Value(10, 14, 9, 20),
            ScoredRows.Value(5, 5, 5, 5));

        score.Count.ShouldBe(4);
        score.MedianApe.ShouldBe(0.15, 1e-12);
        score.MeanApe.ShouldBe(0.175, 1e-12);
        score.Bias.ShouldBe(0.075, 1e-12);

        // Between the third and the fourth of 0, 0.1, 0.2, 0.4: at 2.7, so 0.2 + 0.7 x 0.2.
        score.P90Ape.ShouldBe(0.34, 1e-12);
        score.WithinTolerance.ShouldBe(0.75);
        score.Coverage80.ShouldBe(0.75);
        score.UnderFloor.ShouldBe(0);
    }

    [Fact]
    public void Without_intervals_there_is_no_coverage_to_state()
        => Of(ScoredRows.Value(1, 2), ScoredRows.Value(1, 1)).Coverage80.ShouldBeNull();

    [Fact]
    public void Coverage_is_over_the_values_that_have_an_interval()
        => Of(ScoredRows.Value(1, 2), ScoredRows.Value(1, 1, 0.9, 1.1)).Coverage80.ShouldBe(1);

    [Fact]
    public void An_endless_interval_is_stated_and_covers()
        => Of(ScoredRows.Value(1, 2, 0.5, double.PositiveInfinity)).Coverage80.ShouldBe(1);

    [Fact]
    public void Times_under_the_floor_and_rates_over_it_are_violations()
    {
        Of(ScoredRows.Value(1, 0.9, floor: 1)).UnderFloor.ShouldBe(1);
        Of(new ScoredValue("output_tok_s_total", 10, 12, double.NaN, double.NaN, 11, LargerIsBetter: true)).UnderFloor.ShouldBe(1);
        Of(new ScoredValue("output_tok_s_total", 10, 10, double.NaN, double.NaN, 11, LargerIsBetter: true)).UnderFloor.ShouldBe(0);
    }

    [Fact]
    public void Laws_of_any_values()
        => Gen.Select(Gen.Double[0.1, 100], Gen.Double[0.1, 100]).Array[1, 40].Sample(pairs =>
        {
            MetricScore score = Of([.. pairs.Select(pair => ScoredRows.Value(pair.Item1, pair.Item2))]);
            score.P90Ape.ShouldBeGreaterThanOrEqualTo(score.MedianApe);
            Math.Abs(score.Bias).ShouldBeLessThanOrEqualTo(score.MeanApe * (1 + 1e-12));
            score.WithinTolerance.ShouldBeInRange(0, 1);

            // Scale does not matter, and neither does the order.
            MetricScore other = Of([.. pairs.Reverse().Select(pair => ScoredRows.Value(8 * pair.Item1, 8 * pair.Item2))]);
            other.MedianApe.ShouldBe(score.MedianApe, 1e-9);
            other.Bias.ShouldBe(score.Bias, 1e-9);
        });
}
