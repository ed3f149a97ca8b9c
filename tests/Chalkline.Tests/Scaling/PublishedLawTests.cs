using Chalkline.Codesign.Quality;
using Chalkline.Derivations;
using Chalkline.Scaling;

namespace Chalkline.Tests.Scaling;

/// <summary>Losses and optima that the papers, or checks of them, print.</summary>
public sealed class PublishedLawTests
{
    [Theory]
    [InlineData("besiroglu-2024", 1e24, 9.59e10, 1.74e12, 1.9597)]
    [InlineData("besiroglu-2024", 5.76e23, 7.22487e10, 1.32874e12, 1.97444)]
    [InlineData("besiroglu-2024", 1e26, 1.01593e12, 1.64053e13, 1.87990)]
    [InlineData("hoffmann-2022", 5.76e23, 3.21899e10, 2.98231e12, 1.93075)]
    [InlineData("hoffmann-2022-unrounded", 5.76e23, 4.03105e10, 2.38151e12, 1.91839)]
    [InlineData("sardana-2024", 1e24, 5.36822e10, 3.10469e12, 1.91061)]
    public void The_best_split_of_training_compute_is_the_closed_form(
        string name, double compute, double parameters, double tokens, double loss)
    {
        IScalingLaw law = Laws.At(name);
        LawPoint best = LawOptimum.OfCompute(law, new(compute));

        best.Parameters.Value.ShouldBe(parameters, 1e-3 * parameters);
        best.Tokens.Value.ShouldBe(tokens, 2e-3 * tokens);
        law.Loss(best.Parameters, best.Tokens).ShouldBe(loss, 1e-4);
        best.Compute.Value.ShouldBe(compute, 1e-9 * compute);
    }

    [Fact]
    public void Epoch_s_refit_gives_the_losses_of_two_models_of_15_trillion_tokens()
    {
        Laws.Epoch.Loss(70e9, 15e12).ShouldBe(1.93027, 1e-5);
        Laws.Epoch.Loss(8e9, 15e12).ShouldBe(2.02206, 1e-5);
    }

    /// <summary>
    /// "97 % as accurate" is a model five times smaller: the ratio of losses, the better over the worse.
    /// </summary>
    [Theory]
    [InlineData(0.97, 14.42e9)]
    [InlineData(0.99, 37.8e9)]
    [InlineData(0.999, 65.4e9)]
    public void A_ratio_of_losses_inverts_to_a_size(double ratio, double parameters)
        => Laws.Epoch.ParametersFor(Laws.Epoch.Loss(70e9, 15e12) / ratio, new(15e12)).Value
            .ShouldBe(parameters, 2e-3 * parameters);

    [Theory]
    [InlineData(0.64, 0.94, 1.662)]
    [InlineData(0.747, 1, 1.339)]
    [InlineData(0.5, 0.15, 13.33)]
    public void A_format_must_be_that_much_cheaper_to_break_even(double ofParameter, double ofToken, double speed)
        => new IsoLoss(ofParameter, ofToken).BreakEven.ShouldBe(speed, 5e-4 * speed);

    [Theory]
    [InlineData(1, 2.4392)]
    [InlineData(2, 2.4177)]
    [InlineData(4, 2.3913)]
    [InlineData(8, 2.3622)]
    [InlineData(16, 2.3325)]
    [InlineData(32, 2.3038)]
    public void The_joint_law_of_dense_and_MoE_models(double experts, double loss)
        => Laws.At("ludziejewski-2025", new() { Experts = experts }).Loss(1e9, 1e11).ShouldBe(loss, 1e-4);

