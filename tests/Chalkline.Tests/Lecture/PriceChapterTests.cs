using System.Collections.Immutable;
using Chalkline.Economics.CostSheets;
using Chalkline.Economics.Traffic;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Tests.Lecture;

/// <summary>Chapters 6A and 6B: what long contexts cost, the step in prices, and output against input.</summary>
public sealed class PriceChapterTests
{
    /// <summary>100 B active parameters, 1,667 B of cache a token, ratio 300: balanced at 200K.</summary>
    private static readonly Roofline Gemini = Board.Model(1e11, 1e12, 1e11 / (300 * 2e5));

    [Fact]
    public void Card_23_a_step_at_200K_means_1667_bytes_a_token_close_to_one_shared_layer_of_8_heads()
    {
        (Gemini.KeyValue.Value).ShouldBe(1666.7, 0.05);
        Gemini.BalanceContext.Value.ShouldBe(200_000, 1e-6);
        (2 * 128 * 8 * 1).ShouldBe(2048);
    }

    [Fact]
    public void Quiz_2_kB_a_token_at_200K_is_400_MB_a_user()
    {
        ((new BytesPerToken(2000) * new Tokens(200_000)).Value / 1e6).ShouldBe(400, 1e-9);
        (1000 * (new BytesPerToken(2000) * new Tokens(200_000)).Value / 1e9).ShouldBe(400, 1e-9);
    }

    /// <summary>Equation 6.1: flat up to the balance, linear beyond; twice the balance costs twice as much.</summary>
    [Theory]
    [InlineData(1e3, 1)]
    [InlineData(2e5, 1)]
    [InlineData(3e5, 1.5)]
    [InlineData(4e5, 2)]
    [InlineData(1e6, 5)]
    public void Card_22_cost_is_flat_to_the_balance_and_rises_in_proportion_beyond(double context, double times)
        => (Gemini.CostFloor(new(context), new(128)) / Gemini.CostFloor(new(0), new(128))).ShouldBe(times, 1e-9);

    /// <summary>Equation 6.2: where costs are flat and then rise, the step stands where they begin to.</summary>
    [Fact]
    public void Card_21_the_best_step_stands_at_the_balance_and_its_height_is_that_of_the_longest_prompt()
    {
        double[] contexts = [25e3, 50e3, 100e3, 200e3, 300e3];
        ImmutableArray<LengthCost> costs =
        [
            .. contexts.Select(context => new LengthCost(
                new(context), Gemini.CostFloor(new(0), new(128)), Gemini.CostFloor(new(0), new(128)), Gemini.CostFloor(
                    new(context), new(128)), 1)),
        ];
        ContextStep step = ContextStep.Best(
            costs, LengthMix.Of(contexts.Select(context => (new Tokens(context), 1 / context))), new(1000));

        // +50 % above 200K covers prompts up to 300K and no further; it is the output's price (theory notes 9.3).
        step.Above.Value.ShouldBe(200e3);
        step.OutputHeight.ShouldBe(1.5, 1e-9);
        step.InputHeight.ShouldBe(1, 1e-9);
    }

    /// <summary>Equation 6.8: five times the price of input means a fifth of its utilisation.</summary>
    [Fact]
    public void Card_24_output_at_five_times_input_decodes_at_a_fifth_of_the_MFU()
    {
        Roofline memory = Board.Model(1e11, 1e12, 5e11 / (300 * 1e4));
        UsdPerHour rack = new(128);
        UsdPerToken output = memory.CostFloor(new(1e4), rack);
        UsdPerToken input = memory.CostFloor(new(0), rack);

        (output / input).ShouldBe(5, 1e-9);
        memory.UtilisationLimit(new(1e4)).ShouldBe(0.2, 1e-9);
    }

    /// <summary>Theory notes, chapter 1: 64 devices at 2 $ an hour, 20 ms, 2,400 sequences; and 72 devices.</summary>
    [Theory]
    [InlineData(64, 0.296)]
    [InlineData(72, 0.333)]
    public void Rent_of_a_token_from_the_bill_of_a_device(int devices, double dollars)
    {
        IHardwarePrice rent = new RentedHardware(new(2), null)
        {
            Power = new(null, null),
            Shares = BillShares.Recalled,
        };
        UsdPerHour all = rent.Bill().Total * new Devices(devices);
        UsdPerToken cost = all * Board.TwentyMilliseconds.Time(2400, new(0)).Pass / new Tokens(2400);
        (cost.Value * 1e6).ShouldBe(dollars, 0.0005);
    }

    /// <summary>The fast mode of any model of time is that of the closed form when given its times.</summary>
    [Fact]
    public void Fast_mode_by_step_times_is_fast_mode_by_the_closed_form()
    {
        Roofline roofline = Board.Model(1, 1e12, 1.8e12 / 1500 / 1000);
        FastMode own = FastMode.At(batch => roofline.Time(batch, new(1000)).Pass, 1500, 6);

        own.ShouldBe(FastMode.At(roofline, 1500, new(1000), 6));
        own.SpeedRatio.ShouldBe(2.5, 1e-9);
        (1500 / own.Batch).ShouldBe(15, 1e-6);
    }
}
