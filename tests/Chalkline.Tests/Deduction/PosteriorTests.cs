using System.Collections.Immutable;
using Chalkline.Deduction;
using Chalkline.Economics;
using Chalkline.Tests.Catalog;
using static Chalkline.Tests.Deduction.DeductionData;

namespace Chalkline.Tests.Deduction;

/// <summary>The posterior is the right one: against a grid, and against worlds drawn from the model itself.</summary>
public sealed class PosteriorTests
{
    private const int Worlds = 240;

    private static readonly Lazy<ImmutableArray<World>> Drawn = new(
        () => [.. Enumerable.Range(0, Worlds).AsParallel().AsOrdered().Select(Draw)]);

    [Theory]
    [InlineData(DeducedQuantity.ActiveParameters)]
    [InlineData(DeducedQuantity.TotalParameters)]
    [InlineData(DeducedQuantity.KvBytesPerToken)]
    [InlineData(DeducedQuantity.PriceOverCost)]
    public void In_worlds_drawn_from_the_model_intervals_hold_what_they_say(DeducedQuantity quantity)
    {
        double Share(Func<Marginal, Interval> of)
            => Drawn.Value.Count(world => of(world.Result[quantity]).Contains(world.Truth[(int)quantity])) / (double)Worlds;

        // Three standard errors of a share of 240.
        Share(marginal => marginal.Half).ShouldBe(0.5, 0.1);
        Share(marginal => marginal.Eighty).ShouldBe(0.8, 0.08);
        Share(marginal => marginal.NinetyFive).ShouldBe(0.95, 0.045);
    }

    [Fact]
    public void In_worlds_drawn_from_the_model_prices_add_bits_about_active_parameters()
        => Drawn.Value.Average(world => world.Result[DeducedQuantity.ActiveParameters] is var marginal
            ? marginal.LogDensity(world.Truth[0]) - marginal.LogPriorDensity(world.Truth[0]) : 0).ShouldBeGreaterThan(
                0.1);

    [Fact]
    public void On_average_more_observations_do_not_widen()
    {
        double level = 0, both = 0;
        foreach (World world in Drawn.Value.Take(60))
        {
            level += Math.Log(world.Result[DeducedQuantity.TokensPerSecondPerUser].Eighty.Width);
            DeductionResult more = Shipped.Deduce(world.Result.Request with
            {
                Speed = new(world.Truth[(int)DeducedQuantity.TokensPerSecondPerUser]),
            });
            both += Math.Log(more[DeducedQuantity.TokensPerSecondPerUser].Eighty.Width);
        }

        both.ShouldBeLessThan(level);
    }

    [Theory]
    [InlineData(0.1, 0.4)]
    [InlineData(1, 2)]
    public void With_the_cache_given_it_equals_a_grid_of_active_parameters_and_sparsity(double input, double output)
    {
        const double Cache = 70_272;
        PriceSheet sheet = Sheet(input, output);
        DeductionResult result = Shipped.Deduce(new()
        {
            Sheet = sheet,
            Given = ImmutableDictionary<DeducedQuantity, double>.Empty.Add(DeducedQuantity.KvBytesPerToken, Cache),
        });
        Fleet fleet = Fleet.At(
            HardwareData.Catalogue.Accelerators, Math.Round(Fleet.Year("2026-08-01")!.Value * 12) / 12);
        Channel level = Shipped.Markup.LevelChannel(sheet, fast: false);
        Channel ratio = Shipped.Markup.RatioChannel(sheet, fast: false);
        (double dense, double sparse) = Shipped.Markup.OnePrice;
        (double denseReads, double sparseReads) = Shipped.Markup.CacheReads;

        double Likelihood(double active, double total, double policy)
        {
            const int Ways = 150;
            (double Level, double Ratio)[] costs = new (double, double)[Ways];
            for (int i = 0; i < Ways; i++)
            {
                DrawStream draws = new(1234, i);
                OperatingPoint point = OperatingPrior.Draw(
                    fleet, new(Math.Exp(active)), new(Math.Exp(total)), new(Cache), ref draws, out _);
                TokenCost cost = TokenCostModel.Of(new(Math.Exp(active)), new(Math.Exp(total)), new(Cache), point);
                (double read, double written) = (Math.Log(cost.Input.Value), Math.Log(cost.Output.Value));
                costs[i] = ((read + written) / 2, written - read);
            }

            // The mean over ways to serve, which the posterior takes from a cubic through all draws.
            double meanLevel = costs.Average(cost => cost.Level);
            double meanRatio = costs.Average(cost => cost.Ratio);
            return policy * costs.Sum(cost => Math.Exp(
                level.LogLikelihood(
                    [meanLevel - MarkupModel.Reference, total - active, Math.Log(Cache)], cost.Level - meanLevel)
                + ratio.LogLikelihood([meanRatio], cost.Ratio - meanRatio)));
        }

        const double Step = 0.15;
        SortedDictionary<double, double> weights = [];
        for (double active = 17; active < 30; active += Step)
        {
            double weight = Likelihood(active, active + Math.Log(1.02), (1 - dense) * (1 - denseReads))
                * Math.Exp(Shipped.Prior.LogDensity([active, Math.Log(Cache)]));
            for (double gap = Math.Log(1.3) + (Step / 2); gap < 8; gap += Step)
            {
                weight += Step * Likelihood(active, active + gap, (1 - sparse) * (1 - sparseReads))
                    * Math.Exp(Shipped.Prior.LogDensity([active, gap, Math.Log(Cache)]));
            }

            weights[active] = weight;
        }

        double Quantile(double share)
        {
            double all = weights.Values.Sum();
            double below = 0;
            foreach ((double at, double weight) in weights)
            {
                if (below + (weight / all) >= share)
                {
                    return at - (Step / 2) + (Step * (share - below) / (weight / all));
                }

                below += weight / all;
            }

            return double.NaN;
        }

        Marginal marginal = result[DeducedQuantity.ActiveParameters];
        Math.Log(marginal.Median).ShouldBe(Quantile(0.5), 0.06);
        Math.Log(marginal.Eighty.Low).ShouldBe(Quantile(0.1), 0.1);
        Math.Log(marginal.Eighty.High).ShouldBe(Quantile(0.9), 0.15);
    }

