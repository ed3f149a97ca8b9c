using Chalkline.Deduction;

namespace Chalkline.Tests.Deduction;

public sealed class PriceFitTests
{
    private static readonly Coefficient[] Loose = [new(0, 10), new(1, 10)];

    [Fact]
    public void A_line_is_found_again()
    {
        PriceFit fit = PriceFit.Of(Rows(slope: 0.7, noise: 0.3, providers: 0.5), Loose);
        fit.Coefficients[0].ShouldBe(2, 0.3);
        fit.Coefficients[1].ShouldBe(0.7, 0.08);
        fit.Provider("dear").ShouldBe(0.5, 0.2);
        fit.Provider("cheap").ShouldBe(-0.5, 0.2);
        fit.Provider("nobody").ShouldBe(0);
        fit.Knows("nobody").ShouldBeFalse();
        fit.Spread.ShouldBe(0.3, 0.1);
    }

    [Fact]
    public void One_promotion_does_not_move_the_line()
    {
        List<PriceRow> rows = Rows(slope: 0.7, noise: 0.3, providers: 0);
        double before = PriceFit.Of(rows, Loose).Coefficients[0];
        rows[7] = rows[7] with { Value = rows[7].Value - 20 };
        PriceFit.Of(rows, Loose).Coefficients[0].ShouldBe(before, 0.12);
    }

    [Fact]
    public void What_is_expected_holds_where_rows_are_few()
    {
        List<PriceRow> few = [.. Rows(slope: -3, noise: 0.3, providers: 0).Take(2)];
        PriceFit.Of(few, [new(0, 10), new(1, 0.01)]).Coefficients[1].ShouldBe(1, 0.05);
    }

    [Fact]
    public void The_spread_is_that_of_architectures_left_out()
    {
        // Each architecture is off by its own amount, its sheets agree to a hair: only leaving it out shows the amount.
        List<PriceRow> rows = [];
        for (int model = 0; model < 12; model++)
        {
            DrawStream draws = new(5, model);
            double off = draws.Normal();
            for (int sheet = 0; sheet < 10; sheet++)
            {
                rows.Add(new([1, draws.Normal()], off + (0.01 * draws.Normal()), model, "one"));
            }
        }

        PriceFit.Of(rows, Loose).Spread.ShouldBeGreaterThan(0.6);
    }

    private static List<PriceRow> Rows(double slope, double noise, double providers)
    {
        List<PriceRow> rows = [];
        for (int i = 0; i < 200; i++)
        {
            DrawStream draws = new(11, i);
            double x = 2 * draws.Normal();
            bool dear = i % 2 == 0;
            double value = 2 + (slope * x) + (dear ? providers : -providers) + (noise * draws.Normal());
            rows.Add(new([1, x], value, i / 5, dear ? "dear" : "cheap"));
        }

        return rows;
    }
}
