using Chalkline.Catalog;
using Chalkline.Engines;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Serving;

/// <summary>A step taken apart must add up again, and no part may beat its floor.</summary>
public sealed class StepStackTests
{
    private static readonly MachineSystem Box = HardwareData.Catalogue.FindSystem("h100x8");
    private static readonly MachineSystem Rack = HardwareData.Catalogue.FindSystem("gb200-nvl72");

    private static Model Find(string name) => ModelCatalogue.Open(HardwareData.Folder).Find(name);

    private static PassModel Prepare(string model, MachineSystem system, Layout layout)
        => PassModel.Prepare(Find(model), system, layout, Precision.Bf16, null, Catalogue.Calibrations.For(system));

    public static TheoryData<string, string, string> Steps => new()
    {
        { "llama-3.1-70b", "8 1 1 1 1", "decode" },
        { "llama-3.1-70b", "4 2 1 1 1", "decode" },
        { "llama-3.1-70b", "8 1 1 1 1", "prefill" },
        { "qwen3-235b-a22b", "4 1 2 8 1", "decode" },
        { "qwen3-235b-a22b", "4 1 2 8 1", "prefill" },
        { "deepseek-v3", "1 1 8 8 1", "decode" },
        { "deepseek-v3", "8 1 1 1 1", "prefill" },
    };

