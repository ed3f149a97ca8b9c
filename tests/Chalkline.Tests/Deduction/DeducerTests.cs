using System.Collections.Immutable;
using Chalkline.Deduction;
using Chalkline.Economics;
using static Chalkline.Tests.Deduction.DeductionData;

namespace Chalkline.Tests.Deduction;

public sealed class DeducerTests
{
    [Fact]
    public void A_sheet_gives_a_posterior_of_every_quantity()
    {
        DeductionResult result = Shipped.Deduce(new() { Sheet = Sheet(0.5, 2) });
        result.Marginals.Select(marginal => marginal.Quantity).ShouldBe(Enum.GetValues<DeducedQuantity>());
        result.Diagnostics.IsWellSampled.ShouldBeTrue();
        result.Samples.Length.ShouldBe(400);
        result.Observations.Select(one => one.Name).ShouldBe(
            ["price level", "output over input", "no price of cache reads"]);
        result.Hardware.Sum(share => share.Posterior).ShouldBe(1, 1e-9);
        foreach (Marginal marginal in result.Marginals)
        {
            marginal.Half.Low.ShouldBeGreaterThan(marginal.Eighty.Low);
            marginal.Eighty.Low.ShouldBeGreaterThan(marginal.NinetyFive.Low);
            marginal.Half.Contains(marginal.Median).ShouldBeTrue();
            marginal.Half.High.ShouldBeLessThan(marginal.Eighty.High);
            marginal.Eighty.High.ShouldBeLessThan(marginal.NinetyFive.High);
            double area = marginal.Density.Zip(marginal.Density.Skip(1), (left, right) =>
                Math.Log(right.Value / left.Value) * (left.Posterior + right.Posterior) / 2).Sum();

            // The first and the last point stand half a step inside the range, where dense models' sparsity of 1 lies.
            double step = Math.Log(marginal.Density[1].Value / marginal.Density[0].Value);
            area += step * (marginal.Density[0].Posterior + marginal.Density[^1].Posterior) / 2;
            area.ShouldBe(1, 0.03, marginal.Quantity.ToString());
        }
    }

    [Fact]
    public void A_dearer_sheet_never_lowers_the_median_of_active_parameters()
    {
        double last = 0;
        foreach (double price in (double[])[0.01, 0.03, 0.1, 0.3, 1, 3, 10])
        {
            double median = Shipped.Deduce(new() { Sheet = Sheet(price, 3 * price) })[DeducedQuantity.ActiveParameters].Median;
            median.ShouldBeGreaterThan(last);
            last = median;
        }
    }

    [Fact]
    public void What_is_given_is_fixed()
    {
        DeductionResult result = Shipped.Deduce(new()
        {
            Sheet = Sheet(0.5, 2),
            Given = ImmutableDictionary<DeducedQuantity, double>.Empty
                .Add(DeducedQuantity.ActiveParameters, 37e9).Add(DeducedQuantity.TotalParameters, 671e9),
        });
        result[DeducedQuantity.ActiveParameters].NinetyFive.Low.ShouldBe(37e9, 1e7);
        result[DeducedQuantity.ActiveParameters].NinetyFive.High.ShouldBe(37e9, 1e7);
        result[DeducedQuantity.Sparsity].Median.ShouldBe(671 / 37.0, 0.01);
        result.Sparse.Posterior.ShouldBe(1, 1e-9);

        DeductionResult free = Shipped.Deduce(new() { Sheet = Sheet(0.5, 2) });
        result[DeducedQuantity.PriceOverCost].Eighty.Width.ShouldBeLessThan(
            free[DeducedQuantity.PriceOverCost].Eighty.Width);

        DeductionResult margin = Shipped.Deduce(new()
        {
            Sheet = Sheet(0.5, 2),
            Given = ImmutableDictionary<DeducedQuantity, double>.Empty.Add(DeducedQuantity.PriceOverCost, 2),
        });
        margin[DeducedQuantity.PriceOverCost].Median.ShouldBe(2, 0.1);
    }

    [Fact]
    public void A_measured_speed_tells_of_the_speed()
    {
        DeductionResult slow = Shipped.Deduce(new() { Sheet = Sheet(0.5, 2), Speed = new(15) });
        DeductionResult fast = Shipped.Deduce(new() { Sheet = Sheet(0.5, 2), Speed = new(150) });
        slow[DeducedQuantity.TokensPerSecondPerUser].Median.ShouldBeLessThan(
            fast[DeducedQuantity.TokensPerSecondPerUser].Median / 2);
        slow.Observations.Select(one => one.Name).ShouldContain("speed", StringComparer.Ordinal);
    }

