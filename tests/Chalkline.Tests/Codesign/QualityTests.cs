using Chalkline.Catalog;
using Chalkline.Codesign.NumberFormats;
using Chalkline.Codesign.Quality;
using Chalkline.Scaling;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>Changes of quality in parameters, compute and energy (codesign notes, sections 0, 2.6, 5 and 6).</summary>
public sealed class QualityTests
{
    private static readonly FormatCatalogue Formats = FormatCatalogue.Open(HardwareData.Folder);

    private static readonly ScalingLawCatalogue Laws = ScalingLawCatalogue.Open(HardwareData.Folder);

    private static readonly QualityChange Large = new(Laws.Default, new(70e9), new(15e12));

    /// <summary>Test vectors 2 and 3.</summary>
    [Theory]
    [InlineData(0.97, 14.42e9)]
    [InlineData(0.99, 37.8e9)]
    [InlineData(0.999, 65.4e9)]
    public void Ninety_seven_percent_as_good_is_a_much_smaller_model(double ratio, double parameters)
        => Large.Equivalent(ratio).Value.ShouldBe(parameters, 1e-3 * parameters);

    [Fact]
    public void An_8B_sits_at_0_9546()
        => (Large.Loss / new QualityChange(Laws.Default, new(8e9), new(15e12)).Loss).ShouldBe(0.9546, 5e-5);

    /// <summary>Test vector 5, and the recording's 40 % and 35 %.</summary>
    [Theory]
    [InlineData(0.64, 0.94, 1.662)]
    [InlineData(0.747, 1, 1.339)]
    [InlineData(0.5, 0.15, 13.33)]
    public void Throughput_that_breaks_even(double ofParameter, double ofToken, double speed)
        => new IsoLoss(ofParameter, ofToken).BreakEven.ShouldBe(speed, 5e-4 * speed);

    [Fact]
    public void From_forty_to_thirty_five_percent_saves_3_6_percent()
    {
        IsoLoss worse = new(1 / 1.40, 1);
        IsoLoss better = new(1 / 1.35, 1);

        worse.Parameters.ShouldBe(0.714, 5e-4);
        better.Parameters.ShouldBe(0.741, 5e-4);
        (1 - (better.TrainingEnergy(1) / worse.TrainingEnergy(1))).ShouldBe(0.036, 5e-4);
        new IsoLoss(0.747, 1).Overhead.ShouldBe(0.339, 5e-4);
    }

    /// <summary>The worked frontier of section 5.</summary>
    [Fact]
    public void The_frontier_of_weights_and_activations()
    {
        FormatResult weights = Known("w4");
        FormatResult both = Known("w4a4");

        (16 * weights.MemoryCost).ShouldBe(4.60, 0.005);
        (1 / weights.MemoryCost).ShouldBe(3.47, 0.005);
        (16 * both.MemoryCost).ShouldBe(5.69, 0.005);
        both.ComputeCost.ShouldBe(0.335, 5e-4);
        weights.ComputeCost.ShouldBe(1.083, 5e-4);
        weights.IsBeatenBy(both).ShouldBeFalse();
        both.IsBeatenBy(weights).ShouldBeFalse();
    }

    [Theory]
    [InlineData(0.923, 0.0012)]
    [InlineData(0.747, 0.0045)]
    [InlineData(0.64, 0.0071)]
    public void Loss_deltas_look_harmless(double efficiency, double rise)
        => Large.LossChange(new(efficiency, 1)).ShouldBe(rise, 5e-5);

    [Fact]
    public void An_efficiency_and_its_loss_ratio_say_the_same()
    {
        foreach (double efficiency in new[] { 0.2, 0.5, 0.747, 0.923, 1 })
        {
            double ratio = 1 / (1 + Large.LossChange(new(efficiency, 1)));
            Large.Efficiency(ratio).ShouldBe(efficiency, 1e-9);
        }
    }

    /// <summary>1.22 a percent compounds: 0.55 % is 1.12 and 2.5 % is 1.65 (section 2.5).</summary>
    [Theory]
    [InlineData(0.0055, 1.12)]
    [InlineData(0.025, 1.65)]
    [InlineData(-0.0018, 0.96)]
    [InlineData(0.03, 1.82)]
    public void One_percent_of_loss_is_22_percent_of_compute(double rise, double compute)
        => QualityChange.ComputeFor(rise).ShouldBe(compute, 0.01);

    [Fact]
    public void What_stays_wide_takes_its_time_and_its_bits()
    {
        FormatResult whole = Known("w4a4");
        FormatResult most = whole with { Share = 0.9 };

        most.Bits.ShouldBe((0.9 * 4.25) + 1.6, 1e-12);
        most.Speed.ShouldBe(1 / ((0.9 / 4) + 0.1), 1e-12);
        most.ComputeCost.ShouldBeGreaterThan(whole.ComputeCost);
    }

    [Fact]
    public void A_score_between_its_baselines_is_a_size_between_them()
    {
        ScoreMap map = ScoreMap.Parse("8e9=62.1,70e9=71.0");

        map.Size(62.1).Value.ShouldBe(8e9, 1);
        map.Size(71.0).Value.ShouldBe(70e9, 10);
        map.Size(66.55).Value.ShouldBe(Math.Sqrt(8e9 * 70e9), 10);
        map.Extrapolates(72).ShouldBeTrue();
        map.Extrapolates(65).ShouldBeFalse();
    }

    [Fact]
    public void Extrapolation_is_marked()
    {
        Large.Mark.ShouldBe("outside: N, D");
        new QualityChange(Laws.Default, new(1e9), new(1e11)).Mark.ShouldBeEmpty();
        new QualityChange(Laws.Find("kumar"), new(1e9), new(1e10)).Mark.ShouldContain("recalled");
    }

    [Fact]
    public void Rules_of_fairness_follow_what_is_known()
    {
        FairnessRule[] bare = [.. FairnessRule.Of(new(20, false, false, 1, null, "", false))];
        FairnessRule[] full = [.. FairnessRule.Of(new(20, true, true, 8, true, "package TDP", true))];
        FairnessRule[] peaks = [.. FairnessRule.Of(new(20, true, true, 8, false, "MAC", true))];

        bare.Length.ShouldBe(8);
        bare.Count(rule => rule.Kept == Verdict.NotStated).ShouldBe(5);
        full.ShouldAllBe(rule => rule.Kept == Verdict.Kept);
        peaks.Single(rule => rule.Kept == Verdict.Broken).Rule.ShouldContain("peak");
    }

    private static FormatResult Known(string recipe)
    {
        KnownRecipe known = KnownRecipe.All(Formats, Laws).Single(one => one.Name == recipe);
        return FormatResult.Of(known, 16, known.Speed(HardwareData.Catalogue.FindAccelerator("b200-sxm")));
    }
}
