using System.Collections.Immutable;
using Chalkline.Charts.Layout;
using CsCheck;

namespace Chalkline.Charts.Tests.Layout;

public sealed class PlacementTests
{
    [Fact]
    public void Spread_names_do_not_cover_each_other_and_keep_their_order()
        => Gen.Double[0, 400].Array[1, 12].Sample(
            wanted =>
            {
                ImmutableArray<double> spread = LabelPlacer.Spread(wanted, 20, 0, 400);
                int[] order = [.. Enumerable.Range(0, wanted.Length).OrderBy(place => wanted[place]).ThenBy(place =>
                    place)];
                for (int place = 1; place < order.Length; place++)
                {
                    (spread[order[place]] - spread[order[place - 1]]).ShouldBeGreaterThanOrEqualTo(20 - 1e-9);
                }

                spread.ShouldAllBe(y => y >= -1e-9 && y <= 400 + 1e-9);
            },
            seed: "0000dGVzdHM3");

    [Fact]
    public void Names_that_are_apart_stay_where_they_are()
        => LabelPlacer.Spread([100, 20, 60], 20, 0, 200).ShouldBe([100, 20, 60]);

    [Fact]
    public void A_label_at_the_right_edge_moves_inwards()
    {
        Box plot = new(0, 0, 200, 100);
        Box box = LabelPlacer.Place(plot, [(198, 50, 60, 14)], []).Single().Box;
        box.Right.ShouldBeLessThanOrEqualTo(plot.Right);
    }

    [Fact]
    public void Labels_of_the_same_place_do_not_cover_each_other()
    {
        ImmutableArray<(LabelSide Side, Box Box)> placed =
            LabelPlacer.Place(new(0, 0, 400, 200), [(200, 100, 50, 14), (200, 100, 50, 14), (200, 100, 50, 14)], []);
        placed[0].Box.Overlap(placed[1].Box).ShouldBe(0);
        placed[0].Box.Overlap(placed[2].Box).ShouldBe(0);
        placed[1].Box.Overlap(placed[2].Box).ShouldBe(0);
    }

    [Fact]
    public void Labels_in_one_row_never_overlap()
        => Gen.Select(Gen.Double[0, 500], Gen.Double[10, 120]).Array[1, 15].Sample(
            labels =>
            {
                ImmutableArray<int> rows = LabelRows.Of(labels);
                for (int first = 0; first < labels.Length; first++)
                {
                    for (int second = first + 1; second < labels.Length; second++)
                    {
                        double apart = Math.Abs(labels[first].Item1 - labels[second].Item1);
                        double needed = (labels[first].Item2 + labels[second].Item2) / 2;
                        (rows[first] != rows[second] || apart >= needed - 1e-9).ShouldBeTrue();
                    }
                }
            },
            seed: "0000dGVzdHM8");

    [Fact]
    public void Stacked_bars_stand_on_each_other_and_negative_ones_hang()
    {
        ImmutableArray<BarPiece> pieces = BarStack.Of(
            [new BarSeries("a", [3, -1]), new BarSeries("b", [4, -2]), new BarSeries("c", [double.NaN, 5])]);
        pieces.ShouldBe([
            new(0, 0, 0, 0, 3), new(0, 1, 0, 0, -1), new(1, 0, 0, 3, 7), new(1, 1, 0, -1, -3), new(2, 1, 0, 0, 5)]);
    }

    [Fact]
    public void A_stack_and_bars_beside_it_take_a_lane_each()
    {
        ImmutableArray<Series> series =
            [new BarSeries("a", [1]), new BarSeries("alone", [5]) { SideBySide = true }, new BarSeries("b", [2])];
        BarStack.Lanes(series).ShouldBe(2);
        BarStack.Of(series).ShouldBe([new(0, 0, 0, 0, 1), new(1, 0, 1, 0, 5), new(2, 0, 0, 1, 3)]);
    }
}
