using Chalkline.Charts.Reports;
using Chalkline.Cli.Output;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Cli.Tests.Output;

/// <summary>Cells say the same to people and to programs.</summary>
public sealed class TablesTests
{
    [Fact]
    public void A_cell_in_a_fixed_unit_exports_that_unit()
    {
        TableCell cell = Tables.Cell(new Seconds(0.0123456), "ms", 2);

        cell.Text.ShouldBe("12.35");
        cell.Value!.Value.ShouldBe(12.3456, 1e-12);
    }

    [Fact]
    public void Cost_is_exported_in_dollars_a_million_tokens()
        => Tables.Cell(new UsdPerToken(0.25e-6), "$/Mtok", 3).Value!.Value.ShouldBe(0.25, 1e-12);

    [Fact]
    public void Text_and_number_agree_for_every_duration()
        => Gen.Double[1e-9, 1e3].Sample(
            seconds =>
            {
                TableCell cell = Tables.Cell(new Seconds(seconds), "ms", 3);
                double shown = double.Parse(cell.Text, System.Globalization.CultureInfo.InvariantCulture);
                return Math.Abs(shown - cell.Value!.Value) <= 0.0005000001;
            },
            seed: "0000KvTbS3O4",
            iter: 1000,
            threads: 1);

    [Fact]
    public void A_unit_that_measures_something_else_is_a_fault_of_the_program()
        => Should.Throw<ArgumentException>(() => Tables.In(new Seconds(1), "GB"));

    [Fact]
    public void What_never_happens_has_no_number()
    {
        Tables.Number(double.PositiveInfinity).ShouldBe(new TableCell("never"));
        Tables.Cell(new Seconds(double.PositiveInfinity)).ShouldBe(new TableCell("never"));
        Tables.Cell((Seconds?)null, "ms").ShouldBe(new TableCell("-"));
    }

    [Fact]
    public void A_column_of_numbers_stands_to_the_right_gaps_or_not()
    {
        TableSpec table = Tables.Of("", ["Name", "Count", "Gap"], [["a", Tables.Count(1), "-"], ["b", Tables.Count(2), Tables.Count(3)]]);

        table.Columns.Select(column => column.Numeric).ShouldBe([false, true, true]);
    }
}
