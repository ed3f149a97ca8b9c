using Chalkline.Derivations;
using Chalkline.Economics.Lifecycle;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Economics.Lifecycle;

/// <summary>The account of a life, its guesses, its work and its refusals.</summary>
public sealed class LifecycleStudyTests
{
    [Fact]
    public void The_work_can_be_read_and_holds()
    {
        Derivation derivation = new("life", strict: true);
        Shown shown = new(derivation);
        LifecycleStudy study = LifecycleStudy.Of(Lives.Lecture with { TrainTokens = new(2e14), FrontierChance = 0.7 });
        study.Show(ref shown);
        Machine().Show(study.Ledger.Cost, null, ref shown);
        derivation.Verify().ShouldBeEmpty();
        derivation.ToText().ShouldContain("C_RL");
    }

    [Fact]
    public void The_curve_is_least_at_the_optimum_and_holds_the_loss()
    {
        LifecycleStudy study = LifecycleStudy.Of(Lives.Lecture);
        LifecycleLedger lowest = study.Curve(400).MinBy(life => life.Cost)!;
        lowest.PreTraining.Tokens.Value.ShouldBe(
            study.Optimum.Point.Tokens.Value, 0.02 * study.Optimum.Point.Tokens.Value);
        lowest.Cost.Value.ShouldBe(study.Optimum.Ledger.Cost.Value, 1e-3 * study.Optimum.Ledger.Cost.Value);
        study.Optimum.Saving.ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public void RL_tokens_that_are_given_stay_and_make_k_matter()
    {
        Guess free = Of(Lives.Lecture, "k of RL");
        (free.AtLow, free.AtHigh, free.OptimalTokens).ShouldBe((1, 1, 0), "fewer RL tokens when each costs more");
        Guess given = Of(Lives.Lecture with { RlTokens = new(1e14) }, "k of RL");
        given.OptimalTokens.ShouldNotBeNull().ShouldBeGreaterThan(0);
        given.AtHigh.ShouldBeGreaterThan(given.AtLow);
        Of(Lives.Lecture, "traffic").Heuristic.ShouldBe(1);

        static Guess Of(LifecycleRequest request, string name) => LifecycleSensitivity
            .Of(LifecycleStudy.Of(request), [Lives.Law("hoffmann-2022")]).Single(guess => guess.Name == name);
    }

    [Fact]
    public void Guesses_come_widest_first()
    {
        Guess[] guesses = [.. LifecycleSensitivity.Of(LifecycleStudy.Of(Lives.Lecture), [Lives.Law("hoffmann-2022")])];
        guesses.Length.ShouldBe(6);
        guesses.Select(guess => guess.Swing).ShouldBe(guesses.Select(guess => guess.Swing).OrderDescending());
    }

    [Fact]
    public void A_machine_turns_FLOP_into_hours_money_and_energy()
    {
        LifecycleMachine machine = Machine();
        Flop hour = new(0.4 * 1e15 * 3600);
        machine.DeviceTime(hour).Value.ShouldBe(3600, 1e-6);
        machine.Money(hour)!.Value.Value.ShouldBe(2, 1e-9);
        machine.Energy(hour)!.Value.Value.ShouldBe(3.6e6, 1e-3);
        (machine with { Price = null, Power = null }).Money(hour).ShouldBeNull();
    }

    /// <summary>8k tokens of FP8 cache of Llama 3 8B, 70B and 405B at HOI 600: 20.2, 5.7 and 1.56 times 2 N.</summary>
    [Theory]
    [InlineData(8e9, 68.7e9, 20.2)]
    [InlineData(70e9, 171.8e9, 5.7)]
    [InlineData(405e9, 270.6e9, 1.56)]
    public void MatX_the_cache_of_a_batch_of_128_costs_more_than_its_arithmetic(double size, double cache, double times)
    {
        Bytes each = new(cache / 128);
        (ServedTokenWork.Decode(new(size), each, new(600)).Value / (2 * size)).ShouldBe(times, 0.02 * times);
        ServedTokenWork.Decode(new(size), Bytes.Zero, new(600)).Value.ShouldBe(2 * size);
        ServedTokenWork.Lifetime(new(size), new(1e12), new(1e12), new(1e12), Bytes.Zero, new(600)).Value
            .ShouldBe(10e12 * size, 1e10 * size);
    }

    [Theory]
    [InlineData(50, 655)]
    [InlineData(150, 218)]
    [InlineData(500, 65.5)]
    [InlineData(1000, 32.8)]
    [InlineData(2000, 16.4)]
    public void A_synchronous_step_waits_for_its_longest_chain(double speed, double seconds)
    {
        RolloutTime time = new RolloutTime(new(32768), new(8192), new(1 / speed)).Checked();
        time.Synchronous.Value.ShouldBe(seconds, 0.5);
        time.Asynchronous.Value.ShouldBe(seconds / 4, 0.2);
        time.Waiting.ShouldBe(0.75);
    }

    [Fact]
    public void A_reward_curve_is_half_way_at_its_middle_and_never_beyond_its_ceiling()
    {
        RewardCurve curve = RewardCurve.Parse("0.3,0.61,2e4,1.5");
        curve.At(0).ShouldBe(0.3);
        curve.At(2e4).ShouldBe(0.455, 1e-12);
        curve.At(1e12).ShouldBeInRange(0.6099, 0.61);
    }

    [Fact]
    public void Published_runs_and_volumes_read()
    {
        PublishedRun.All(HardwareData.Folder).Length.ShouldBe(18);
        PublishedRun.All(HardwareData.Folder).Single(run => run.Model == "Mistral 7B").Source.Verified.ShouldBe(
            Verification.No);
        TokenVolume google = TokenVolume.All(HardwareData.Folder).Single(volume => volume.Source.Date == "2025-10");
        google.Rate.Value.ShouldBe(501.5e6, 0.1e6);
    }

    [Theory]
    [InlineData("30/30/30", "add up to 90 %")]
    [InlineData("50/50", "not a split")]
    [InlineData("0/50/50", "above 0")]
    [InlineData("-10/60/50", "not a split")]
    [InlineData("a/b/c", "such as 25/25/50")]
    public void Shares_that_are_wrong_are_refused(string text, string hint)
        => Should.Throw<ChalkException>(() => LifecycleShares.Parse(text)).Message.ShouldContain(hint);

    [Theory]
    [InlineData("thirds", 1 / 3.0)]
    [InlineData("25/25/50", 0.25)]
    [InlineData("33.3/33.3/33.4", 0.333)]
    public void Shares_read(string text, double pre) => LifecycleShares.Parse(text).PreTraining.ShouldBe(pre, 1e-9);

    [Theory]
    [InlineData("0.3,0.61,2e4")]
    [InlineData("0.7,0.61,2e4,1")]
    [InlineData("0.3,1.2,2e4,1")]
    [InlineData("0.3,0.61,0,1")]
    public void A_wrong_reward_curve_is_refused(string text)
        => Should.Throw<ChalkException>(() => RewardCurve.Parse(text)).Message.ShouldContain("R0,A,C_mid,B");

    [Fact]
    public void Numbers_out_of_range_are_refused()
    {
        LifecycleRequest good = Lives.Lecture;
        LifecycleRequest[] wrong =
        [
            good with { Active = new(0) },
            good with { Traffic = new(-1) },
            good with { Lifetime = Seconds.Zero },
            good with { FrontierChance = 0 },
            good with { RolloutWork = new(7) },
            good with { DecodePenalty = double.NaN },
            good with { TrainTokens = new(-1) },
            good with { RlTokens = new(-1) },
        ];
        foreach (LifecycleRequest request in wrong)
        {
            Refused(request).ShouldContain("is outside");
        }

        Refused(good with { Law = Lives.Law("clark") }).ShouldContain("choose another");
        Should.Throw<ChalkException>(() => new RolloutTime(new(1), new(2), new(1)).Checked());

        static string Refused(LifecycleRequest request)
            => Should.Throw<ChalkException>(() => LifecycleStudy.Of(request)).Message;
    }

    private static LifecycleMachine Machine()
        => new() { Peak = new(1e15), Utilisation = 0.4, Price = new(2), Power = new(1000) };
}
