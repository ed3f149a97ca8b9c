using System.Collections.Immutable;
using Chalkline.Engines;
using static Chalkline.Tests.Engines.Spreads;

namespace Chalkline.Tests.Engines;

/// <summary>Groups lean on the wider one they are part of, and weigh collections, not rows.</summary>
public sealed class SpreadFittingTests
{
    private static ImmutableArray<SpreadGroup> Groups(params SpreadResidual[] residuals) => SpreadFitting.Groups(residuals);

    private static SpreadGroup Leaf(ImmutableArray<SpreadGroup> groups, bool over)
        => groups.Single(group => group.Facts.Length == 5 && group.Facts[2] == (over ? "over" : "below"));

    [Fact]
    public void Nothing_gives_no_groups() => Groups().ShouldBeEmpty();

    [Fact]
    public void The_first_group_is_of_all_rows()
    {
        SpreadGroup all = Groups(Residual(0.5, "a"), Residual(1, "b"), Residual(2, "c"))[0];

        all.Facts.ShouldBeEmpty();
        all.Rows.ShouldBe(3);
        all.Evidence.ShouldBe(3, 1e-12);
        all.Middle.ShouldBe(1, 1e-12);
        all.Low.ShouldBe(0.5, 1e-12);
        all.High.ShouldBe(2, 1e-12);
    }

    [Fact]
    public void A_group_of_one_collection_leans_three_quarters_on_the_wider_one_at_each_level()
    {
        // Below: three collections at 1. Over: one at 16. The widest two groups, and that of the architecture, hold both.
        ImmutableArray<SpreadGroup> groups =
            Groups(Residual(1, "a"), Residual(1, "b"), Residual(1, "c"), Residual(16, "d", over: true));
        double wide = Math.Log(groups.Single(group => group.Facts.Length == 2).Middle);
        double one = (0.25 * Math.Log(16)) + (0.75 * wide);
        double two = (0.25 * Math.Log(16)) + (0.75 * one);
        double three = (0.25 * Math.Log(16)) + (0.75 * two);

        Math.Log(groups.Single(group => group.Facts.Length == 3 && group.Facts[2] == "over").Middle).ShouldBe(one, 1e-9);
        Math.Log(Leaf(groups, over: true).Middle).ShouldBe(three, 1e-9);
        Leaf(groups, over: true).Evidence.ShouldBe(1 + 3, 1e-9);
    }

    [Fact]
    public void Many_rows_of_one_collection_are_little_evidence()
    {
        SpreadResidual[] many = [.. Enumerable.Range(0, 100).Select(_ => Residual(4, "many"))];
        SpreadGroup all = Groups([.. many, Residual(1, "a"), Residual(1, "b")])[0];

        // Weights 10, 1 and 1.
        all.Evidence.ShouldBe(144.0 / 102, 1e-9);
        Groups([.. many])[0].Evidence.ShouldBe(1, 1e-9);
    }

    [Fact]
    public void The_order_of_rows_does_not_matter()
    {
        SpreadResidual[] rows = [Residual(0.7, "a"), Residual(1.4, "b"), Residual(2, "a", over: true), Residual(1.1, "c")];

        string Text(IEnumerable<SpreadGroup> groups) => string.Join('\n', groups.Select(group =>
            FormattableString.Invariant($"{string.Join('/', group.Facts)} {group.Low:G9} {group.High:G9} {group.Evidence:G9}")));
        Text(Groups([.. rows.Reverse()])).ShouldBe(Text(Groups(rows)));
    }

    [Fact]
    public void Less_sure_kernels_widen_and_surer_ones_do_not_narrow()
    {
        SpreadGroup group = Groups(Residual(0.5, "a"), Residual(1, "b"), Residual(2, "c"))[0];
        (double Low, double High) same = group.Factors(new(0.1, 0.2));
        (double Low, double High) surer = group.Factors(new(0.01, 0.02));
        (double Low, double High) unsure = group.Factors(new(0.5, 0.6));

        surer.ShouldBe(same);
        double wider = SpreadStatistics.Widening(3) * Math.Log(2);
        same.Low.ShouldBe(Math.Exp(-wider), 1e-9);
        unsure.Low.ShouldBe(Math.Exp(-Math.Sqrt((wider * wider) + 0.25 - 0.01)), 1e-9);
        unsure.High.ShouldBe(Math.Exp(Math.Sqrt((wider * wider) + 0.36 - 0.04)), 1e-9);
    }

    [Fact]
    public void An_interval_reaches_to_its_estimate()
    {
        (double low, double high) = Groups(Residual(2, "a"), Residual(2.1, "b"), Residual(2.2, "c"))[0].Factors(new(0.1, 0.1));

        low.ShouldBe(1);
        high.ShouldBeGreaterThan(2.2);
    }
}
