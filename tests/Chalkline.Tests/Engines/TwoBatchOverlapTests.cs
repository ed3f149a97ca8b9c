using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Operators;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;
using Chalkline.Workloads;
using CsCheck;

namespace Chalkline.Tests.Engines;

/// <summary>Two half batches that hide each other's exchange, in every mode of the engine model.</summary>
public sealed class TwoBatchOverlapTests
{
    private static readonly MachineSystem Boxes = HardwareData.Catalogue.FindSystem("h800_sxmx32");

    private static readonly PassModel Wide = Prepared(new(1, 1, 32, 32, 1));

    private static readonly EnginePreset Plain = EnginePresets.Sglang;

    private static readonly EnginePreset Overlapped = Plain with { TwoBatchOverlap = true };

    [Fact]
    public void A_prompt_alone_is_cut_in_the_middle_and_loses_no_pair()
    {
        Pass prompt = new(1, new(1000), new(600));
        PassLoad half = TwoBatchOverlap.Half(new(Pass.None, prompt, new(32_000)));

        half.Prefill.Sequences.ShouldBe(1);
        half.Prefill.NewTokens.Value.ShouldBe(500);
        half.RoutedTokens.Value.ShouldBe(16_000, 1e-9);
        (2 * half.Prefill.PairsPerSequence(double.PositiveInfinity))
            .ShouldBe(prompt.PairsPerSequence(double.PositiveInfinity), 1e-6);
    }

    [Fact]
    public void Prompts_and_sequences_are_parted_whole()
    {
        PassLoad half = TwoBatchOverlap.Half(
            new(Pass.Decode(10, new(900)), new(3, new(100), default), new(32 * 310)));

        half.Decode.Sequences.ShouldBe(5);
        half.Prefill.Sequences.ShouldBe(1.5);
        half.Prefill.NewTokens.Value.ShouldBe(100);
        half.RoutedTokens.Value.ShouldBe(32 * 155, 1e-6);
        TwoBatchOverlap.Half(new(Pass.Decode(1, new(900)), default, new(32))).Decode.Sequences.ShouldBe(1);
    }

    [Fact]
    public void A_step_takes_twice_the_slower_of_a_halfs_arithmetic_and_exchange()
    {
        PassLoad load = new(Pass.Decode(128, new(4096)), Pass.None, new(128 * 32));
        PassTime half = Wide.Time(TwoBatchOverlap.Half(load), Fidelity.Calibrated);
        PassTime whole = Wide.Time(load, Fidelity.Calibrated);

        double expected = Math.Min(
            whole.Estimate.Value,
            2 * Math.Max((half.Estimate - half.Exchange).Value, half.Exchange.Value));
        TwoBatchOverlap.Time(Wide, load, whole, Fidelity.Calibrated).Value.ShouldBe(expected, 1e-15);
        expected.ShouldBeLessThan(whole.Estimate.Value);
    }

    [Fact]
    public void Nothing_is_hidden_without_an_exchange()
    {
        PassModel tensor = Prepared(new(8, 1, 1, 1, 1));
        StepTimer plain = new(tensor, Plain, Fidelity.Calibrated, null);
        StepTimer two = new(tensor, Overlapped, Fidelity.Calibrated, null);

        two.Step(64, 2000, 0, 0, 0).ShouldBe(plain.Step(64, 2000, 0, 0, 0));
    }

    [Fact]
    public void No_step_takes_longer_and_none_beats_its_floor() => Gen
        .Select(Gen.Int[0, 4000], Gen.Int[1, 8000], Gen.Int[0, 64], Gen.Int[1, 4096])
        .Where((decoding, _, prompts, _) => decoding + prompts > 0)
        .Sample(
            (decoding, context, prompts, tokens) =>
            {
                double all = (double)prompts * tokens;
                StepTime plain = new StepTimer(Wide, Plain, Fidelity.Calibrated, null).Of(decoding, context, all, prompts, 0);
                StepTime two = new StepTimer(Wide, Overlapped, Fidelity.Calibrated, null).Of(decoding, context, all, prompts, 0);
                two.Time.ShouldBeLessThanOrEqualTo(plain.Time);
                two.Time.ShouldBeGreaterThanOrEqualTo(two.Compute);
            },
            iter: 60);

    [Fact]
    public void Answers_come_no_later_together_and_apart()
    {
        Traffic traffic = new() { Input = new(256), Output = new(64), Concurrency = 8192, Rounds = 1 };
        EngineReport one = new EngineRun(Wide, Plain, Fidelity.Calibrated).Replay(traffic);
        EngineReport two = new EngineRun(Wide, Overlapped, Fidelity.Calibrated).Replay(traffic);
        two.RunThroughput.Value.ShouldBeGreaterThan(1.005 * one.RunThroughput.Value);

        WorkerPool pool = new(Wide, 1);
        EngineReport apart = new DisaggregatedRun(pool, pool, Plain, Fidelity.Calibrated).Replay(traffic).Run;
        EngineReport hidden = new DisaggregatedRun(pool, pool, Overlapped, Fidelity.Calibrated).Replay(traffic).Run;
        hidden.RunThroughput.Value.ShouldBeGreaterThan(1.005 * apart.RunThroughput.Value);
    }

    private static PassModel Prepared(Layout layout) => PassModel.Prepare(
        Catalogue.Model("deepseek-v3"),
        Boxes,
        layout,
        Precision.Uniform(NumberFormat.Fp8, NumberFormat.Bf16),
        null,
        Catalogue.Calibrations.For(Boxes));
}
