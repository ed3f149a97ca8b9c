using Chalkline.Pipelines;
using CsCheck;

namespace Chalkline.Tests.Pipelines;

/// <summary>Cuts of layers against all cuts there are.</summary>
public sealed class LayerCutTests
{
    [Fact]
    public void Layers_are_dealt_out_evenly_the_first_parts_taking_more()
    {
        LayerCut.Even(10, 4).ShouldBe([3, 3, 2, 2]);
        LayerCut.Even(4, 4).ShouldBe([1, 1, 1, 1]);
        Should.Throw<ChalkException>(() => LayerCut.Even(3, 4)).Message.ShouldContain("3 layers cannot be cut into 4");
        Should.Throw<ChalkException>(() => LayerCut.Best([1, 2], 0)).Message.ShouldContain("from 1 to 2");
    }

    [Fact]
    public void A_head_takes_layers_from_the_last_part()
        => LayerCut.Best([1, 1, 1, 1, 1, 1], 2, last: 2).ShouldBe([4, 2]);

    [Fact]
    public void The_best_cut_is_the_best_of_all_cuts()
        => (from times in Gen.Double[0, 10].Array[1, 9]
            from parts in Gen.Int[1, times.Length]
            from first in Gen.Double[0, 5]
            from last in Gen.Double[0, 5]
            select (times, parts, first, last)).Sample(
            (times, parts, first, last) =>
            {
                int[] best = LayerCut.Best(times, parts, first, last);
                best.Sum().ShouldBe(times.Length);
                best.ShouldAllBe(count => count > 0);
                double least = All(times.Length, parts).Min(cut => Longest(times, cut, first, last));
                Longest(times, best, first, last).ShouldBe(least, 1e-9);
                Longest(times, LayerCut.Even(times.Length, parts), first, last).ShouldBeGreaterThanOrEqualTo(least - 1e-9);
            });

    private static IEnumerable<int[]> All(int layers, int parts)
        => parts == 1 ? [[layers]]
            : Enumerable.Range(1, layers - parts + 1)
                .SelectMany(count => All(layers - count, parts - 1).Select(rest => (int[])[count, .. rest]));

    private static double Longest(double[] times, int[] cut, double first, double last)
    {
        double longest = 0;
        int place = 0;
        for (int part = 0; part < cut.Length; part++)
        {
            double sum = times.Skip(place).Take(cut[part]).Sum()
                + (part == 0 ? first : 0) + (part == cut.Length - 1 ? last : 0);
            longest = Math.Max(longest, sum);
            place += cut[part];
        }

        return longest;
    }
}