    private static StepStack Stack(string model, string layout, string phase, Fidelity fidelity, Seconds host = default)
    {
        int[] degrees = [.. layout.Split(' ').Select(int.Parse)];
        PassModel pass = Prepare(model, Box, new(degrees[0], degrees[1], degrees[2], degrees[3], degrees[4]));
        return phase == "decode"
            ? StepStack.Decode(pass, 64, new(4096), fidelity, host)
            : StepStack.Prefill(pass, 2, new(4096), new(1024), fidelity, host);
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void The_parts_add_up_and_none_beats_its_floor(string model, string layout, string phase)
    {
        foreach (Fidelity fidelity in new[] { Fidelity.Operator, Fidelity.Calibrated })
        {
            StepStack stack = Stack(model, layout, phase, fidelity);

            stack.Parts.Sum(part => part.Time.Value).ShouldBe(stack.Time.Value, 1e-12);
            stack.Parts.ShouldAllBe(part => part.Time >= part.Floor * (1 - 1e-9));
            stack.Parts.ShouldAllBe(part => part.Low <= part.Time && part.Time <= part.High);
            stack.Parts.ShouldAllBe(part => part.FloorShare == null || part.FloorShare <= 1 + 1e-9);
            stack.Parts.Select(part => part.Time).ShouldBe(stack.Parts.Select(part => part.Time).OrderDescending());
            stack.Parts.Select(part => part.Name).Distinct(StringComparer.Ordinal).Count().ShouldBe(stack.Parts.Length);
            stack.Floor.ShouldBeLessThanOrEqualTo(stack.Time);
            stack.Low.ShouldBeLessThanOrEqualTo(stack.Time);
            stack.High.ShouldBeGreaterThanOrEqualTo(stack.Time);
        }
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_stack_takes_as_long_as_the_engine_says_its_step_does(string model, string layout, string phase)
    {
        int[] degrees = [.. layout.Split(' ').Select(int.Parse)];
        PassModel pass = Prepare(model, Box, new(degrees[0], degrees[1], degrees[2], degrees[3], degrees[4]));
        EnginePreset free = EnginePresets.Vllm with { HostPerStep = default, HostPerSequence = default };
        EngineRun run = new(pass, free, Fidelity.Calibrated);
        Seconds step = phase == "decode"
            ? run.DecodeStep(64, new(4096))
            : run.PrefillStep(2, new(3072), new(1024));

        // The engine rounds sizes to 24 steps a doubling; powers of two are among them, 3,072 nearly so.
        Stack(model, layout, phase, Fidelity.Calibrated).Time.Value.ShouldBe(step.Value, 0.02 * step.Value);
    }

    [Fact]
    public void Time_on_the_host_is_a_part_of_its_own()
    {
        StepStack without = Stack("llama-3.1-70b", "8 1 1 1 1", "decode", Fidelity.Calibrated);
        StepStack with = Stack("llama-3.1-70b", "8 1 1 1 1", "decode", Fidelity.Calibrated, new(1e-3));

        (with.Time - without.Time).Value.ShouldBe(1e-3, 1e-12);
        StepPart host = with.Parts.Single(part => part.Bound == StepBound.Host);
        host.Part.ShouldBeNull();
        host.FloorShare.ShouldBeNull();
        without.Parts.ShouldNotContain(part => part.Bound == StepBound.Host);
    }

    [Fact]
    public void What_holds_an_operator_up_follows_its_load()
    {
        PassModel pass = Prepare("llama-3.1-70b", Box, new(8, 1, 1, 1, 1));
        StepPart Gate(StepStack stack) => stack.Parts.Single(part => part.Name == "feed-forward gate and up");

        Gate(StepStack.Decode(pass, 1, new(1024), Fidelity.Calibrated)).Bound.ShouldBe(StepBound.Memory);
        Gate(StepStack.Prefill(pass, 8, new(4096), default, Fidelity.Calibrated)).Bound.ShouldBe(StepBound.Compute);
        StepStack few = StepStack.Decode(pass, 1, new(1024), Fidelity.Calibrated);
        StepStack many = StepStack.Prefill(pass, 8, new(4096), default, Fidelity.Calibrated);
        few.Parts.First(part => part.Name.StartsWith("all-reduce", StringComparison.Ordinal)).Bound.ShouldBe(StepBound.Latency);
        many.Parts.First(part => part.Name.StartsWith("all-reduce", StringComparison.Ordinal)).Bound.ShouldBe(StepBound.Network);
    }

    [Fact]
    public void More_sequences_never_make_any_operator_faster()
    {
        PassModel pass = Prepare("llama-3.1-70b", Box, new(8, 1, 1, 1, 1));
        StepStack few = StepStack.Decode(pass, 16, new(4096), Fidelity.Calibrated);
        StepStack many = StepStack.Decode(pass, 64, new(4096), Fidelity.Calibrated);

        foreach (StepPart part in few.Parts)
        {
            many.Parts.Single(other => other.Name == part.Name).Time.Value.ShouldBeGreaterThanOrEqualTo(part.Time.Value * 0.999, part.Name);
        }
    }

    [Fact]
    public void The_closed_form_has_nothing_to_stack()
        => Should.Throw<ChalkException>(() => Stack("llama-3.1-70b", "8 1 1 1 1", "decode", Fidelity.Chalk))
            .Message.ShouldContain("operator or calibrated");

    [Fact]
    public void Who_names_no_layout_gets_the_fewest_devices_that_hold_it()
    {
        Layout Smallest(string model, MachineSystem system, double batch, double context) => SmallestLayout
            .Find(Find(model), system, Precision.Bf16, batch, new(context), null).Layout;

        Smallest("llama-3.1-8b", Box, 16, 1024).ShouldBe(Layout.Single);
        Smallest("llama-3.1-70b", Box, 16, 1024).ShouldBe(new(2, 1, 1, 1, 1));
        Smallest("llama-3.1-70b", Box, 16, 65_536).TensorParallel.ShouldBeGreaterThan(2);
        Smallest("deepseek-v3", Rack, 64, 4096).TensorParallel.ShouldBe(8);
        Should.Throw<ChalkException>(() => Smallest("deepseek-v3", Box, 64, 4096)).Message.ShouldContain("fits hgx-h100");
    }

    [Fact]
    public void A_layout_overflows_where_its_footprint_does()
    {
        PassModel pass = Prepare("llama-3.1-70b", Box, new(8, 1, 1, 1, 1));

        SmallestLayout.Overflow(pass, 8, new(4096)).ShouldBeNull();
        SmallestLayout.Overflow(pass, 80_000, new(4096))!.ShouldContain("TP8 needs");
    }
}
