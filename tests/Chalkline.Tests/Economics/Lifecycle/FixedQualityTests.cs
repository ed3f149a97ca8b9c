using Chalkline.Economics.Lifecycle;
using Chalkline.Quantities;
using Chalkline.Scaling;
using Chalkline.Tests.Scaling;
using CsCheck;

namespace Chalkline.Tests.Economics.Lifecycle;

/// <summary>The cheapest model of a loss when it is also served, against the paper and a brute-force twin.</summary>
public sealed class FixedQualityTests
{
    /// <summary>
    /// Sardana et al.'s printed examples: a Chinchilla model, what it will serve, and what is cheaper.
    /// </summary>
    [Theory]
    [InlineData(13e9, 2e12, 7e9, double.NaN, 0.17)]
    [InlineData(30e9, 1e13, 13.6e9, double.NaN, 0.28)]
    [InlineData(70e9, 1e13, 41.6e9, 7.92e12, double.NaN)]
    public void Sardana_s_examples(double size, double served, double smaller, double tokens, double saving)
    {
        LawPoint chinchilla = LawOptimum.OfSize(Laws.Sardana, new(size));
        LawPoint best = Best(Laws.Sardana, chinchilla, served);

        best.Parameters.Value.ShouldBe(smaller, 0.02 * smaller);
        if (!double.IsNaN(tokens))
        {
            best.Tokens.Value.ShouldBe(tokens, 0.02 * tokens);
        }

        if (!double.IsNaN(saving))
        {
            (1 - (Cost(best, served) / Cost(chinchilla, served))).ShouldBe(saving, 0.01);
        }
    }

    [Fact]
    public void Sardana_s_30B_is_trained_on_2_84_times_the_data()
    {
        LawPoint chinchilla = LawOptimum.OfSize(Laws.Sardana, new(30e9));
        (Best(Laws.Sardana, chinchilla, 1e13).Tokens / chinchilla.Tokens).ShouldBe(2.84, 0.02);
    }

    /// <summary>Rows of the same optimum computed elsewhere from the constants.</summary>
    [Theory]
    [InlineData("hoffmann-2022", 13e9, 2e12, 8.02278e9, 1.7489e12)]
    [InlineData("hoffmann-2022", 70e9, 1e13, 4.7901e10, 1.17725e13)]
    [InlineData("hoffmann-2022-unrounded", 7e9, 1e11, 6.05652e9, 3.4472e11)]
    [InlineData("sardana-2024", 8e9, 1e14, 1.56254e9, 9.51048e12)]
    [InlineData("besiroglu-2024", 70e9, 1e13, 3.27651e10, 3.66797e12)]
    [InlineData("besiroglu-2024", 8e9, 1e14, 1.74399e9, 6.16912e12)]
    public void Optima_computed_elsewhere(string law, double size, double served, double parameters, double tokens)
    {
        IScalingLaw settled = Laws.At(law);
        LawPoint best = Best(settled, LawOptimum.OfSize(settled, new(size)), served);
        best.Parameters.Value.ShouldBe(parameters, 1e-4 * parameters);
        best.Tokens.Value.ShouldBe(tokens, 1e-4 * tokens);
    }

    [Theory]
    [InlineData(8e9, 15e12, 12.65)]
    [InlineData(70e9, 15e12, 4.36)]
    [InlineData(405e9, 15.6e12, 1.06)]
    public void What_Llama_3_gives_away(double size, double data, double served)
        => (FixedQuality.Implied(Laws.Epoch, new(new(size), new(data))) / (LifecycleBudget.Beta(1) * new Tokens(data)))
            .ShouldBe(served, 0.005);

    [Fact]
    public void A_model_short_of_data_implies_less_than_nothing()
        => FixedQuality.Implied(Laws.Epoch, new(new(175e9), new(3e11))).Value.ShouldBeLessThan(0);

