using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Serving;
using Chalkline.Validation;


namespace Chalkline.Tests.Validation;

/// <summary>What the validator does with the rows of a predictor.</summary>
public sealed class ValidatorTests
{
    private const string Table =
        "case_id,mode,hardware,ttft_ms,tpot_ms,tolerance_pct\na,agg,h100_sxm,1,2,50\nb,agg,h100_sxm,1,2,\nc,disagg,h20,1,2,\nd,agg,h20,1,2,\n";

    private static readonly CaseFile File = CaseFile.Parse(Table, "some.csv", null);

    private static ValidationResult Run(ImmutableArray<string> groupBy, params ScoredRow[] rows)
        => Validator.Run(File, new Fixed([.. rows]), groupBy, TestContext.Current.CancellationToken);

    private static ScoredRow Row(int line, params ReadOnlySpan<ScoredValue> values)
        => ScoredRows.Row(line, "agg", values) with { Groups = ImmutableSortedDictionary<string, string>.Empty };

    [Fact]
    public void Ok_and_weak_are_scored_apart_and_dropped_rows_never()
    {
        ValidationResult result = Run(
            [],
            Row(2, ScoredRows.Value(10, 11)),
            Row(3, ScoredRows.Value(10, 20)) with { Quality = CaseQuality.Weak },
            Row(4, ScoredRows.Value(10, 99)) with { Quality = CaseQuality.Drop },
            Row(5) with { Skipped = "layout not stated" });

        result.Count.ShouldBe(4);
        result.Predicted.ShouldBe(2);
        result.Ok.Overall.ShouldHaveSingleItem().MedianApe.ShouldBe(0.1, 1e-12);
        result.NotOk.Overall.ShouldHaveSingleItem().MedianApe.ShouldBe(1, 1e-12);
        result.Skipped.ShouldBe([KeyValuePair.Create(Validator.Dropped, 1), KeyValuePair.Create("layout not stated", 1)]);
        result.Count.ShouldBe(result.Predicted + result.Skipped.Sum(pair => pair.Value));
    }

    [Fact]
    public void Groups_come_from_the_file_where_the_predictor_names_none()
    {
        ValidationResult result = Run(["hardware", "mode"], Row(2, ScoredRows.Value(1, 1)), Row(4, ScoredRows.Value(1, 1)));

        result.Ok.Groups.Select(group => string.Join(' ', group.By.Select(pair => pair.Value))).ShouldBe(["h100_sxm agg", "h20 disagg"]);
    }

    [Fact]
    public void The_usual_keys_stand_in_when_nobody_asks()
        => Run([], Row(2, ScoredRows.Value(1, 1))).GroupBy.ShouldBe(["mode", "hardware"]);

    [Fact]
    public void A_row_is_held_to_its_own_tolerance()
    {
        // 40 % off: inside the 50 % of its own line, outside the 30 % of TPOT.
        Run([], Row(2, ScoredRows.Value(10, 14))).Ok.Overall[0].WithinTolerance.ShouldBe(1);
        Run([], Row(3, ScoredRows.Value(10, 14))).Ok.Overall[0].WithinTolerance.ShouldBe(0);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0)]
    public void What_is_no_prediction_is_skipped_not_scored(double predicted)
    {
        ValidationResult result = Run([], Row(2, ScoredRows.Value(10, predicted)));

        result.Predicted.ShouldBe(0);
        result.Skipped.ShouldHaveSingleItem().Key.ShouldBe("no finite prediction");
    }

    [Fact]
    public void Violations_of_the_floor_count_in_weak_rows_too()
        => Run([], Row(2, ScoredRows.Value(10, 9, floor: 10)) with { Quality = CaseQuality.Weak }).FloorViolations.ShouldBe(1);

    [Fact]
    public void An_unknown_key_is_told_with_those_there_are_before_any_work()
        => Should.Throw<ChalkException>(() => Run(["colour"]))
            .Message.ShouldBe("some.csv: rows cannot be grouped by 'colour'; choose from hardware, mode.");

    [Fact]
    public void Regrouping_changes_nothing_but_the_groups()
    {
        ValidationResult first = Run(["mode"], Row(2, ScoredRows.Value(10, 11)), Row(4, ScoredRows.Value(10, 12)));
        ValidationResult second = Validator.Regroup(File, first, ["hardware"]);

        second.Ok.Overall.ShouldBe(first.Ok.Overall);
        second.Ok.Groups.Length.ShouldBe(2);
    }

    private sealed class Fixed(ImmutableArray<ScoredRow> rows) : ICasePredictor
    {
        public ValidationKind Kind => ValidationKind.Serving;

        public Fidelity Fidelity => Fidelity.Operator;

        public ImmutableArray<ScoredRow> Predict(CaseFile file, CancellationToken stop) => rows;
    }
}
