using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Tests.Serving;

/// <summary>A model on racks: the numbers of the lecture's chapters 2 to 4, and what must hold of all.</summary>
public sealed class LayoutStudyTests
{
    private static readonly Model DeepSeek = Catalogue.Model("deepseek-v3");

    [Fact]
    public void DeepSeek_on_a_rack_of_72_holds_4_experts_a_device_and_leaves_8_idle()
    {
        LayoutStudy study = Study();
        study.Experts!.PerGroup.ShouldBe(4);
        study.Idle.ShouldBe(8);
        study.Replicas.ShouldBe(1);
        study.DomainSizes.Single(change => change.Size == 72).Experts!.Idle.ShouldBe(8);
    }

    [Fact]
    public void Two_racks_slow_the_exchange_4_times_where_the_networks_differ_by_8()
    {
        MachineSystem rack = Catalogue.System("gb200-nvl72");
        rack = rack with
        {
            ScaleOut = rack.ScaleOut! with { Bandwidth = rack.ScaleUp.Bandwidth with { Value = rack.ScaleUp.Bandwidth.Value / 8 } },
        };
        LayoutStudy study = Study(system: rack);
        (study.Exchanges[1].Layer / study.Exchanges[0].Layer).ShouldBe(4, 1e-9);
        study.Exchanges.Select(row => row.Domains).ShouldBe([1, 2, 4, 8]);
        study.Exchanges.Select(row => row.LeavingShare).ShouldBe([0, 0.5, 0.75, 0.875]);

        // 2 x 8 experts / 8 at one layer a stage (eq. 3.3).
        StageBoundary boundary = study.Boundary!;
        (boundary.Ratio / boundary.LayersPerStage).ShouldBe(2, 1e-9);
        boundary.LeastLayers.ShouldBe(1);
    }

    [Fact]
    public void The_exchange_is_the_closed_form()
    {
        LayoutStudy study = Study();

        // 7,168 wide, 8 experts, FP8 there and BF16 back, 64 tokens a device, 900 GB/s, 58 layers with experts.
        double layer = 7168.0 * 8 * 3 * 64 / 900e9;
        study.Exchanges[0].Layer.Value.ShouldBe(layer, 1e-4 * layer, "block scales of FP8 come on top");
        study.Exchanges[0].Token.Value.ShouldBe(58 * layer, 1e-4 * 58 * layer);
        study.Exchanges[0].Hops.Value.ShouldBe(58 * 2 * 1.23e-6, 1e-9);
        study.Exchanges[0].Wired.Value.ShouldBe((58 * layer * 63 / 64) + (58 * 2 * 1.23e-6), 1e-7);
    }

    [Theory]
    [InlineData("h100x8", 8, 37.3)]
    [InlineData("b200", 64, 1.95)]
    [InlineData("b200", 72, 1.74)]
    public void A_trillion_bytes_have_the_latency_floors_of_the_lecture(string name, int devices, double milliseconds)
    {
        MemoryTier memory = Catalogue.System(name).Accelerator.Memory;
        MemoryTier stated = name == "b200" ? memory with { Bandwidth = memory.Bandwidth with { Value = new(8e12) } } : memory;
        Quiet quiet = default;
        ModelNeed need = new(new(1e12), new(1), Bytes.Zero, Bytes.Zero, stated.Capacity.Value, stated, null);
        (DomainChange.Of(devices, need, ref quiet).LatencyFloor.Value * 1e3).ShouldBe(milliseconds, 0.02);
    }

    [Fact]
    public void Copies_fill_the_rack_and_level_the_load()
    {
        LayoutStudy without = Study(exponent: 1.2);
        LayoutStudy with = Study(layout: new(1, 1, 72, 72, 1), redundant: 32, exponent: 1.2, batch: 72 * 64);
        with.Idle.ShouldBe(0);
        with.Experts!.PerGroup.ShouldBe(4);
        with.Experts.Before.ShouldBeGreaterThan(2);
        with.Experts.After.ShouldBeLessThan(without.Experts!.After);
        with.Experts.After.ShouldBeLessThan(1.3);
        with.Places.Count(place => place.Work!.Experts.Contains(0)).ShouldBe(with.Experts.Balance.Copies[0]);
        with.Memory.Experts.ShouldBeGreaterThan(0.99 * without.Memory.Experts, "288 on 72 are 4 a device, as 256 on 64");
    }

