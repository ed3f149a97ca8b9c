using System.Globalization;
using Chalkline.Calibration;
using Chalkline.Charts.Reports;
using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk validate</c>.</summary>
internal static class ValidationReport
{
    public static Answer Of(ValidationResult result) => new()
    {
        Command = "validate",
        Data = ValidationTables.Values(result),
        Json = writer => ValidationJson.Write(writer, result),
        Report = new()
        {
            Title = $"{Path.GetFileName(result.File)} against fidelity {Fidelity(result)}",
            Lead = Lead(result),
            Sections = [.. Sections(result)],
            Footer = Footer(result),
        },
    };

    private static string Fidelity(ValidationResult result) => result.Fidelity.ToString().ToLowerInvariant();

    private static string Lead(ValidationResult result)
    {
        string head = string.Create(
            CultureInfo.InvariantCulture,
            $"{result.Count:N0} {CaseFile.Word(result.Kind).TrimEnd('s')} rows, {result.Predicted:N0} of them "
                + $"predicted ({result.Ok.Predicted:N0} of quality ok). ");
        IEnumerable<string> medians = result.Ok.Overall.Select(score => string.Create(
            CultureInfo.InvariantCulture,
            $"{ValidationTables.Name(score.Metric)} **{score.MedianApe:0.0 %}** over {score.Count:N0}"));
        if (result.Kind == ValidationKind.Prices)
        {
            return head + DeductionScores.Words(result.Ok);
        }

        string errors = result.Ok.Overall.IsEmpty
            ? "No row of quality ok could be predicted. "
            : $"Median error: {string.Join(", ", medians)}. ";
        string floor = result.FloorViolations == 0
            ? "No prediction is better than the proved floor allows."
            : string.Create(
                CultureInfo.InvariantCulture,
                $"**{result.FloorViolations:N0} predictions are better than the proved floor allows: a defect.**");
        return head + errors + floor;
    }

    private static IEnumerable<ReportSection> Sections(ValidationResult result)
    {
        if (result.Kind == ValidationKind.Prices)
        {
            yield return new("Posteriors", [new TableBlock(DeductionScores.Overall(result.Ok))]);
            if (!result.Ok.Groups.IsEmpty)
            {
                yield return new(
                    $"Posteriors by {string.Join(" and ", result.GroupBy)}",
                    [new TableBlock(DeductionScores.Groups(result.Ok, result.GroupBy))]);
            }
        }

        yield return new(
            "Errors",
            [new TableBlock(ValidationTables.Overall(result.Ok)), .. ValidationCharts.Of(result).Select(
                chart => new ChartBlock(chart))]);
        if (!result.Ok.Groups.IsEmpty && result.Kind != ValidationKind.Prices)
        {
            yield return new(
                $"By {string.Join(" and ", result.GroupBy)}",
                [new TableBlock(ValidationTables.Groups(result.Ok, result.GroupBy))]);
        }

        if (!result.Ok.Worst.IsEmpty)
        {
            yield return new("Worst rows", [new TableBlock(ValidationTables.Worst(result.Ok))]);
        }

        if (!result.Skipped.IsEmpty)
        {
            yield return new("Rows not predicted", [new TableBlock(ValidationTables.Skipped(result))]);
        }

        if (result.NotOk.Predicted > 0)
        {
            yield return new("Rows that are not ok", [new TableBlock(ValidationTables.Overall(result.NotOk))]);
        }
    }

    private static string Share(double fraction) => fraction.ToString("0.# %", CultureInfo.InvariantCulture);

    private static string Footer(ValidationResult result)
    {
        IEnumerable<string> tolerances = result.Tolerances
            .GroupBy(pair => ValidationTables.Name(pair.Key), pair => pair.Value, StringComparer.Ordinal)
            .Select(group => $"{group.Key} {string.Join(" or ", group.Distinct().Order().Take(3).Select(Share))}");
        if (result.Kind == ValidationKind.Prices)
        {
            return DeductionScores.Legend + " Errors below are |median - truth| / truth.";
        }

        bool stated = result.Rows.Any(row => row.Quality == CaseQuality.Ok && row.Values.Any(MetricScore.HasInterval));
        return "Errors are |predicted - measured| / measured; bias is their signed mean, above 0 when predictions are "
            + "too large. "
            + "In tol. is the share within the tolerance, Under counts predictions under the proved floor. "
            + (stated ? "In 80 % is the share of measurements in the 80 % interval. " : "This fidelity states no "
                + "intervals. ")
            + $"Tolerances: {string.Join(", ", tolerances)}.";
    }
}