    [Fact]
    public void The_condition_read_backwards_comes_back()
        => Gen.Select(Gen.Double[9, 12], Gen.Double[0, 2.5]).Sample((size, more) =>
        {
            LawPoint point = new(new(Math.Pow(10, size)), new(20 * Math.Pow(10, size + more)));
            Tokens equivalent = FixedQuality.Implied(Laws.Epoch, point);
            if (equivalent > Tokens.Zero)
            {
                LawPoint best = FixedQuality.Minimise(
                    Laws.Epoch, Laws.Epoch.Loss(point.Parameters, point.Tokens), equivalent);
                best.Tokens.Value.ShouldBe(point.Tokens.Value, 1e-6 * point.Tokens.Value);
            }
        }, iter: 100);

    /// <summary>The plain twin walks over sizes; no point of equal loss may be cheaper.</summary>
    [Theory]
    [InlineData("besiroglu-2024")]
    [InlineData("hoffmann-2022")]
    [InlineData("kaplan-2020")]
    [InlineData("abnar-2025")]
    public void No_point_of_the_loss_is_cheaper(string name)
    {
        IScalingLaw law = Laws.At(name);
        double loss = law.Loss(100e9, 2e14);
        Tokens equivalent = new(2.592e14);
        LawPoint best = FixedQuality.Minimise(law, loss, equivalent);
        LawPoint twin = Enumerable.Range(-2000, 4001)
            .Select(step => Math.Exp(step / 2000.0) * best.Parameters)
            .Select(size => new LawPoint(size, law.TokensFor(loss, size)))
            .Where(point => double.IsFinite(point.Tokens.Value))
            .MinBy(point => Cost(point, equivalent));

        Cost(best, equivalent).ShouldBeLessThanOrEqualTo(Cost(twin, equivalent) * (1 + 1e-12));
        twin.Parameters.Value.ShouldBe(best.Parameters.Value, 1e-3 * best.Parameters.Value);
        law.Loss(best.Parameters, best.Tokens).ShouldBe(loss, 1e-9);
    }

    [Fact]
    public void More_served_never_lowers_the_best_tokens_a_parameter()
        => Gen.Select(Gen.Double[9, 12], Gen.Double[10, 16], Gen.Double[0.01, 3]).Sample((size, served, more) =>
        {
            foreach (IScalingLaw law in new[] { Laws.Epoch, Laws.Hoffmann, Laws.At("kaplan") })
            {
                double loss = law.Loss(Math.Pow(10, size), 20 * Math.Pow(10, size));
                double few = FixedQuality.Minimise(law, loss, new(Math.Pow(10, served))).Ratio;
                double many = FixedQuality.Minimise(law, loss, new(Math.Pow(10, served + more))).Ratio;
                many.ShouldBeGreaterThanOrEqualTo(few * (1 - 1e-9));
            }
        }, iter: 40);

    /// <summary>Exact elasticities against solving again a little to either side.</summary>
    [Theory]
    [InlineData("besiroglu-2024")]
    [InlineData("kaplan-2020")]
    [InlineData("abnar-2025")]
    public void Elasticities_are_what_solving_again_gives(string name)
    {
        const double Step = 1e-3;
        IScalingLaw law = Laws.At(name);
        double loss = law.Loss(100e9, 2e14);
        LawPoint less = FixedQuality.Minimise(law, loss, new(5e14 * Math.Exp(-Step)));
        LawPoint more = FixedQuality.Minimise(law, loss, new(5e14 * Math.Exp(Step)));
        (double size, double data) = FixedQuality.Elasticity(law, FixedQuality.Minimise(law, loss, new(5e14)));

        data.ShouldBe(Math.Log(more.Tokens / less.Tokens) / (2 * Step), 1e-5);
        size.ShouldBe(Math.Log(more.Parameters / less.Parameters) / (2 * Step), 1e-5);
    }

    private static LawPoint Best(IScalingLaw law, LawPoint chinchilla, double served)
        => FixedQuality.Minimise(
            law, law.Loss(chinchilla.Parameters, chinchilla.Tokens), LifecycleBudget.Beta(1) * new Tokens(served));

    private static double Cost(LawPoint point, double served)
        => Cost(point, LifecycleBudget.Beta(1) * new Tokens(served));

    private static double Cost(LawPoint point, Tokens equivalent)
        => point.Parameters.Value * (point.Tokens + equivalent).Value;
}
