using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;
using Chalkline.Workloads;
using CsCheck;

namespace Chalkline.Tests.Engines;

/// <summary>Captured graphs, launches and schedulers: what a step takes besides its kernels.</summary>
public sealed class StepTimerTests
{
    private static readonly MachineSystem Box = HardwareData.Catalogue.FindSystem("h100x8");

    private static readonly EnginePreset Bare = EnginePresets.Vllm with
    {
        HostPerStep = default,
        HostPerSequence = default,
        HostPerLaunch = default,
        Captured = [],
    };

    private static readonly PassModel Small = Prepared("llama-3.1-8b", Layout.Single);
    private static readonly PassModel Grouped = Prepared("qwen3-235b-a22b", new(2, 1, 4, 8, 1));

    [Fact]
    public void A_batch_is_filled_up_to_the_next_captured_size_without_more_cache()
    {
        StepTimer filled = Timer(Small, Bare with { Captured = [8, 64] });
        StepTimer plain = Timer(Small, Bare);

        // 9 sequences of 1024 tokens run as 64 of 144: as much cache, and the products of 64 rows.
        filled.Step(9, 1024, 0, 0, 0).ShouldBe(plain.Step(64, 144, 0, 0, 0));
        filled.Step(9, 1024, 0, 0, 0).ShouldBeGreaterThan(plain.Step(9, 1024, 0, 0, 0));
        filled.Step(64, 1024, 0, 0, 0).ShouldBe(plain.Step(64, 1024, 0, 0, 0));
        filled.Step(65, 1024, 0, 0, 0).ShouldBe(plain.Step(65, 1024, 0, 0, 0));
    }

    [Fact]
    public void A_group_is_filled_up_for_itself()
    {
        // Five sequences on four groups: one group has two, and all four run graphs of two.
        Timer(Grouped, Bare with { Captured = [1, 2, 4] }).Step(5, 1000, 0, 0, 0)
            .ShouldBe(Timer(Grouped, Bare).Step(8, 625, 0, 0, 0));
    }

    [Fact]
    public void Launches_show_where_no_graph_holds_the_step_and_kernels_are_shorter()
    {
        EnginePreset eager = Bare with { Captured = [8], HostPerLaunch = new(1e-3) };
        double launching = Small.Launches * 1e-3;

        // Norms, four products, attention and its cache, an activation: over ten kernels in each of 32 layers.
        Small.Launches.ShouldBeInRange(32 * 8, 32 * 16);
        Timer(Small, eager).Step(8, 512, 0, 0, 0).ShouldBe(Timer(Small, Bare).Step(8, 512, 0, 0, 0));
        Timer(Small, eager).Step(9, 512, 0, 0, 0).ShouldBe(launching, 1e-12);
        Timer(Small, eager).Step(0, 0, 64, 1, 0).ShouldBe(launching, 1e-12);
        Timer(Small, eager).Step(0, 0, 1 << 20, 128, 0).ShouldBe(Timer(Small, Bare).Step(0, 0, 1 << 20, 128, 0));
    }

    [Fact]
    public void Each_group_has_a_host_of_its_own()
    {
        EnginePreset hosted = Bare with { HostPerStep = new(1e-3), HostPerSequence = new(1e-5) };

        Timer(Small, hosted).Host(100).ShouldBe(2e-3, 1e-12);
        Timer(Grouped, hosted).Host(100).ShouldBe(1.25e-3, 1e-12);
    }

    [Fact]
    public void Fuller_batches_never_decode_faster() => Gen
        .Select(Gen.Int[0, 2], Gen.Int[1, 3000], Gen.Int[1, 3000], Gen.Int[1, 9000])
        .Sample(
            (engine, one, more, context) =>
            {
                StepTimer timer = Timer(Small, EnginePresets.All[engine]);

                // Sizes are rounded by up to 1.5 % each.
                timer.Step(one + more, context, 0, 0, 0)
                    .ShouldBeGreaterThanOrEqualTo(0.97 * timer.Step(one, context, 0, 0, 0), $"{engine} {one} {more} {context}");
            },
            seed: "0N0XIzNsQ1C1",
            iter: 200);

