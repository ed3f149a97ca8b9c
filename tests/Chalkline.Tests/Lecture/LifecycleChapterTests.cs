using Chalkline.Economics.Lifecycle;
using Chalkline.Quantities;
using Chalkline.Scaling;
using Chalkline.Tests.Economics.Lifecycle;

namespace Chalkline.Tests.Lecture;

/// <summary>Chapter 5: why models may be trained a hundred times past Chinchilla.</summary>
public sealed class LifecycleChapterTests
{
    [Fact]
    public void Card_15_the_6_is_2_forward_and_twice_that_backward()
        => TrainingWork.PerParameterToken.ShouldBe(TrainingWork.Forward + (2 * TrainingWork.Forward));

    [Fact]
    public void Card_16_the_compute_of_a_life()
    {
        LifecycleLedger life = Lives.Ledger(100e9, 200e12, 0, 200e12);
        life.PreTraining.Cost.Value.ShouldBe(1.2e26, 1e12);
        life.Inference.Cost.Value.ShouldBe(1.2e26, 1e12, "2 N D eta with eta 3");
        life.Cost.ShouldBe(life.PreTraining.Cost + life.ReinforcementLearning.Cost + life.Inference.Cost);
        Lives.Ledger(100e9, 1, 2e12, 1).ReinforcementLearning.Cost.Value.ShouldBe(3 * 100e9 * 2e12 * 3.0, 1e12);
    }

    /// <summary>Card 17 and T18: x + 1/x is least where both are equal; power laws tend to.</summary>
    [Fact]
    public void Card_17_costs_that_trade_against_each_other_meet_at_equality()
    {
        double best = Enumerable.Range(1, 400).Select(step => step / 100.0).MinBy(x => x + (1 / x));
        best.ShouldBe(1);
    }

    [Fact]
    public void Card_18_equal_costs_give_D_pre_as_much_as_D_inf_and_half_again_D_RL()
    {
        LifecycleBudget budget = LifecycleBudget.Of(Lives.Lecture);
        (budget.PreTraining / budget.ReinforcementLearning).ShouldBe(1.5, 1e-12);
        (budget.PreTraining / budget.Inference).ShouldBe(1, 1e-12);

        LifecycleLedger life = LifecycleStudy.Of(Lives.Lecture).Ledger;
        life.PreTraining.Cost.Value.ShouldBe(life.ReinforcementLearning.Cost.Value, 1e14);
        life.PreTraining.Cost.Value.ShouldBe(life.Inference.Cost.Value, 1e14);
    }

    /// <summary>The board's first 1/10 multiplied by the MFU; inefficient work costs more, not less.</summary>
    [Theory]
    [InlineData(3, 2, 1.00)]
    [InlineData(3, 3, 1.50)]
    [InlineData(3, 4, 2.00)]
    [InlineData(3, 6, 3.00)]
    [InlineData(1 / 0.30, 2, 1.11)]
    [InlineData(1 / 0.30, 3, 1.67)]
    [InlineData(1 / 0.30, 6, 3.33)]
    public void Equation_5_7_alpha_and_beta_after_the_slip(double eta, double work, double alpha)
    {
        LifecycleBudget.Alpha(new(work), eta).ShouldBe(alpha, 0.005);
        LifecycleBudget.Beta(eta).ShouldBe(LifecycleBudget.Alpha(new(2), eta));
    }

    [Theory]
    [InlineData(50e6, 2, 259.2e12)]
    [InlineData(500e6, 2, 2.592e15)]
    public void Card_19_and_T12_tokens_of_a_life(double rate, double months, double tokens)
        => LifecycleBudget.Of(Lives.Lecture with { Traffic = new(rate), Lifetime = months * LifecycleRequest.Month })
            .Inference.Value.ShouldBe(tokens, 1e3);

    [Theory]
    [InlineData(200e12, 100)]
    [InlineData(259.2e12, 129.6)]
    [InlineData(150e12, 75)]
    [InlineData(100e12, 50)]
    public void Card_20_over_training(double tokens, double times)
        => Lives.Ledger(100e9, tokens, 0, 1).OverTraining.ShouldBe(times, 1e-9);

    /// <summary>33/33/33 against 25/25/50: "only a small factor".</summary>
    [Fact]
    public void Other_shares_change_a_factor_of_two()
    {
        LifecycleBudget quarters = LifecycleBudget.Of(Lives.Lecture with { Shares = LifecycleShares.Quarters });
        (LifecycleBudget.Of(Lives.Lecture).PreTraining / quarters.PreTraining).ShouldBe(2, 1e-12);
        LifecycleLedger life = Lives.Ledger(100e9, quarters);
        life.Inference.Cost.Value.ShouldBe((life.PreTraining.Cost + life.ReinforcementLearning.Cost).Value, 1e14);
    }

    [Fact]
    public void A_model_that_may_be_thrown_away_is_trained_on_less()
        => LifecycleBudget.Of(Lives.Lecture with { FrontierChance = 0.5 }).PreTraining.Value.ShouldBe(129.6e12, 1e3);

    /// <summary>The exact check of the heuristic: the loss of (100 B, 200 T) held, 259.2 T served, no RL.</summary>
    [Theory]
    [InlineData("hoffmann-2022", 1, 131e9, 118e12, 0.74, 45)]
    [InlineData("hoffmann-2022", 3, 98e9, 208e12, 1.25, 106)]
    [InlineData("besiroglu-2024", 1, 145e9, 46e12, 1.87, 16)]
    [InlineData("besiroglu-2024", 3, 119e9, 89e12, 2.91, 37)]
    public void The_exact_optimum_of_two_laws(
        string law, double eta, double size, double data, double costs, double times)
    {
        LifecycleOptimum best = LifecycleStudy.Of(Lives.Lecture with
        {
            Law = Lives.Law(law),
            DecodePenalty = eta,
            TrainTokens = new(200e12),
            RlTokens = Tokens.Zero,
        }).Optimum;

        best.Point.Parameters.Value.ShouldBe(size, 0.006 * size);
        best.Point.Tokens.Value.ShouldBe(data, 0.006 * data);
        best.Ledger.InferenceOverPreTraining.ShouldBe(costs, 0.006);
        best.Ledger.OverTraining.ShouldBe(times, 0.5);
        best.Mark.ShouldBe("outside: N, D");
    }
}