    /// <summary>Table 4 of the paper, m and mu: the exponent and coefficient of parameters.</summary>
    [Theory]
    [InlineData(1, 30.364, 0.1817)]
    [InlineData(8, 21.833, 0.1676)]
    [InlineData(32, 16.542, 0.1557)]
    public void The_joint_law_has_the_terms_of_its_table_4(double experts, double coefficient, double exponent)
    {
        PowerLaw law = Laws.At("ludziejewski-2025", new() { Experts = experts }).ShouldBeOfType<PowerLaw>();
        law.OfParameters.ShouldHaveSingleItem().Coefficient.ShouldBe(coefficient, 0.05);
        law.OfParameters[0].Exponent.ShouldBe(exponent, 1e-4);
    }

    [Theory]
    [InlineData(1, 3.483)]
    [InlineData(128, 2.892)]
    public void Routed_models_by_Clark(double experts, double loss)
        => Laws.At("clark", new() { Experts = experts }).Loss(5e6, 130e9).ShouldBe(loss, 1e-3);

    [Fact]
    public void Routing_stops_helping_near_a_trillion_parameters()
        => Laws.At("clark").ShouldBeOfType<RoutedLaw>().RoutingStopsHelping.Value.ShouldBeInRange(0.9e12, 1.1e12);

    [Theory]
    [InlineData(1, 3.0776)]
    [InlineData(16, 2.9226)]
    public void Granularity_by_Krajewski(double granularity, double loss)
        => Laws.At("krajewski-2024", new() { Granularity = granularity }).Loss(1e9, 1e11).ShouldBe(loss, 1e-4);

    [Theory]
    [InlineData(0, 2.1005)]
    [InlineData(0.9, 2.1498)]
    public void Sparsity_by_Abnar(double sparsity, double loss)
        => Laws.At("abnar-2025", new() { Sparsity = sparsity }).Loss(1e10, 1e11).ShouldBe(loss, 1e-4);

    [Fact]
    public void Kaplan_s_joint_law_is_his_law_of_each_variable_when_the_other_is_endless()
    {
        IScalingLaw law = Laws.At("kaplan");
        law.Loss(1e9, 1e30).ShouldBe(Math.Pow(6.4e13 / 1e9, 0.076), 1e-9);
        law.Loss(1e30, 1e10).ShouldBe(Math.Pow(1.8e13 / 1e10, 0.103), 1e-6);
    }

    [Fact]
    public void Recipes_and_bits_make_parameters_count_for_less()
    {
        IScalingLaw quartet = Laws.At("quartet", new() { Recipe = "Quartet-MXFP4" });
        quartet.Loss(1e9, 1e11).ShouldBe(Laws.Epoch.Loss(0.64e9, 0.94e11), 1e-12);
        Laws.At("frantar").Loss(1e9, 1e11).ShouldBe(Laws.Epoch.Loss(1e9, 1e11));

        IScalingLaw eight = Laws.At("kumar", new() { WeightBits = 8 });
        eight.Loss(1e9, 1e10).ShouldBe(Laws.Epoch.Loss(1e9 * (1 - Math.Exp(-8 / 2.6745)), 1e10), 1e-12);
        IScalingLaw after = Laws.At("kumar", new() { BitsAfterTraining = 4 });
        (after.Loss(1e9, 1e13) - Laws.Epoch.Loss(1e9, 1e13))
            .ShouldBeGreaterThan(after.Loss(1e9, 1e10) - Laws.Epoch.Loss(1e9, 1e10), "more data makes it worse");
    }

    [Fact]
    public void The_work_of_a_loss_can_be_read_and_holds()
    {
        foreach (ScalingLaw law in Laws.Catalogue.All)
        {
            Derivation derivation = new(law.Id, strict: true);
            Shown shown = new(derivation);
            IScalingLaw settled = law.OfActive(new() { Experts = 8, WeightBits = 8, BitsAfterTraining = 4 }, 4);
            double loss = settled.Loss(new(1e9), new(1e11), ref shown);
            derivation.Verify().ShouldBeEmpty(law.Id);
            derivation.Result.ShouldNotBeNull().Measure.Value.ShouldBe(loss);
            loss.ShouldBeInRange(1, 8, law.Id);
        }
    }
}