    [Fact]
    public void Groups_prefill_side_by_side()
    {
        // Four long prompts on four groups are one step; that of one prompt alone is hardly shorter.
        EngineRun run = new(Grouped, Bare, Fidelity.Calibrated);
        Seconds one = run.PrefillStep(1, new(4096), default);
        Seconds four = run.PrefillStep(4, new(4096), default);
        Seconds five = run.PrefillStep(5, new(4096), default);

        four.ShouldBeGreaterThan(one);
        four.ShouldBeLessThan(2.5 * one);

        // The fifth makes one group process two.
        five.ShouldBeGreaterThan(1.3 * four);
    }

    [Fact]
    public void Uneven_groups_wait_for_the_fullest_but_route_only_what_there_is()
    {
        StepTimer timer = Timer(Grouped, Bare);

        // 8 sequences each, against 14, 6, 6 and 6: the groups wait for the first, experts see 32 tokens both times.
        double even = timer.Of(32, 4000, 0, 0, 0).Time;
        double uneven = timer.Of(56, 4000, 0, 0, 0, 32 / 56.0).Time;
        double full = timer.Of(56, 4000, 0, 0, 0).Time;

        uneven.ShouldBeGreaterThan(even);
        uneven.ShouldBeLessThan(full);
    }

    [Fact]
    public void Verifying_passes_carry_each_draft_through_attention_and_experts()
    {
        Speculation drafts = new(3, 0.7, 0.02);
        double step = new StepTimer(Grouped, Bare, Fidelity.Calibrated, drafts).Step(16, 1024, 0, 0, 0);

        // Four sequences in each of four groups, four tokens each: 64 tokens meet in the experts; three drafts at 2 %.
        PassTime pass = Grouped.Time(new(new(4, new(4), new(1024)), default, new(64)), Fidelity.Calibrated);
        step.ShouldBe((1 + (3 * 0.02)) * pass.Estimate.Value, 1e-12);
        drafts.Width.ShouldBe(4);
        drafts.TokensPerStep.ShouldBe(1 + 0.7 + 0.49 + 0.343, 1e-12);

        // As many experts touched as 64 sequences of one token touch, but 16 caches read.
        PassTime single = Grouped.Time(new(new(4, new(1), new(1024)), default, new(16)), Fidelity.Calibrated);
        PassTime wide = Grouped.Time(new(new(16, new(1), new(1024)), default, new(64)), Fidelity.Calibrated);
        pass.Cost.Weights.ShouldBe(wide.Cost.Weights);
        pass.Cost.Weights.ShouldBeGreaterThan(single.Cost.Weights);
        pass.Cost.Cache.ShouldBeLessThan(1.01 * single.Cost.Cache);
    }

    [Fact]
    public void A_token_passes_every_stage_with_its_micro_batch()
    {
        PassModel two = Prepared("llama-3.1-8b", new(1, 2, 1, 1, 1));

        // Eight sequences are two micro-batches of four; one sequence leaves a stage idle and splits nothing.
        Timer(two, Bare).Step(8, 1024, 0, 0, 0)
            .ShouldBe(2 * two.Time(new(Micro(4), default, new(4)), Fidelity.Calibrated).Estimate.Value, 1e-12);
        Timer(two, Bare).Step(1, 1024, 0, 0, 0)
            .ShouldBe(2 * two.Time(new(Micro(1), default, new(1)), Fidelity.Calibrated).Estimate.Value, 1e-12);

        static Pass Micro(double sequences) => Pass.Decode(sequences, new(1024));
    }

    private static StepTimer Timer(PassModel pass, EnginePreset engine) => new(pass, engine, Fidelity.Calibrated, null);

    private static PassModel Prepared(string model, Layout layout) => PassModel.Prepare(
        Catalogue.Model(model),
        Box,
        layout,
        Precision.Uniform(NumberFormat.Fp8, NumberFormat.Bf16),
        null,
        Catalogue.Calibrations.For(Box));
}
