using System.Collections.Immutable;
using Chalkline.Charts.Layout;
using CsCheck;

namespace Chalkline.Charts.Tests.Layout;

public sealed class TicksTests
{
    [Fact]
    public void A_few_decades_get_one_two_five()
        => Labels(Axis.Log("x"), 1, 100).ShouldBe(["1", "2", "5", "10", "20", "50", "100"]);

    [Fact]
    public void Many_decades_get_powers_of_ten()
        => Labels(Axis.Log("x"), 0.01, 1e5).ShouldBe(["0.01", "0.1", "1", "10", "100", "1k", "10k", "100k"]);

    [Fact]
    public void Batches_get_powers_of_two()
        => Labels(Axis.Log("x", logBase: 2), 1, 8192).ShouldBe(
            ["1", "2", "4", "8", "16", "32", "64", "128", "256", "512", "1024", "2048", "4096", "8192"]);

    [Fact]
    public void A_linear_axis_has_no_rounding_noise()
        => Ticks.For(Axis.Linear("x"), 0, 0.6).Select(tick => tick.Value).ShouldBe([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);

    [Fact]
    public void Neighbours_far_from_zero_differ_in_their_labels()
        => Labels(Axis.Linear("x"), 10_000, 10_060).Distinct(StringComparer.Ordinal).Count().ShouldBe(7);

    [Fact]
    public void Ticks_lie_in_the_range_ascend_and_are_neither_few_nor_many()
        => Gen.Select(Gen.Double[-6, 6], Gen.Double[0.3, 12], Gen.Bool).Sample(
            (start, span, log) =>
            {
                double low = Math.Pow(10, start);
                double high = low * Math.Pow(10, span);
                ImmutableArray<Tick> ticks = Ticks.For(log ? Axis.Log("x") : Axis.Linear("x"), low, high);
                ticks.Length.ShouldBeInRange(2, 16);
                ticks.ShouldAllBe(tick => tick.Value >= low * (1 - 1e-6) - (1e-6 * (high - low))
                    && tick.Value <= high * (1 + 1e-6));
                ticks.Select(tick => tick.Value).ShouldBeInOrder(SortDirection.Ascending);
            },
            seed: "0000dGVzdHM2");

    private static IEnumerable<string> Labels(Axis axis, double low, double high)
        => Ticks.For(axis, low, high).Select(tick => tick.Label);
}
