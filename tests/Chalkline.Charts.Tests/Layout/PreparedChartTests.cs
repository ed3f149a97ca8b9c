using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Tests.Layout;

public sealed class PreparedChartTests
{
    private static readonly LineSeries Line = new("line", [new(1, 10), new(2, 20)]);

    public static TheoryData<string, string> Wrong => new()
    {
        { "no title", "has no title" },
        { "no series", "has no series" },
        { "zero on log", "'line' has the value 0 on the logarithmic axis 'y'" },
        { "reference below zero", "reference line 'here' has the value −1 on the logarithmic axis" },
        { "range upside down", "the horizontal axis runs from 5 to 2; its minimum has to be smaller" },
        { "base three", "has base 3; a logarithmic axis has base 2 or 10" },
        { "band upside down", "has an interval from 3 to 2" },
        { "bars without categories", "make one axis an axis of categories" },
        { "bars on log", "which stand on zero" },
        { "too few bars", "has 1 values for 2 categories" },
        { "points on categories", "need two axes of numbers" },
        { "area from right to left", "order its points from left to right" },
        { "nothing finite", "no value of any series is a finite number" },
        { "annotation at infinity", "annotation 'x' has the value" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_drawn_truthfully_is_refused_in_one_sentence(string which, string says)
    {
        ChalkException error = Should.Throw<ChalkException>(() => PreparedChart.From(Chart(which)));
        error.Message.ShouldContain(says);
        error.Message.ShouldEndWith(".");
        error.Message.ShouldNotContain("\n");
    }

    [Fact]
    public void Points_that_are_not_finite_are_counted_below_the_chart()
    {
        ChartSpec chart = Chart("") with { Series = [new LineSeries("line", [new(1, 1), new(2, double.NaN),
            new(double.PositiveInfinity, 3)])] };
        PreparedChart.From(chart).Notes.ShouldBe(["Not drawn: 2 of 3 values of 'line', which are not finite."]);
    }

    [Fact]
    public void A_series_without_a_finite_value_leaves_the_others_drawn()
    {
        ChartSpec chart = Chart("") with { Series = [new PointSeries("none", [new(double.NaN, 1)]), Line] };
        PreparedChart prepared = PreparedChart.From(chart);
        prepared.Series.Single().Series.ShouldBe(Line);
        prepared.Notes.Length.ShouldBe(1);
    }

    [Fact]
    public void A_bold_line_is_ink_and_takes_no_colour_from_the_others()
    {
        ChartSpec chart = Chart("") with { Series = [Line with { Bold = true }, Line, Line with { Name = "other" }] };
        PreparedChart.From(chart).Series.Select(item => item.Colour)
            .ShouldBe([Palette.Ink, Palette.At(0), Palette.At(1)]);
    }

    [Fact]
    public void Reference_lines_have_room()
    {
        ChartSpec chart = Chart("") with { Lines = [ReferenceLine.AtY(500, "far"), ReferenceLine.AtX(9, "right")] };
        PreparedChart prepared = PreparedChart.From(chart);
        prepared.Y.Holds(500).ShouldBeTrue();
        prepared.X.Holds(9).ShouldBeTrue();
    }

    [Fact]
    public void A_mark_outside_a_range_that_was_asked_for_is_told_below()
    {
        ChartSpec chart = Chart("") with
        {
            X = Axis.Linear("x") with { Maximum = 5 },
            Lines = [ReferenceLine.AtX(9, "right"), ReferenceLine.AtX(2, "inside")],
        };
        PreparedChart prepared = PreparedChart.From(chart);
        prepared.Lines.Single().Label.ShouldBe("inside");
        prepared.Notes.ShouldBe(["Outside the range shown: right."]);
    }

    [Fact]
    public void Bars_stand_on_zero_and_stacks_have_room()
    {
        PreparedChart prepared = PreparedChart.From(Demo.Footprint);
        prepared.X.Low.ShouldBe(0);
        prepared.X.High.ShouldBeGreaterThanOrEqualTo(80);
        prepared.Horizontal.ShouldBeTrue();
    }

    [Fact]
    public void Names_stand_at_line_ends_only_where_all_are_lines()
    {
        PreparedChart.From(Demo.Latency).Legend.ShouldBe(LegendPlace.Direct);
        PreparedChart.From(Demo.Cost).Legend.ShouldBe(LegendPlace.Above);
        PreparedChart.From(Demo.Queue).Legend.ShouldBe(LegendPlace.None);
    }

    [Fact]
    public void A_constant_still_has_a_range()
    {
        ChartSpec chart = Chart("") with { Series = [new LineSeries("flat", [new(1, 7), new(2, 7)])] };
        PreparedChart prepared = PreparedChart.From(chart);
        prepared.Y.Low.ShouldBeLessThan(7);
        prepared.Y.High.ShouldBeGreaterThan(7);
    }

    private static ChartSpec Chart(string which)
    {
        ChartSpec chart = new() { Title = "Test", X = Axis.Linear("x"), Y = Axis.Linear("y"), Series = [Line] };
        Axis names = Axis.Of("names", "a", "b");
        Axis log = Axis.Log("y");
        return which switch
        {
            "no title" => chart with { Title = " " },
            "no series" => chart with { Series = [] },
            "zero on log" => chart with { Y = log, Series = [new LineSeries("line", [new(1, 0)])] },
            "reference below zero" => chart with { Y = log, Lines = [ReferenceLine.AtY(-1, "here")] },
            "range upside down" => chart with { X = chart.X with { Minimum = 5, Maximum = 2 } },
            "base three" => chart with { X = Axis.Log("x", logBase: 3) },
            "band upside down" => chart with { Series = [new BandSeries("band", [new(1, 3, 2)])] },
            "bars without categories" => chart with { Series = [new BarSeries("bars", [1])] },
            "bars on log" => chart with { X = names, Y = log, Series = [new BarSeries("bars", [1, 2])] },
            "too few bars" => chart with { X = names, Series = [new BarSeries("bars", [1])] },
            "points on categories" => chart with { X = names },
            "area from right to left" => chart with { Series = [new StepAreaSeries("area", [new(2, 1), new(1, 1)])] },
            "nothing finite" => chart with { Series = [new LineSeries("line", [new(1, double.NaN)])] },
            "annotation at infinity" => chart with { Annotations = [new(1, double.PositiveInfinity, "x")] },
            _ => chart,
        };
    }
}
