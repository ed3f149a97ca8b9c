using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;
using Chalkline.Tests.Serving;
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

    private static StepTimer Timer(PassModel pass, EnginePreset engine) => new(pass, engine, Fidelity.Calibrated, null);

    private static PassModel Prepared(string model, Layout layout) => PassModel.Prepare(
        Catalogue.Model(model),
        Box,
        layout,
        Precision.Uniform(NumberFormat.Fp8, NumberFormat.Bf16),
        null,
        Catalogue.Calibrations.For(Box));
}
