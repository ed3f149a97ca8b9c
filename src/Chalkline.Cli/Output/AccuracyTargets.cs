using System.Globalization;
using Chalkline.Calibration;
using Chalkline.Charts.Reports;
using Chalkline.Quantities;
using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>The table of targets against what is reached, worked out from scored rows.</summary>
internal static class AccuracyTargets
{
    /// <summary>Values a group needs to be named: a median of fewer says little.</summary>
    private const int Named = 10;

    /// <summary>Groups that are named for a miss.</summary>
    private const int MostNamed = 3;

    /// <summary>A row for each target.</summary>
    public static TableSpec Table(IReadOnlyList<ValidationResult> results, CalibrationSet calibrations) => Tables.Of(
        "",
        ["Figure", "Target", "Reached", "n", "Groups left out", "Met", "Misses by most", "Best explanation of a miss"],
        AccuracyTarget.All.Select(
            target => Row(target, results.Single(result => result.Kind == target.Kind), calibrations))
            .Append(DoesNotFit(results))
            .Append(Books())
            .Append(Floor(results)));

    private static IEnumerable<TableCell> Row(
        AccuracyTarget target, ValidationResult result, CalibrationSet calibrations)
    {
        // Rows that are weak count only where the target is about nothing else: the service of a day.
        ScoredRow[] all = [.. result.Rows.Where(row => row.Quality != CaseQuality.Drop && target.Rows(row))];
        ScoredRow[] rows = all.Any(row => row.Quality == CaseQuality.Ok)
            ? [.. all.Where(row => row.Quality == CaseQuality.Ok)] : all;
        (ScoredRow Row, ScoredValue Value)[] values =
        [
            .. rows.SelectMany(row => row.Values
                .Where(value => target.Metrics.Length == 0 || target.Metrics.Contains(
                    value.Metric, StringComparer.Ordinal))
                .Select(value => (row, value))),
        ];
        double? left = LeftOut(target, calibrations);
        if (values.Length == 0)
        {
            return
            [
                target.Figure, Tables.Percent(target.Goal), "not predicted yet", Tables.Count(0), "-", "no",
                Reasons(rows), target.Explanation,
            ];
        }

        double reached = Median(values);
        bool met = (left ?? reached) <= target.Goal;
        return
        [
            target.Figure,
            Tables.Percent(target.Goal),
            Tables.Percent(reached),
            Tables.Count(values.Length),
            left is { } error ? Tables.Percent(error) : new("nothing is fitted"),
            met ? "yes" : "no",
            met ? "-" : left is null ? Groups(target, values) : Families(target, calibrations),
            met ? "-" : target.Explanation,
        ];
    }

    private static double Median(IEnumerable<(ScoredRow Row, ScoredValue Value)> values)
        => MetricScore.Of("", [.. values.Select(pair => (pair.Value, 0.0))]).MedianApe;

    /// <summary>Median error on devices left out of the fit, the families weighed by their rows.</summary>
    private static double? LeftOut(AccuracyTarget target, CalibrationSet calibrations)
    {
        FamilyFit[] fits = [.. Fits(target, calibrations)];
        return fits.Length == 0 ? null : fits.Sum(fit => fit.Rows * fit.Spread.MedianError) / fits.Sum(fit => fit.Rows);
    }

    private static IEnumerable<FamilyFit> Fits(AccuracyTarget target, CalibrationSet calibrations)
        => calibrations.Trend.Fits.Where(fit => target.Families.Contains(fit.Family, StringComparer.Ordinal));

    private static string Families(AccuracyTarget target, CalibrationSet calibrations)
        => string.Join(", ", Fits(target, calibrations)
        .Where(fit => fit.Spread.MedianError > target.Goal)
        .OrderByDescending(fit => fit.Spread.MedianError)
        .Take(MostNamed)
        .Select(fit => $"{fit.Family} {Share(fit.Spread.MedianError)} of {fit.Rows:N0}"));

