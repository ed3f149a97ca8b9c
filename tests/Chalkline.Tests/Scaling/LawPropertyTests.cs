using Chalkline.Codesign.Quality;
using Chalkline.Scaling;
using CsCheck;

namespace Chalkline.Tests.Scaling;

/// <summary>What holds of every law, and closed forms against their plain twins.</summary>
public sealed class LawPropertyTests
{
    private static readonly Gen<(double, double)> Points = Gen.Select(
        Gen.Double[7, 12].Select(exponent => Math.Pow(10, exponent)),
        Gen.Double[9, 15].Select(exponent => Math.Pow(10, exponent)));

    private static IScalingLaw[] Settled() =>
    [
        .. Laws.Catalogue.All.Select(law => law.OfActive(
            new() { Experts = 8, Granularity = 4, Sparsity = 0.5, WeightBits = 8, BitsAfterTraining = 6 }, 3)),
    ];

    [Fact]
    public void Slopes_are_the_derivatives() => Points.Sample((size, data) =>
    {
        foreach (IScalingLaw law in Settled())
        {
            const double Step = 1e-5;
            LossSlopes slopes = law.Slopes(new(size), new(data));
            double ofSize = (law.Loss(size * Math.Exp(-Step), data) - law.Loss(size * Math.Exp(Step), data)) / (
                2 * Step);
            double ofData = (law.Loss(size, data * Math.Exp(-Step)) - law.Loss(size, data * Math.Exp(Step))) / (
                2 * Step);
            slopes.Parameters.ShouldBe(ofSize, 1e-5 + (1e-5 * Math.Abs(ofSize)));
            slopes.Tokens.ShouldBe(ofData, 1e-5 + (1e-5 * Math.Abs(ofData)));
        }
    }, iter: 50);

    [Fact]
    public void Inverses_come_back() => Points.Sample((size, data) =>
    {
        foreach (IScalingLaw law in Settled())
        {
            LossSlopes slopes = law.Slopes(new(size), new(data));
            double loss = law.Loss(size, data);
            if (slopes.Tokens > 1e-4)
            {
                law.TokensFor(loss, new(size)).Value.ShouldBe(data, 1e-6 * data);
            }

            if (slopes.Parameters > 1e-4)
            {
                law.ParametersFor(loss, new(data)).Value.ShouldBe(size, 1e-6 * size);
            }
        }
    }, iter: 50);

    [Fact]
    public void Closed_forms_equal_halving() => Points.Sample((size, data) =>
    {
        PowerLaw law = (PowerLaw)Laws.Hoffmann;
        double loss = law.Loss(size, data);
        law.TokensFor(loss, new(size)).Value.ShouldBe(LawInverse.Tokens(law, loss, new(size)).Value, 1e-6 * data);

        LawPoint closed = LawOptimum.OfCompute(law, new(6 * size * data));
        LawOptimum.OfSize(law, closed.Parameters).Tokens.Value.ShouldBe(
            closed.Tokens.Value, 1e-6 * closed.Tokens.Value);
        LawPoint again = LawOptimum.OfLoss(law, law.Loss(closed.Parameters, closed.Tokens));
        again.Parameters.Value.ShouldBe(closed.Parameters.Value, 1e-5 * closed.Parameters.Value);
        law.Loss(size, data).ShouldBeGreaterThanOrEqualTo(law.Loss(closed.Parameters, closed.Tokens) - 1e-12);
    }, iter: 100);

    /// <summary>M = S e_N e_D, at three computes and for a law that is no sum of powers too.</summary>
    [Theory]
    [InlineData(1e21)]
    [InlineData(1e24)]
    [InlineData(1e26)]
    public void Efficiencies_are_worth_compute(double compute)
    {
        foreach (IScalingLaw law in new[] { Laws.Epoch, Laws.At("kaplan"), Laws.At("abnar") })
        {
            IScalingLaw effective = new EffectiveLaw(law, 0.64, 0.94);
            LawPoint changed = LawOptimum.OfCompute(effective, new(2 * compute));
            LawPoint same = LawOptimum.OfCompute(law, new(new IsoLoss(0.64, 0.94).Multiplier(2) * compute));
            effective.Loss(changed.Parameters, changed.Tokens).ShouldBe(law.Loss(same.Parameters, same.Tokens), 1e-9);
        }
    }

    [Fact]
    public void Points_of_equal_loss_have_it()
    {
        LawPoint[] line = [.. LawOptimum.IsoLoss(Laws.Epoch, 2, [new(1e6), new(1e10), new(1e11), new(1e12)])];
        line.Length.ShouldBe(3, "a million parameters never reach it");
        line.ShouldAllBe(point => Math.Abs(Laws.Epoch.Loss(point.Parameters, point.Tokens) - 2) < 1e-9);
        Should.Throw<ChalkException>(() => LawOptimum.OfLoss(Laws.Epoch, 1.8)).Message.ShouldContain("1.8172");
    }
}
