using Chalkline.Validation;

namespace Chalkline.Tests.Validation;

/// <summary>Rows brought together: groups, reasons, the worst.</summary>
public sealed class ScoreTableTests
{
    [Fact]
    public void Groups_partition_the_rows()
    {
        ScoreTable table = ScoredRows.Score(
            ScoredRows.Row(2, "b", ScoredRows.Value(10, 11)),
            ScoredRows.Row(3, "a", ScoredRows.Value(10, 12)),
            ScoredRows.Row(4, "b", ScoredRows.Value(10, 13), ScoredRows.Value(10, 10, metric: "ttft_ms")));

        table.Groups.Select(group => group.By.ShouldHaveSingleItem().Value).ShouldBe(["a", "b"]);
        table.Groups[1].Metrics.Select(score => (score.Metric, score.Count)).ShouldBe([("tpot_ms", 2), ("ttft_ms", 1)]);
        table.Overall.Select(score => (score.Metric, score.Count)).ShouldBe([("tpot_ms", 3), ("ttft_ms", 1)]);
    }

    [Fact]
    public void Skipped_rows_are_counted_by_reason_most_first()
    {
        ScoredRow row = ScoredRows.Row(2, "a");
        ScoreTable table = ScoredRows.Score(
            row with { Skipped = "rare" },
            row with { Line = 3, Skipped = "often" },
            row with { Line = 4, Skipped = "often" },
            ScoredRows.Row(5, "a", ScoredRows.Value(1, 1)));

        table.Skipped.ShouldBe([KeyValuePair.Create("often", 2), KeyValuePair.Create("rare", 1)]);
        (table.Rows, table.Predicted).ShouldBe((4, 1));
    }

    [Fact]
    public void The_worst_are_one_a_row_and_too_small_counts_like_too_large()
    {
        ScoreTable table = ScoredRows.Score(
            ScoredRows.Row(2, "a", ScoredRows.Value(10, 20)),
            ScoredRows.Row(3, "a", ScoredRows.Value(10, 1), ScoredRows.Value(10, 5)),
            ScoredRows.Row(4, "a", ScoredRows.Value(10, 10)));

        table.Worst.Select(worst => worst.Row.Line).ShouldBe([3, 2, 4]);
        table.Worst[0].Factor.ShouldBe(10);
    }

    [Fact]
    public void A_metric_with_a_wide_tolerance_must_be_off_by_more()
    {
        ScoreTable table = ScoredRows.Score(
            ScoredRows.Row(2, "a", ScoredRows.Value(10, 22, metric: "ttft_ms")), ScoredRows.Row(3, "a", ScoredRows.Value(10, 20)));

        table.Worst[0].Row.Line.ShouldBe(3);
    }

    [Fact]
    public void At_most_ten_worst_are_kept_and_ties_go_by_line()
    {
        ScoreTable table = ScoredRows.Score(
            [.. Enumerable.Range(2, 15).Reverse().Select(line => ScoredRows.Row(line, "a", ScoredRows.Value(1, 2)))]);

        table.Worst.Select(worst => worst.Row.Line).ShouldBe(Enumerable.Range(2, 10));
    }

    [Fact]
    public void No_rows_score_nothing()
    {
        ScoreTable table = ScoredRows.Score();

        table.Overall.ShouldBeEmpty();
        table.Groups.ShouldBeEmpty();
        table.Worst.ShouldBeEmpty();
    }
}
