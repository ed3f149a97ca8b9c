using Chalkline.Catalog;
using Chalkline.Codesign.AttentionFit;
using Chalkline.Formats;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>Attention against devices (codesign recording, 4:22; notes, sections 2.9 and 4.1).</summary>
public sealed class AttentionFitTests
{
    private static readonly AttentionCostTable Table = AttentionCostTable.Open(HardwareData.Folder);

    public static TheoryData<string, string, double> Rows
    {
        get
        {
            TheoryData<string, string, double> rows = [];
            foreach ((string model, string device, double attention, _) in Table.Printed)
            {
                rows.Add(model, device, attention);
            }

            return rows;
        }
    }

    /// <summary>Test vector 7: every printed figure, within a thousandth of a dollar.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Cost_of_attention_as_printed(string model, string device, double printed)
    {
        CostModel found = Table.Models.Single(one => one.Name == model);
        CostDevice on = Table.Devices.Single(one => one.Name == device);

        AttentionCost.Attention(found, on).ShouldBe(printed, 1.01e-3);
        if (Table.Printed.Single(row => row.Model == model && row.Device == device).FeedForward is { } feedForward)
        {
            AttentionCost.FeedForward(found, on).ShouldBe(feedForward, 1e-3);
        }
    }

    [Theory]
    [InlineData("DSv3", 0.068)]
    [InlineData("Kimi K2", 0.065)]
    [InlineData("Qwen3 MoE 235B", 0.062)]
    [InlineData("Step-3", 0.055)]
    public void The_cheapest_device_for_either_half(string model, double printed)
    {
        CostModel found = Table.Models.Single(one => one.Name == model);
        double split = Table.Devices.Min(device => AttentionCost.Attention(found, device)) + Table.Devices.Min(device => AttentionCost.FeedForward(found, device));

        split.ShouldBe(printed, 1e-3);
    }

    /// <summary>Test vector 9.</summary>
    [Fact]
    public void Experts_need_tokens()
    {
        ExpertFit.Tokens(1250, 4096, 1536).ShouldBe(1418.8, 0.05);
        ExpertFit.Intensity(1418.83, 4096, 1536).ShouldBe(1250, 0.01);
        ExpertFit.Exchange(1e16, 1536, 9e11).ShouldBe(9.04, 0.005);
        ExpertFit.Tokens(1e6, 4096, 1536).ShouldBe(double.PositiveInfinity);
    }

    [Theory]
    [InlineData("deepseek-v3", 483.6)]
    [InlineData("step3", 128)]
    [InlineData("qwen3-235b-a22b", 32)]
    public void Intensity_of_a_model_s_attention(string model, double intensity)
        => AttentionIntensity.Of(ModelCatalogue.Open(HardwareData.Folder).Find(model), new Tokens(8192), NumberFormat.Fp8).Intensity
            .ShouldBe(intensity, 0.1);

    /// <summary>The catalogue's own DeepSeek-V3 costs what Step-3's table says, its FLOP counted without rounding.</summary>
    [Fact]
    public void The_catalogue_s_model_costs_what_the_paper_s_does()
    {
        CostModel own = AttentionIntensity.Of(ModelCatalogue.Open(HardwareData.Folder).Find("deepseek-v3"), new Tokens(8192), NumberFormat.Fp8);
        CostModel paper = Table.Models[0];

        own.CacheBytes.ShouldBe(paper.CacheBytes, 0.005 * paper.CacheBytes);
        own.AttentionFlop.ShouldBe(paper.AttentionFlop, 0.06 * paper.AttentionFlop);
        own.FeedForwardFlop.ShouldBe(paper.FeedForwardFlop, 0.01 * paper.FeedForwardFlop);
        AttentionCost.Attention(own, Table.Devices[0]).ShouldBe(0.054, 1e-3);
    }

    [Fact]
    public void One_resource_is_always_full()
    {
        (double compute, double bandwidth) = AttentionIntensity.Use(512, 591);
        compute.ShouldBe(0.87, 0.005);
        bandwidth.ShouldBe(1);
        AttentionIntensity.Use(512, 74).Bandwidth.ShouldBe(74 / 512.0, 1e-12);
    }
}
