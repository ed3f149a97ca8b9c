using Chalkline.Codesign.Regret;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>Regret of specialising (codesign recording, 9:34).</summary>
public sealed class RegretTests
{
    private static readonly AreaSplit Worked = new(300, 100);

    private static readonly RegretStudy Small = new(
        ["one", "other", "hedge"], ["a", "b"], [0.5, 0.5], [[1.0, 0.1], [0.2, 1.0], [0.7, 0.7]]);

    /// <summary>Test vector 20.</summary>
    [Fact]
    public void The_hedge_keeps_57_percent_of_either_specialist()
    {
        (double share, double kept) = Worked.Hedge;

        share.ShouldBe(0.571, 5e-4);
        kept.ShouldBe(0.571, 5e-4);
        AreaSplit.Training(1).ShouldBe(1);
        Worked.Decoding(0.25).ShouldBe(0.25, 1e-12);
        Worked.Decoding(1).ShouldBe(0);
    }

    [Theory]
    [InlineData(300, 100)]
    [InlineData(300, 30)]
    [InlineData(100, 300)]
    public void No_split_of_a_fine_grid_has_a_better_worst_case(double balance, double intensity)
    {
        AreaSplit split = new(balance, intensity);
        double best = Enumerable.Range(0, 10_001).Max(step => split.Decoding(step / 10_000.0));
        double worst = Enumerable.Range(0, 10_001).Select(step => step / 10_000.0)
            .Max(share => Math.Min(AreaSplit.Training(share), split.Decoding(share) / best));

        split.Hedge.Kept.ShouldBe(worst, 2e-4);
    }

    [Fact]
    public void The_best_guess_moves_with_the_odds()
    {
        Worked.BestExpected(0.9).ShouldBeGreaterThan(Worked.BestExpected(0.5));
        Worked.BestExpected(0.5).ShouldBe(0.5, 1e-3, "the logarithms split the die by probability");
    }

    [Fact]
    public void Minimax_takes_the_hedge_and_odds_decide_between_specialists()
    {
        Small.Designs[Small.Minimax].ShouldBe("hedge");
        Small.Worst(2).ShouldBe(0.7, 1e-12);
        Small.Ratio(0, 1).ShouldBe(0.1, 1e-12);
        Small.ExpectedLog(0).ShouldBe(0.5 * Math.Log(0.1), 1e-12);

        // one against hedge in a: p + 0.1 (1 - p) = 0.7, p = 2/3.
        Small.BreakEven(0, 2, 0)!.Value.ShouldBe(2 / 3.0, 1e-12);
        Small.BreakEven(2, 2, 0).ShouldBeNull();
    }

    [Fact]
    public void What_a_device_cannot_do_is_an_infinite_regret()
    {
        RegretStudy study = Small with { Performance = [[1.0, 0.0], [0.2, 1.0], [0.7, 0.7]] };

        study.ExpectedLog(0).ShouldBe(double.NegativeInfinity);
        study.Worst(0).ShouldBe(0);
    }

    [Fact]
    public void The_shipped_scenarios_are_whole()
    {
        ScenarioSet set = ScenarioSet.Find(HardwareData.Folder, "roadmap");

        set.Scenarios.Sum(scenario => scenario.Probability).ShouldBe(1, 1e-9);
        set.Source.Verified.ShouldBe(Chalkline.Derivations.Verification.No, "the weights are inferred and must say so");
        Scenario decode = set.Scenarios.Single(scenario => scenario.Name == "decode");
        decode.Of(HardwareData.Catalogue.FindAccelerator("h100-sxm")).ShouldBe(100 * 3.35e12, 1);
        decode.Of(HardwareData.Catalogue.FindAccelerator("tpu-v6e")).ShouldBe(0);
    }
}
