using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>What <c>chalk validate</c> says of posteriors deduced from prices.</summary>
internal static class DeductionScores
{
    private static readonly string[] Headings =
        ["n", "Off", "Prior off", "In 50 %", "In 80 %", "In 95 %", "Width", "Bits"];

    /// <summary>What the columns are.</summary>
    public const string Legend =
        "The whole architecture of a row, siblings included, is absent from the prior and from the fit of markups. Off "
        + "is the median of how many times the posterior median is too large or too small, and Prior off that of the "
        + "prior's; Width is upper over lower end of the 80 % interval; Bits is what a sheet adds to the prior about "
        + "the true value.";

    /// <summary>Over all rows, and with every architecture counted once.</summary>
    public static TableSpec Overall(ScoreTable table) => Tables.Of(
        "",
        ["Quantity", "Counted", .. Headings],
        table.Overall.SelectMany(score => new[] { ("sheets", score.Deduction), ("architectures", score.DeductionOnce) }
            .Where(item => item.Item2 is not null)
            .Select(item => Row([ValidationTables.Name(score.Metric), item.Item1], item.Item2!))));

    /// <summary>By group.</summary>
    public static TableSpec Groups(ScoreTable table, ImmutableArray<string> keys) => Tables.Of(
        "",
        [.. keys, "Quantity", .. Headings],
        table.Groups.SelectMany(group => group.Metrics
            .Where(score => score.Deduction is not null)
            .Select(score => Row(
                [.. group.By.Select(pair => (TableCell)pair.Value), ValidationTables.Name(score.Metric)],
                score.Deduction!))));

    /// <summary>What the prices of all sheets add, in words.</summary>
    public static string Words(ScoreTable table) => string.Join(' ', table.Overall
        .Where(score => score.Deduction is not null)
        .Select(score => string.Create(
            CultureInfo.InvariantCulture,
            $"About {ValidationTables.Name(score.Metric)} a sheet {Gain(score.Deduction!)}; half are within a factor "
            + $"of **{score.Deduction!.MedianFactor:0.00}**, and **{score.Deduction.Coverage80:0 %}** lie in the 80 % "
            + $"interval.")));

    private static string Gain(DeductionScore score) => score.BitsGained > 0
        ? string.Create(CultureInfo.InvariantCulture, $"adds {score.BitsGained:0.00} bits to what is known without it")
        : string.Create(
            CultureInfo.InvariantCulture, $"adds nothing ({score.BitsGained:0.00} bits against the prior alone)");

    private static IEnumerable<TableCell> Row(IEnumerable<TableCell> names, DeductionScore score) =>
    [
        .. names,
        Tables.Count(score.Count),
        Two(score.MedianFactor),
        Two(score.PriorMedianFactor),
        Tables.Percent(score.Coverage50),
        Tables.Percent(score.Coverage80),
        Tables.Percent(score.Coverage95),
        new(score.MedianWidth.ToString("0.0", CultureInfo.InvariantCulture), score.MedianWidth),
        Two(score.BitsGained),
    ];

    private static TableCell Two(double value) => new(value.ToString("0.00", CultureInfo.InvariantCulture), value);
}