    [Fact]
    public void A_context_step_at_a_longer_context_means_fewer_bytes_a_token()
    {
        static PriceSheet Stepped(double above) => Sheet(2, 12) with
        {
            ContextTiers = [new(new(above), new(new(4e-6), new(18e-6)))],
        };
        DeductionResult near = Shipped.Deduce(new() { Sheet = Stepped(2_000) });
        DeductionResult far = Shipped.Deduce(new() { Sheet = Stepped(200_000) });
        far[DeducedQuantity.KvBytesPerToken].Median.ShouldBeLessThan(near[DeducedQuantity.KvBytesPerToken].Median);
    }

    [Fact]
    public void A_grown_set_is_the_set_drawn_at_once()
    {
        Fleet fleet = Fleet.At(Catalog.HardwareData.Catalogue.Accelerators, 2026.5);
        ParticleSet Draw(int count) => ParticleSet.Draw(Shipped.Prior, fleet, default, count, 7, parallel: false);
        ParticleSet grown = Draw(5_000).Grown(Shipped.Prior, default, 12_000, 7);
        ParticleSet whole = Draw(12_000);
        grown.KeyValue.ShouldBe(whole.KeyValue);
        grown.Output.ShouldBe(whole.Output);
        grown.Device.ShouldBe(whole.Device);
        grown.Sparse.ShouldBe(whole.Sparse);
    }

    [Fact]
    public void The_same_seed_gives_the_same_on_any_number_of_threads()
    {
        Fleet fleet = Fleet.At(Catalog.HardwareData.Catalogue.Accelerators, 2026.5);
        ParticleSet one = ParticleSet.Draw(Shipped.Prior, fleet, default, 20_000, 7, parallel: false);
        ParticleSet many = ParticleSet.Draw(Shipped.Prior, fleet, default, 20_000, 7, parallel: true);
        many.Active.ShouldBe(one.Active);
        many.Output.ShouldBe(one.Output);

        DeductionResult[] results = new DeductionResult[4];
        Parallel.For(0, results.Length, i => results[i] = Shipped.Deduce(new() { Sheet = Sheet(0.5, 2), Seed = 5 }));
        results.Select(result => result[DeducedQuantity.KvBytesPerToken].Median).Distinct().Count().ShouldBe(1);
    }

    [Fact]
    public void Another_seed_gives_nearly_the_same()
    {
        double one = Shipped.Deduce(new() { Sheet = Sheet(0.5, 2), Seed = 1 })[DeducedQuantity.ActiveParameters].Median;
        double two = Shipped.Deduce(new() { Sheet = Sheet(0.5, 2), Seed = 2 })[DeducedQuantity.ActiveParameters].Median;
        (two / one).ShouldBe(1, 0.03);
    }

    [Fact]
    public void A_price_beyond_all_models_is_said_to_stand_at_the_wall()
    {
        Shipped.Deduce(new() { Sheet = Sheet(0.5, 2) })[DeducedQuantity.ActiveParameters].AtWall.ShouldBeFalse();
        Shipped.Deduce(new() { Sheet = Sheet(500, 2000) })[DeducedQuantity.ActiveParameters].AtWall.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    [InlineData(double.NaN, 1)]
    public void A_price_that_is_none_is_refused(double input, double output)
        => Should.Throw<ChalkException>(() => Shipped.Deduce(new() { Sheet = Sheet(input, output) }))
            .Message.ShouldContain("above 0");

    [Fact]
    public void What_cannot_be_is_refused()
    {
        ImmutableDictionary<DeducedQuantity, double> given = ImmutableDictionary<DeducedQuantity, double>.Empty
            .Add(DeducedQuantity.ActiveParameters, 37e9).Add(DeducedQuantity.TotalParameters, 3e9);
        Should.Throw<ChalkException>(() => Shipped.Deduce(new() { Sheet = Sheet(1, 2), Given = given, Draws = 2048 }))
            .Message.ShouldContain("together");
        Should.Throw<ChalkException>(() => Shipped.Deduce(new() { Sheet = Sheet(1, 2), Hardware = "abacus" }))
            .Message.ShouldContain("abacus");
        Should.Throw<ChalkException>(() => Shipped.Deduce(new()
        {
            Sheet = Sheet(1, 2),
            Given = ImmutableDictionary<DeducedQuantity, double>.Empty.Add(DeducedQuantity.Batch, -1),
        })).Message.ShouldContain("above 0");
    }
}
