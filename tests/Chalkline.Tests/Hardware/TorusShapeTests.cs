using Chalkline.Hardware;
using CsCheck;

namespace Chalkline.Tests.Hardware;

public sealed class TorusShapeTests
{
    [Theory]
    [InlineData(Topology.Torus3D, 64, new[] { 4, 4, 4 })]
    [InlineData(Topology.Torus3D, 32, new[] { 4, 4, 2 })]
    [InlineData(Topology.Torus3D, 16, new[] { 4, 2, 2 })]
    [InlineData(Topology.Torus3D, 8, new[] { 2, 2, 2 })]
    [InlineData(Topology.Torus3D, 1, new[] { 1, 1, 1 })]
    [InlineData(Topology.Torus2D, 256, new[] { 16, 16 })]
    [InlineData(Topology.Torus2D, 8, new[] { 4, 2 })]
    public void A_slice_is_as_cubic_as_it_can_be(Topology topology, int devices, int[] axes)
        => TorusShape.Axes(topology, devices).ShouldBe(axes);

    [Fact]
    public void The_axes_hold_all_devices_longest_first() => Gen.Int[1, 4096].Sample(devices =>
    {
        foreach (Topology topology in new[] { Topology.Torus2D, Topology.Torus3D })
        {
            int[] axes = [.. TorusShape.Axes(topology, devices)];
            axes.Aggregate(1, (product, length) => product * length).ShouldBe(devices);
            axes.ShouldBe(axes.OrderDescending());
            axes.Length.ShouldBe(TorusShape.Dimensions(topology));
        }
    });

    /// <summary>The plain twin: every triple that multiplies to the number.</summary>
    [Fact]
    public void No_other_box_has_a_smaller_sum() => Gen.Int[1, 200].Sample(devices =>
    {
        int least = int.MaxValue;
        for (int first = 1; first <= devices; first++)
        {
            for (int second = 1; first * second <= devices; second++)
            {
                if (devices % (first * second) == 0)
                {
                    least = Math.Min(least, first + second + (devices / first / second));
                }
            }
        }

        TorusShape.Axes(Topology.Torus3D, devices).Sum().ShouldBe(least);
    });

    [Fact]
    public void Only_a_torus_has_axes()
        => Should.Throw<ChalkException>(() => TorusShape.Axes(Topology.Switched, 8)).Message.ShouldContain("only a torus");
}