    private static string Groups(AccuracyTarget target, IEnumerable<(ScoredRow Row, ScoredValue Value)> values)
    {
        string[] found =
        [
            .. values.GroupBy(
                pair => $"{pair.Row.Groups["model"]} on {pair.Row.Groups["hardware"]}", StringComparer.Ordinal)
                .Select(group => (group.Key, Error: Median(group), Count: group.Count()))
                .Where(group => group.Error > target.Goal)
                .OrderByDescending(group => group.Count >= Named)
                .ThenByDescending(group => group.Error)
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Take(MostNamed)
                .Select(group => $"{group.Key} {Share(group.Error)} of {group.Count:N0}"),
        ];
        return string.Join(", ", found);
    }

    private static string Reasons(IEnumerable<ScoredRow> rows)
    {
        string[] found =
        [
            .. rows.GroupBy(row => row.Skipped ?? "", StringComparer.Ordinal)
                .OrderByDescending(group => group.Count())
                .ThenBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"{group.Key} ({group.Count():N0})"),
        ];
        return found.Length == 0 ? "no such row is shipped" : string.Join(", ", found);
    }

    /// <summary>
    /// A day of DeepSeek's service (open-infra-index, day 6): 226.75 nodes of 8 devices at 2 $/h, 342 G of 608 G prompt
    /// tokens from the cache, 168 G tokens of answers, at the prices of R1; against the figures it states.
    /// </summary>
    private static IEnumerable<TableCell> Books()
    {
        Usd cost = new UsdPerDeviceHour(2) * new Devices(226.75 * 8) * new Seconds(86_400);
        Usd income = (new UsdPerToken(0.14e-6) * new Tokens(342e9))
            + (new UsdPerToken(0.55e-6) * new Tokens(266e9))
            + (new UsdPerToken(2.19e-6) * new Tokens(168e9));
        double[] errors = [(cost.Value / 87_072) - 1, (income.Value / 562_027) - 1, (((income - cost) / cost) / 5.45) - 1];
        double worst = errors.Max(Math.Abs);
        return
        [
            "DeepSeek service, bookkeeping: cost, income, margin", Tables.Percent(0.01), Tables.Percent(worst),
            Tables.Count(3),
            "nothing is fitted", worst <= 0.01 ? "yes" : "no", "-", "-",
        ];
    }

    /// <summary>Rows that state a set-up and no time: the run did not fit.</summary>
    private static IEnumerable<TableCell> DoesNotFit(IEnumerable<ValidationResult> results)
    {
        ValidationResult serving = results.Single(result => result.Kind == ValidationKind.Serving);
        ScoredRow[] empty =
        [
            .. ServingCases.Read(serving.File)
                .Where(row => row is
                {
                    Source: "fastertransformer_a100",
                    EndToEnd: null, PrefillTime: null, DecodeStepTime: null, OutputRate: null, TimePerOutputToken: null,
                })
                .Select(row => serving.Rows.Single(scored => scored.Line == row.Line)),
        ];
        int right = empty.Count(row => row.Skipped == Validator.DoesNotFit);
        return
        [
            "FasterTransformer's empty rows \"do not fit\"",
            "all",
            empty.Length == 0 ? "no such row is shipped" : $"{right:N0} of {empty.Length:N0}",
            Tables.Count(empty.Length),
            "nothing is fitted",
            right == empty.Length && right > 0 ? "yes" : "no",
            right == empty.Length ? "-" : Reasons(empty.Where(row => row.Skipped != Validator.DoesNotFit)),
            "-",
        ];
    }

    private static IEnumerable<TableCell> Floor(IReadOnlyList<ValidationResult> results)
    {
        // Prices have no floor to lie under.
        ValidationResult[] timed = [.. results.Where(result => result.Kind != ValidationKind.Prices)];
        int under = timed.Sum(result => result.FloorViolations);
        return
        [
            "Predictions under the proved floor", Tables.Count(0), Tables.Count(under),
            Tables.Count(timed.Sum(result => result.Predicted)), "nothing is fitted", under == 0 ? "yes" : "no", "-",
            "-",
        ];
    }

    private static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
