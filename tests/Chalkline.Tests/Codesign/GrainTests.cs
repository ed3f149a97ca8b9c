using Chalkline.Catalog;
using Chalkline.Codesign.Energy;
using Chalkline.Codesign.Grain;
using Chalkline.Models;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>How coarse a unit should be (codesign recording, 13:23; notes, section 2.4).</summary>
public sealed class GrainTests
{
    private static readonly SystolicArray Array = new();

    [Theory]
    [InlineData(1, 3.70)]
    [InlineData(16, 0.325)]
    [InlineData(64, 0.156)]
    [InlineData(128, 0.128)]
    [InlineData(256, 0.114)]
    [InlineData(512, 0.107)]
    public void Energy_of_a_multiply_accumulate(double side, double picojoules)
        => Array.Energy(side).ShouldBe(picojoules, 6e-4);

    [Fact]
    public void Doubling_gains_less_and_less_but_more_where_arithmetic_is_cheap()
    {
        (1 - (Array.Energy(256) / Array.Energy(128))).ShouldBe(0.11, 0.005);
        (1 - (Array.Energy(512) / Array.Energy(256))).ShouldBe(0.06, 0.005);
        SystolicArray cheap = Array with { Mac = 0.025 };
        (1 - (cheap.Energy(256) / cheap.Energy(128))).ShouldBe(0.26, 0.006);
    }

    [Theory]
    [InlineData(128, 2880, 2880, 0.957)]
    [InlineData(256, 2880, 2880, 0.879)]
    [InlineData(512, 2048, 768, 0.75)]
    [InlineData(256, 128, 8192, 0.50)]
    [InlineData(1024, 64, 8192, 0.0625)]
    [InlineData(64, 4096, 4096, 1)]
    public void Padding(double side, double inner, double columns, double use)
        => Array.Use(new("one", 1024, inner, columns, 1), side).ShouldBe(use, 5e-4);

    [Theory]
    [InlineData(64, 64, 0.337)]
    [InlineData(128, 64, 0.201)]
    [InlineData(1024, 64, 0.030)]
    [InlineData(128, 1024, 0.801)]
    [InlineData(512, 1024, 0.500)]
    public void Filling(double side, double rows, double use)
        => (Array with { Overlapped = false }).Use(new("one", rows, side, side, 1), side).ShouldBe(use, 6e-4);

    /// <summary>Test vector 19, and the bounds of removing overhead.</summary>
    [Theory]
    [InlineData("HMMA", 1, 0.22)]
    [InlineData("HMMA", 4, 0.88)]
    [InlineData("HMMA", 16, 3.52)]
    public void Overhead_stays_while_arithmetic_gets_cheaper(string name, double cheaper, double overhead)
        => Grain(name).At(cheaper).ShouldBe(overhead, 1e-9);

    [Theory]
    [InlineData("HFMA", 21)]
    [InlineData("HDP4A", 6)]
    [InlineData("HMMA", 1.22)]
    [InlineData("IMMA", 1.16)]
    public void Most_that_a_coarser_grain_gains(string name, double gain) => Grain(name).Gain.ShouldBe(gain, 1e-9);

    [Fact]
    public void A_look_up_table_costs_ten_times() => InstructionGrain.LookUpTable.ShouldBe(10.7, 0.05);

    [Fact]
    public void The_products_of_a_model_do_its_work()
    {
        Model model = ModelCatalogue.Open(HardwareData.Folder).Find("llama-3.1-8b");
        MatrixShape[] shapes = [.. MatrixShape.Of(model, 16, 4096)];
        double weights = shapes.Where(shape => !shape.Name.StartsWith("scores", StringComparison.Ordinal)).Sum(shape => shape.Work / 16);

        weights.ShouldBe(ParameterCount.Count(model).Active.Value, 0.002 * ParameterCount.Count(model).Active.Value);
    }

    [Fact]
    public void An_array_that_splits_is_never_worse_but_for_its_multiplexers()
    {
        Model model = ModelCatalogue.Open(HardwareData.Folder).Find("deepseek-v3");
        MatrixShape[] shapes = [.. MatrixShape.Of(model, 256, 4096)];
        foreach (double side in new[] { 64.0, 128, 256, 512, 1024 })
        {
            Array.Splittable(shapes, side, 0).ShouldBeGreaterThanOrEqualTo(Array.Efficiency(shapes, side) - 1e-12);
            Array.Efficiency(shapes, side).ShouldBeInRange(0, 1);
        }
    }

    private static InstructionGrain Grain(string name)
    {
        EnergyEntry entry = EnergyCatalogue.Open(HardwareData.Folder).Of("instruction").Single(one => one.Name == name);
        return new(entry.Name, entry.Overhead!.Value);
    }
}
