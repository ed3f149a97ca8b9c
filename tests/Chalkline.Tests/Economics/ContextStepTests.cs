using System.Collections.Immutable;
using Chalkline.Economics;
using Chalkline.Economics.CostSheets;
using Chalkline.Economics.Traffic;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Tests.Economics;

/// <summary>The best two pairs of prices, against a twin that tries everything.</summary>
public sealed class ContextStepTests
{
    private static readonly Gen<(LengthCost Cost, double Weight)[]> Cases = Gen.Select(
        Gen.Double[0.01, 5],
        Gen.Double[0.01, 5],
        Gen.Double[0.01, 50],
        Gen.Double[0.01, 10]).Array[1,
        12].Select(rows => rows
        .Select((row, place) => (
            new LengthCost(new(1000 * (place + 1)), Usd(row.Item1), Usd(row.Item2), Usd(row.Item3), 1), row.Item4))
        .ToArray());

    [Fact]
    public void It_is_the_best_of_all_steps() => Gen.Select(Cases, Gen.Int[1, 4000]).Sample(
        (rows, output) =>
        {
            (ImmutableArray<LengthCost> costs, LengthMix mix) = Split(rows);
            ContextStep found = ContextStep.Best(costs, mix, new(output));

            double best = Enumerable.Range(0, costs.Length).Min(place => Revenue(costs, mix, output, place));
            found.Revenue.Value.ShouldBe(best, 1e-9 * best);
            Revenue(costs, mix, output, costs.IndexOf(costs.Single(cost => cost.Length == found.Above)))
                .ShouldBe(best, 1e-9 * best);
        },
        iter: 500);

    [Fact]
    public void Every_request_covers_its_cost_cached_or_not() => Cases.Sample(
        rows =>
        {
            (ImmutableArray<LengthCost> costs, LengthMix mix) = Split(rows);
            ContextStep step = ContextStep.Best(costs, mix, new(500));
            foreach (LengthCost cost in costs)
            {
                PricePair pair = cost.Length > step.Above ? step.Long : step.Short;
                (pair.Input >= cost.Input && pair.Input >= cost.Rest && pair.Output >= cost.Output).ShouldBeTrue();
            }
        },
        iter: 500);

    [Fact]
    public void Two_pairs_never_bring_more_than_one() => Cases.Sample(
        rows =>
        {
            (ImmutableArray<LengthCost> costs, LengthMix mix) = Split(rows);
            (ContextStep.Best(costs, mix, new(500)).Revenue.Value
                <= Revenue(costs, mix, 500, costs.Length - 1) * (1 + 1e-12)).ShouldBeTrue();
        },
        iter: 500);

    [Fact]
    public void Where_all_lengths_cost_the_same_there_is_no_step()
    {
        ImmutableArray<LengthCost> costs = [.. new[] { 1000.0, 2000, 4000 }.Select(
            length => new LengthCost(new(length), Usd(1), Usd(1), Usd(3), 1))];
        ContextStep step = ContextStep.Best(costs, LengthMix.Of(costs.Select(cost => (cost.Length, 1.0))), new(100));

        step.Above.Value.ShouldBe(4000);
        step.InputHeight.ShouldBe(1);
        step.OutputHeight.ShouldBe(1);
    }

    [Fact]
    public void Costs_and_mix_must_be_of_the_same_lengths()
        => Should.Throw<ArgumentException>(() => ContextStep.Best(
            [new(new(1000), Usd(1), Usd(1), Usd(1), 1)], LengthMix.Of([(new Tokens(2000), 1)]), new(1)));

    /// <summary>Costs of two lengths, and what each choice brings, by hand.</summary>
    [Fact]
    public void A_step_by_hand()
    {
        ImmutableArray<LengthCost> costs =
        [
            new(new(1000), Usd(1), Usd(1), Usd(2), 1), new(new(10000), Usd(2), Usd(3), Usd(8), 1),
        ];
        ContextStep step = ContextStep.Best(
            costs, LengthMix.Of([(new Tokens(1000), 90), (new Tokens(10000), 10)]), new(100));

        step.Above.Value.ShouldBe(1000);
        step.InputHeight.ShouldBe(3, 1e-12);
        step.OutputHeight.ShouldBe(4, 1e-12);
        (step.Revenue.Value * 1e6).ShouldBe((0.9 * ((1 * 1000) + (2 * 100))) + (0.1 * ((3 * 10000) + (8 * 100))), 1e-6);
    }

    [Theory]
    [InlineData(0.3, 0.3)]
    [InlineData(0.30000001, 0.35)]
    [InlineData(2.126, 2.2)]
    [InlineData(9.5, 10)]
    [InlineData(0.0000961, 0.0001)]
    [InlineData(0, 0)]
    public void Prices_go_up_to_steps_people_use(double asked, double price)
        => (PriceSteps.Up(Usd(asked)).Value * 1e6).ShouldBe(price, 1e-12);

    [Fact]
    public void A_step_is_never_below_never_a_fifth_above_and_stays() => Gen.Double[1e-6, 1e4].Sample(
        price =>
        {
            UsdPerToken up = PriceSteps.Up(Usd(price));
            (up.Value >= Usd(price).Value * (1 - 1e-11)).ShouldBeTrue();
            (up.Value <= 1.2 * Usd(price).Value).ShouldBeTrue();
            PriceSteps.Up(up).ShouldBe(up);
        },
        iter: 1000);

    [Fact]
    public void A_negative_price_is_refused() => Should.Throw<ChalkException>(() => PriceSteps.Up(Usd(-1)));

    [Fact]
    public void A_mix_adds_up_and_thins_out()
    {
        LengthMix mix = LengthMix.Thinning(new(1000), new(6000));

        mix.Parts.Select(part => part.Length.Value).ShouldBe([1000, 2000, 4000, 6000]);
        mix.Parts.Sum(part => part.Share).ShouldBe(1, 1e-12);
        (mix.Parts[1].Share / mix.Parts[0].Share).ShouldBe(0.5, 1e-12);
        LengthMix.Of([(new Tokens(10), 3), (new Tokens(30), 1)]).Mean.Value.ShouldBe(15, 1e-12);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1e10, 1)]
    [InlineData(1000, 0)]
    [InlineData(1000, -1)]
    [InlineData(1000, double.NaN)]
    public void A_wrong_mix_is_refused(double length, double weight)
    {
        Should.Throw<ChalkException>(() => LengthMix.Of([(new Tokens(length), weight)]));
        Should.Throw<ChalkException>(() => LengthMix.Of([]));
        Should.Throw<ChalkException>(() => LengthMix.Of([(new Tokens(5), 1), (new Tokens(5), 1)]));
    }

    private static (ImmutableArray<LengthCost> Costs, LengthMix Mix) Split((LengthCost Cost, double Weight)[] rows)
        => ([.. rows.Select(row => row.Cost)], LengthMix.Of(rows.Select(row => (row.Cost.Length, row.Weight))));

    /// <summary>The twin: what a request pays in the mean when the step is behind a length.</summary>
    private static double Revenue(ImmutableArray<LengthCost> costs, LengthMix mix, double output, int last)
    {
        double revenue = 0;
        for (int place = 0; place < costs.Length; place++)
        {
            LengthCost[] together = [.. costs.Where((_, other) => other <= last == place <= last)];
            double input = together.Max(cost => Math.Max(cost.Input.Value, cost.Rest.Value));
            double answer = together.Max(cost => cost.Output.Value);
            revenue += mix.Parts[place].Share * ((input * costs[place].Length.Value) + (answer * output));
        }

        return revenue;
    }

    private static UsdPerToken Usd(double million) => new(million / 1e6);
}