    /// <summary>
    /// A model drawn from the prior, sold as the markup model says and without a price of cache reads, and what is deduced from its sheet.
    /// </summary>
    private static World Draw(int number)
    {
        Deducer deducer = Shipped;
        Fleet fleet = Fleet.At(
            HardwareData.Catalogue.Accelerators, Math.Round(Fleet.Year("2026-08-01")!.Value * 12) / 12);
        DrawStream draws = new(42, number);
        ParticleSet one;
        ulong seed = 1_000_000 * (ulong)(number + 1);
        do
        {
            one = ParticleSet.Draw(deducer.Prior, fleet, default, 1, seed++, parallel: false);
        }
        while (draws.Uniform() < (one.Sparse[0] ? deducer.Markup.CacheReads.Sparse : deducer.Markup.CacheReads.Dense));
        (double dense, double sparse) = deducer.Markup.OnePrice;
        bool same = draws.Uniform() < (one.Sparse[0] ? sparse : dense);
        MeanCost mean = new ArchitectureCosts(_ => fleet).Of(
            new(
                "drawn", new(Math.Exp(one.Active[0])), new(Math.Exp(one.Total[0])), new(Math.Exp(one.KeyValue[0]))),
            2026);
        double Seen(Channel channel, double observed, ReadOnlySpan<double> features, double apart)
        {
            // Student's t of 6 degrees of freedom: a normal over the root of a chi-square over 6.
            double chi = -2 * Math.Log(draws.Uniform() * draws.Uniform() * draws.Uniform());
            return observed - channel.Seen + channel.Value(features, apart)
                + (Math.Sqrt(channel.Variance(features)) * draws.Normal() / Math.Sqrt(chi / 6));
        }

        PriceSheet two = Sheet(1, 2);
        double ratio = same ? 0 : Seen(
            deducer.Markup.RatioChannel(two, fast: false), Math.Log(two.OutputOverInput), [mean.Ratio],
            one.Output[0] - one.Input[0] - mean.Ratio);
        PriceSheet any = Sheet(1, Math.Exp(ratio));
        double level = Seen(
            deducer.Markup.LevelChannel(any, fast: false), MarkupModel.PriceLevel(any),
            [mean.Level - MarkupModel.Reference, one.Total[0] - one.Active[0], one.KeyValue[0]],
            ((one.Input[0] + one.Output[0]) / 2) - mean.Level);
        PriceSheet sheet = Sheet(1e6 * Math.Exp(level - (ratio / 2)), 1e6 * Math.Exp(level + (ratio / 2)));
        double offset = Observations.PriceOffset(sheet);
        return new(
            [
                .. Enum.GetValues<DeducedQuantity>().Select(quantity => Math.Exp(
                    one.Value(quantity, 0) + (quantity == DeducedQuantity.PriceOverCost ? offset : 0))),
            ],
            deducer.Deduce(new() { Sheet = sheet, Draws = 1 << 14 }));
    }

    private sealed record World(ImmutableArray<double> Truth, DeductionResult Result);
}
