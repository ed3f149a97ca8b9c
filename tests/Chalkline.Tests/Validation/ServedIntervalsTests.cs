using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Engines;
using Chalkline.Tests.Engines;
using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>Intervals of served rows, and their coverage of what was left out.</summary>
public sealed class ServedIntervalsTests
{
    private static ScoredRow Row(int line, string model, double measured, ServedFacts? facts, double floor = 0) => new()
    {
        Line = line,
        Id = $"{line}",
        Quality = CaseQuality.Ok,
        Groups = ImmutableSortedDictionary<string, string>.Empty
            .Add("model", model).Add("hardware", "one").Add("source", "one"),
        Values = [new("tpot_ms", measured, 10, double.NaN, double.NaN, floor, false)],
        Facts = facts,
    };

    /// <summary>Models with a bias of their own and rows that scatter about it, both normal and all seeded.</summary>
    private static ScoredRow[] Rows(int models, int each, double bias, double scatter)
    {
        Random random = new(1);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return
        [
            .. Enumerable.Range(0, models).SelectMany(model =>
            {
                double own = bias * Normal();
                return Enumerable.Range(0, each)
                    .Select(row => Row((model * each) + row, $"m{model}", 10 * Math.Exp(own + (scatter * Normal())), Spreads.Facts()))
                    .ToArray();
            }),
        ];
    }

    [Theory]
    [InlineData(0.0, 0.2)]
    [InlineData(0.2, 0.2)]
    [InlineData(0.4, 0.1)]
    public void Four_in_five_rows_of_a_model_left_out_lie_in_their_interval(double bias, double scatter)
    {
        (int count, int covered) = ServedIntervals.LeftOut(Rows(40, 25, bias, scatter), "model")[ServedMetric.TimePerOutputToken];

        count.ShouldBe(1000);
        ((double)covered / count).ShouldBeInRange(0.74, 0.88);
    }

    [Fact]
    public void Fewer_models_widen()
    {
        ScoredRow[] many = Rows(40, 25, 0.2, 0.2);
        double Width(IEnumerable<ScoredRow> rows)
        {
            ServedSpread spread = ServedIntervals.Of("", rows);
            (double low, double high) = spread.Interval(ServedMetric.TimePerOutputToken, Spreads.Facts(), 1)!.Value;
            return high / low;
        }

        // The same rows, told to be of few models: as many values, less evidence.
        Width(many.Select(row => row with { Groups = row.Groups.SetItem("model", $"m{row.Line % 2}") }))
            .ShouldBeGreaterThan(Width(many));
    }

    [Fact]
    public void A_twin_leaves_each_model_out_by_hand()
    {
        ScoredRow[] rows = Rows(4, 5, 0.3, 0.1);
        int covered = 0;
        foreach (ScoredRow row in rows)
        {
            ServedSpread others = ServedIntervals.Of("", rows.Where(other => other.Groups["model"] != row.Groups["model"]));
            (double low, double high) = others.Interval(ServedMetric.TimePerOutputToken, row.Facts!, 10)!.Value;
            covered += row.Values[0].Measured >= low && row.Values[0].Measured <= high ? 1 : 0;
        }

        ServedIntervals.LeftOut(rows, "model")[ServedMetric.TimePerOutputToken].ShouldBe((20, covered));
    }

    [Fact]
    public void The_only_group_cannot_be_left_out() => ServedIntervals.LeftOut(Rows(3, 5, 0.1, 0.1), "source").ShouldBeEmpty();

    [Fact]
    public void Rows_that_are_weak_or_know_nothing_of_themselves_teach_nothing()
    {
        ScoredRow[] rows = [Row(1, "a", 12, null), Row(2, "a", 12, Spreads.Facts()) with { Quality = CaseQuality.Weak }];

        ServedIntervals.Of("", rows).Groups.ShouldBeEmpty();
    }

    [Fact]
    public void A_row_gets_the_interval_of_its_facts_and_none_under_the_floor()
    {
        ScoredRow[] rows = Rows(10, 10, 0.3, 0.3);
        ScoredRow floored = Row(1, "m0", 12, Spreads.Facts(), floor: 8);
        ScoredValue value = ServedIntervals.State(floored, ServedIntervals.Of("", rows)).Values[0];

        value.Low.ShouldBe(8);
        value.High.ShouldBeGreaterThan(10);
        ServedIntervals.State(Row(1, "a", 12, null), ServedIntervals.Of("", rows)).Values[0].Low.ShouldBe(double.NaN);
    }

    [Theory]
    [InlineData("prefill_ms", ServedMetric.TimeToFirstToken)]
    [InlineData("itl_ms", ServedMetric.TimePerOutputToken)]
    [InlineData("input_tok_s_per_gpu", ServedMetric.Throughput)]
    public void Columns_that_mean_alike_share_a_spread(string column, ServedMetric metric)
        => ServedIntervals.Metric(column).ShouldBe(metric);

    [Fact]
    public void A_column_of_something_else_has_none() => ServedIntervals.Metric("mfu_pct").ShouldBeNull();
}