    [Fact]
    public void Stages_spread_weights_and_not_the_cache()
    {
        MachineSystem racks = Catalogue.System("gb200-nvl72x4");
        LayoutStudy one = Study(system: racks);
        LayoutStudy four = Study(system: racks, layout: new(1, 4, 64, 64, 1), batch: 4 * 4096);
        four.Memory.Experts.Value.ShouldBe(one.Memory.Experts.Value / 4, 0.05 * one.Memory.Experts.Value);
        four.Memory.Cache.Value.ShouldBe(one.Memory.Cache.Value, 0.06 * one.Memory.Cache.Value);
        four.HopTime.ShouldBeGreaterThan(one.HopTime);
        four.LatencyFloor.ShouldBe(one.LatencyFloor, "stages do not fetch in parallel (eq. 4.6)");
        four.SentOutside.ShouldBeGreaterThan(Bytes.Zero);
        one.SentOutside.ShouldBe(Bytes.Zero);
    }

    [Fact]
    public void The_longest_context_fits_and_one_token_more_does_not()
    {
        LayoutStudy study = Study();
        double context = study.LongestContext.Value;
        context.ShouldBeGreaterThan(8000);
        Study(context: context).Memory.Fits.ShouldBeTrue();
        Study(context: context + 1).Memory.Fits.ShouldBeFalse();
    }

    [Fact]
    public void The_limits_are_those_of_the_step()
    {
        LayoutStudy study = Study();
        study.Limits.First.ShouldBe("capacity", "with a BF16 cache of 8,000 tokens reading never takes less than computing");
        LayoutStudy short_ = Study(context: 500);
        short_.Limits.First.ShouldBe("compute");
        LayoutStudy at = Study(context: 500, batch: short_.Limits.Compute!.Value);
        at.Limits.Time.Compute.ShouldBeGreaterThanOrEqualTo(at.Limits.Time.Weights + at.Limits.Time.KeyValue);
    }

    [Fact]
    public void A_dense_model_has_no_experts_to_place()
    {
        LayoutStudy study = LayoutStudy.Of(new(
            Catalogue.Model("llama-3.1-70b"), Catalogue.System("h100x8"), new(8, 1, 1, 1, 1), Precision.Bf16, 8, new(4096), 0, 0));
        study.Experts.ShouldBeNull();
        study.Exchanges.ShouldBeEmpty();
        study.Boundary.ShouldBeNull();
        study.Idle.ShouldBe(0);
        study.Memory.Fits.ShouldBeTrue();
    }

    [Fact]
    public void What_cannot_be_placed_is_a_sentence()
    {
        Should.Throw<ChalkException>(() => Study(layout: new(1, 1, 72, 72, 1))).Message.ShouldContain("do not divide");
        Should.Throw<ChalkException>(() => LayoutStudy.Of(new(
            Catalogue.Model("llama-3.1-70b"), Catalogue.System("gb200x8"), new(4, 3, 1, 1, 1), Precision.Bf16, 8, new(4096), 0, 0)))
            .Message.ShouldContain("12 devices");
    }

    [Fact]
    public void The_work_shown_is_sound_and_changes_nothing()
    {
        Derivation derivation = new();
        Shown shown = new(derivation);
        LayoutStudy study = LayoutStudy.Of(Request(), ref shown);
        derivation.Verify().ShouldBeEmpty();
        study.Exchanges.ShouldBe(Study().Exchanges);
        derivation.ToText().ShouldContain("eq. 3.3");
    }

    private static LayoutStudy Study(
        MachineSystem? system = null,
        Layout? layout = null,
        int redundant = 0,
        double exponent = 0,
        double batch = 4096,
        double context = 8000)
        => LayoutStudy.Of(Request(system, layout, redundant, exponent, batch, context));

    private static LayoutRequest Request(
        MachineSystem? system = null,
        Layout? layout = null,
        int redundant = 0,
        double exponent = 0,
        double batch = 4096,
        double context = 8000)
        => new(
            DeepSeek,
            system ?? Catalogue.System("gb200-nvl72"),
            layout ?? new(1, 1, 64, 64, 1),
            DeepSeek.Native with { KeyValue = NumberFormat.Bf16 },
            batch,
            new(context),
            redundant,
            exponent);
}
