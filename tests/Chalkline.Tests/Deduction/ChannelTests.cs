using Chalkline.Deduction;
using MathNet.Numerics.LinearAlgebra;

namespace Chalkline.Tests.Deduction;

public sealed class ChannelTests
{
    private static readonly Coefficient[] Loose = [new(0, 10), new(1, 10)];

    [Fact]
    public void The_doubt_of_a_line_is_the_quadratic_form_of_all_features()
    {
        Matrix<double> covariance = Matrix<double>.Build.DenseOfArray(new[,]
        {
            { 2.0, 0.3, -0.4, 0.1 },
            { 0.3, 1.0, 0.2, -0.2 },
            { -0.4, 0.2, 3.0, 0.5 },
            { 0.1, -0.2, 0.5, 0.7 },
        });
        Vector<double> whole = Vector<double>.Build.Dense([1, 0.5, -2, 3]);
        Doubt.Of(covariance, [1, 0, 0, 3], drawn: 2).At([0.5, -2]).ShouldBe(whole * covariance * whole, 1e-12);
    }

    [Fact]
    public void A_line_is_surer_amid_its_rows_than_far_from_them_and_with_more_of_them()
    {
        PriceFit few = PriceFit.Of(Rows(20), Loose);
        PriceFit many = PriceFit.Of(Rows(200), Loose);
        Doubt near = Doubt.Of(few.Covariance, [1, 0], drawn: 1);
        near.At([0]).ShouldBeLessThan(near.At([3]));
        Doubt.Of(many.Covariance, [1, 0], drawn: 1).At([3]).ShouldBeLessThan(near.At([3]) / 4);

        // Of a mean of n errors of scale s: s^2 / n, a Student's s being below its deviation.
        near.At([0]).ShouldBe(few.Spread * few.Spread / 20, 0.3 * few.Spread * few.Spread / 20);
    }

    [Fact]
    public void Sheets_of_one_architecture_do_not_make_a_line_surer()
    {
        List<PriceRow> once = Rows(20);
        List<PriceRow> often = [.. once.SelectMany(row => Enumerable.Repeat(row, 9))];
        double one = Doubt.Of(PriceFit.Of(once, Loose).Covariance, [1, 0], drawn: 1).At([1]);
        Doubt.Of(PriceFit.Of(often, Loose).Covariance, [1, 0], drawn: 1).At([1]).ShouldBe(one, 0.2 * one);
    }

    [Fact]
    public void Operators_that_differ_more_than_prices_do_pass_on_a_part()
    {
        PriceFit fit = PriceFit.Of(Rows(50), Loose);
        double whole = fit.Spread * fit.Spread;
        Channel none = Channel.Of(fit, "one", 0, [1, 0], drawn: 1, operating: 0, rounding: 0);
        Channel some = Channel.Of(fit, "one", 0, [1, 0], drawn: 1, operating: 0.5 * whole, rounding: 0);
        Channel wide = Channel.Of(fit, "one", 0, [1, 0], drawn: 1, operating: 3 * whole, rounding: 0);
        none.Spread.ShouldBe(fit.Spread, 1e-12);
        some.Passed.ShouldBe(1);
        some.Spread.ShouldBe(Math.Sqrt(0.5) * fit.Spread, 1e-12);
        wide.Spread.ShouldBe(0.5 * fit.Spread, 1e-12);

        // A quarter stays people's; what operators pass on makes up the rest.
        (3 * wide.Passed * wide.Passed).ShouldBe(0.75, 1e-12);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(2)]
    public void A_density_sums_to_one_over_what_may_be_seen(double spread)
    {
        double step = spread / 50;
        double sum = 0;
        for (int i = -50 * 100; i <= 50 * 100; i++)
        {
            sum += step * Math.Exp(new Channel(i * step, [1], spread).LogDensity([0]));
        }

        sum.ShouldBe(1, 1e-6);
    }

    private static List<PriceRow> Rows(int count)
    {
        List<PriceRow> rows = [];
        for (int i = 0; i < count; i++)
        {
            DrawStream draws = new(8, i);
            double x = draws.Normal();
            rows.Add(new([1, x], 1 + (0.7 * x) + (0.3 * draws.Normal()), i, "one"));
        }

        return rows;
    }
}
