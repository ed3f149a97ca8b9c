using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Charts.Reports;
using Chalkline.Cli.Output;
using Chalkline.Serving;
using Chalkline.Validation;

namespace Chalkline.Cli.Tests.Output;

/// <summary>The targets of deduced sizes, for a handful of sheets.</summary>
public sealed class PriceTargetsTests
{
    /// <summary>Eight sheets of one architecture that is deduced well, and two of one that is missed.</summary>
    private static ValidationResult Result(CaseQuality quality = CaseQuality.Ok) => Of(
    [
        .. Enumerable.Range(0, 8).Select(_ => Value("org/often", said: 12e9, bits: 1)),
        Value("org/seldom", said: 40e9, bits: -2),
        Value("org/seldom", said: 40e9, bits: -2),
    ],
    quality);

    [Fact]
    public void Each_target_stands_beside_what_is_reached_by_sheet_and_by_architecture()
    {
        TableSpec table = PriceTargets.Table(Result());

        // 8 of 10 sheets are covered and off by 1.2; of two architectures, one is.
        Row(table, 0).ShouldBe(
        [
            "Active parameters: in the 80 % interval", "75.0 % to 85.0 %", "80.0 %", "10", "yes", "50.0 %", "2", "no",
            "org/seldom 0.0 % of 2, org/often 100.0 % of 8",
        ]);
        Row(table, 2)[..5].ShouldBe(["Active parameters: median times off", "at most 1.6", "1.20", "10", "yes"]);
        Row(table, 2)[^1].ShouldBe("org/seldom 4.00 of 2, org/often 1.20 of 8");
        Row(table, 4)[1..8].ShouldBe(["above 0", "+0.40", "10", "yes", "-0.50", "2", "no"]);
        Row(table, 4)[^1].ShouldStartWith("org/seldom -2.00 of 2");
    }

    [Fact]
    public void An_interval_that_holds_too_many_misses_its_target_too()
        => Row(PriceTargets.Table(Of([Value("org/often", 12e9, 1)])), 0)[4].ShouldBe("no");

    [Fact]
    public void A_size_without_rows_and_weak_rows_are_met_by_nothing()
    {
        Row(PriceTargets.Table(Result()), 1)[2..5].ShouldBe(["no such row is shipped", "0", "no"]);
        Row(PriceTargets.Table(Result(CaseQuality.Weak)), 0)[2..5].ShouldBe(["no such row is shipped", "0", "no"]);
    }

    [Fact]
    public void A_figure_of_prices_has_no_part_in_the_targets_of_time()
        => AccuracyTarget.All.ShouldAllBe(target => target.Kind != ValidationKind.Prices);

    private static string[] Row(TableSpec table, int place) => [.. table.Rows[place].Select(cell => cell.Text)];

    private static ScoredValue Value(string architecture, double said, double bits)
        => new("activeParameters", 10e9, said, said / 2, said * 2, double.NaN, LargerIsBetter: false)
        {
            Deduced = new(
                architecture, new(said / 1.2, said * 1.2), new(said / 9, said * 9),
                LogScore: (bits * Math.Log(2)) - 1, PriorLogScore: -1, PriorMedian: 30e9),
        };

    private static ValidationResult Of(ScoredValue[] values, CaseQuality quality = CaseQuality.Ok)
    {
        ScoredRow[] rows =
        [
            .. values.Select((value, place) => new ScoredRow
            {
                Line = place + 2,
                Id = $"row-{place}",
                Quality = quality,
                Groups = ImmutableSortedDictionary<string, string>.Empty,
                Values = [value],
            }),
        ];
        return new()
        {
            File = "prices.csv",
            Kind = ValidationKind.Prices,
            Fidelity = Fidelity.Calibrated,
            GroupBy = [],
            Rows = [.. rows],
            Ok = ScoreTable.Of(rows, [], (_, _) => 0.3),
            NotOk = ScoreTable.Of([], [], (_, _) => 0.3),
            Tolerances = [],
        };
    }
}
