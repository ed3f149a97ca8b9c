using System.Globalization;
using Chalkline.Calibration;
using Chalkline.Charts.Reports;
using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>The targets of sizes deduced from prices against what is reached, by sheet and by architecture.</summary>
internal static class PriceTargets
{
    /// <summary>Architectures that are named as the worst.</summary>
    private const int MostNamed = 3;

    private static readonly PriceTarget[] All =
    [
        Covered("Active parameters", "activeParameters"),
        Covered("KV bytes a token", "kvBytesPerToken"),
        Near("Active parameters", "activeParameters", 1.6),
        Near("KV bytes a token", "kvBytesPerToken", 2.5),
        new("Active parameters: bits gained over the prior", "activeParameters", "above 0",
            score => score.BitsGained, bits => bits > 0, score => -score.BitsGained, Bits),
    ];

    /// <summary>A row for each target.</summary>
    /// <param name="result">Price sheets, scored.</param>
    public static TableSpec Table(ValidationResult result)
    {
        ScoredValue[] values =
        [
            .. result.Rows.Where(row => row.Quality == CaseQuality.Ok)
                .SelectMany(row => row.Values)
                .Where(value => value.Deduced is not null),
        ];
        return Tables.Of(
            "",
            [
                "Figure", "Target", "By sheet", "Sheets", "Met", "Each architecture once", "Architectures", "Met so",
                "Worst architectures",
            ],
            All.Select(target => Row(target, [.. values.Where(value => value.Metric == target.Metric)])));
    }

    private static IEnumerable<TableCell> Row(PriceTarget target, ScoredValue[] values)
    {
        if (DeductionScore.Of(values, once: false) is not { } sheets
            || DeductionScore.Of(values, once: true) is not { } once)
        {
            return
            [
                target.Figure, target.Goal, "no such row is shipped", Tables.Count(0), "no", "-", Tables.Count(0), "no",
                "-",
            ];
        }

        return
        [
            target.Figure,
            target.Goal,
            target.Text(target.Of(sheets)),
            Tables.Count(sheets.Count),
            Met(target, sheets),
            target.Text(target.Of(once)),
            Tables.Count(once.Count),
            Met(target, once),
            Worst(target, values),
        ];
    }

    private static string Met(PriceTarget target, DeductionScore score) => target.Met(target.Of(score)) ? "yes" : "no";

    private static string Worst(PriceTarget target, IEnumerable<ScoredValue> values)
    {
        IEnumerable<string> named = values.GroupBy(value => value.Deduced!.Architecture, StringComparer.Ordinal)
            .Select(group => (group.Key, Score: DeductionScore.Of(group, once: false)!))
            .OrderByDescending(group => target.Badness(group.Score))
            .ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(MostNamed)
            .Select(group => string.Create(
                CultureInfo.InvariantCulture,
                $"{group.Key} {target.Text(target.Of(group.Score)).Text} of {group.Score.Count:N0}"));
        return string.Join(", ", named);
    }

    /// <summary>Too many in the interval is a miss as well: it is wider than it says.</summary>
    private static PriceTarget Covered(string quantity, string metric) => new(
        $"{quantity}: in the 80 % interval", metric, "75.0 % to 85.0 %",
        score => score.Coverage80, share => share is >= 0.75 and <= 0.85, score => -score.Coverage80, Tables.Percent);

    private static PriceTarget Near(string quantity, string metric, double goal) => new(
        $"{quantity}: median times off", metric, string.Create(CultureInfo.InvariantCulture, $"at most {goal:0.0}"),
        score => score.MedianFactor, factor => factor <= goal, score => score.MedianFactor, Times);

    private static TableCell Times(double factor)
        => new(factor.ToString("0.00", CultureInfo.InvariantCulture), factor);

    private static TableCell Bits(double bits)
        => new(bits.ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture), bits);

    /// <summary>What is asked of one quantity.</summary>
    /// <param name="Figure">What is judged.</param>
    /// <param name="Metric">Its metric.</param>
    /// <param name="Goal">What is to be reached, in words.</param>
    /// <param name="Of">The figure of a score.</param>
    /// <param name="Met">Whether a figure is good enough.</param>
    /// <param name="Badness">What the worst architectures have most of.</param>
    /// <param name="Text">How a figure is shown.</param>
    private sealed record PriceTarget(
        string Figure,
        string Metric,
        string Goal,
        Func<DeductionScore, double> Of,
        Func<double, bool> Met,
        Func<DeductionScore, double> Badness,
        Func<double, TableCell> Text);
}
