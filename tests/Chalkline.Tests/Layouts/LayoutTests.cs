using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Search;

namespace Chalkline.Tests.Layouts;

public sealed class LayoutTests
{
    private static readonly MachineSystem Boxes = Serving.Catalogue.System("h200x32");
    private static readonly MachineSystem Rack = Serving.Catalogue.System("gb200-nvl72");

    [Fact]
    public void Layouts_are_written_in_the_usual_short_form()
    {
        new Layout(8, 2, 4, 32, 3).ToString().ShouldBe("TP8 attn-DP4 EP32 PP2 x3");
        Layout.Single.ToString().ShouldBe("TP1");
        new Layout(8, 2, 4, 16, 3).Devices.ShouldBe(192);
        new Layout(8, 2, 4, 16, 3).ExpertTensorParallel.ShouldBe(2);
    }

    [Theory]
    [InlineData("llama-3.1-70b", 0, 1, 1, 1, 1, "at least 1")]
    [InlineData("llama-3.1-70b", 8, 1, 1, 1, 10, "needs 80 devices")]
    [InlineData("llama-3.1-70b", 3, 1, 1, 1, 1, "64 query heads")]
    [InlineData("llama-3.1-8b", 1, 36, 1, 1, 1, "36 pipeline stages")]
    [InlineData("deepseek-v3", 1, 1, 9, 9, 1, "256 experts do not divide")]
    [InlineData("deepseek-v3", 2, 1, 3, 4, 1, "does not divide the 6 devices")]
    public void What_the_architecture_forbids_is_said(
        string model, int tensor, int stages, int attention, int expert, int replicas, string said)
        => LayoutCheck.Problem(Serving.Catalogue.Model(model), Rack, new(tensor, stages, attention, expert, replicas))
            .ShouldNotBeNull().ShouldContain(said);

    [Fact]
    public void A_replica_cannot_leave_a_domain_that_has_no_way_out()
    {
        Model model = Serving.Catalogue.Model("llama-3.1-70b");
        LayoutCheck.Problem(model, Boxes, new(8, 2, 1, 1, 1)).ShouldBeNull();
        LayoutCheck.Problem(model, Boxes with { ScaleOut = null }, new(8, 2, 1, 1, 1))
            .ShouldNotBeNull().ShouldContain("no scale-out network");
        LayoutCheck.Problem(model, Boxes with { ScaleOut = null }, new(8, 1, 1, 1, 4)).ShouldBeNull();
    }

    /// <summary>
    /// Peers, section 6.6: counts of devices are whole, and no replica straddles what is left of two boxes.
    /// </summary>
    [Fact]
    public void Every_layout_of_the_space_is_allowed_whole_and_distinct()
    {
        foreach (string name in new[] { "llama-3.1-70b", "deepseek-v3", "gpt-oss-120b", "qwen3-next-80b-a3b-instruct" })
        {
            Model model = Serving.Catalogue.Model(name);
            Layout[] layouts = [.. LayoutSpace.Enumerate(model, Boxes, 24)];
            layouts.ShouldNotBeEmpty(name);
            layouts.Distinct().Count().ShouldBe(layouts.Length, name);
            foreach (Layout layout in layouts)
            {
                LayoutCheck.Problem(model, Boxes, layout).ShouldBeNull(layout.ToString());
                layout.Devices.ShouldBeLessThanOrEqualTo(24);
                layout.TensorParallel.ShouldBeLessThanOrEqualTo(Boxes.DomainSize);
                if (layout.DevicesPerReplica <= Boxes.DomainSize)
                {
                    layout.Replicas.ShouldBe(3 * (Boxes.DomainSize / layout.DevicesPerReplica), layout.ToString());
                }
            }
        }
    }
}
