using System.Globalization;
using System.Text;

namespace Chalkline.Validation;

/// <summary>The floor check in Markdown: what was checked, how near the world comes, and what lies under.</summary>
public static class FloorReport
{
    /// <summary>
    /// One line for each source and hardware. The smallest and median ratio are over each row's tightest measured time.
    /// </summary>
    public static string Table(FloorResult result)
    {
        StringBuilder text = new();
        text.Append("| source | hardware | rows | checked | times | smallest | median | under |\n");
        text.Append("| --- | --- | ---: | ---: | ---: | ---: | ---: | --- |\n");
        ILookup<(string, string), FloorSkip> skips = result.Skips.ToLookup(skip => Group(skip.Case));
        ILookup<(string, string), FloorFinding> findings = result.Findings.ToLookup(finding => Group(finding.Case));
        foreach ((string source, string hardware) in skips.Select(group => group.Key)
            .Union(findings.Select(group => group.Key))
            .OrderBy(key => key.Item1, StringComparer.Ordinal)
            .ThenBy(key => key.Item2, StringComparer.Ordinal))
        {
            Line(text, source, hardware, skips[(source, hardware)].Count(), [.. findings[(source, hardware)]]);
        }

        Line(text, "**all**", "", result.Skips.Length, [.. result.Findings]);
        return text.ToString();
    }

    /// <summary>Ratios by what was measured.</summary>
    public static string Measures(FloorResult result)
    {
        StringBuilder text = new("| measured | times | proved for the layout | smallest | median |\n");
        text.Append("| --- | ---: | ---: | ---: | ---: |\n");
        foreach (IGrouping<FloorMeasure, FloorFinding> group in result.Findings
            .GroupBy(finding => finding.Measure)
            .OrderBy(group => group.Key))
        {
            double[] ratios = [.. group.Select(finding => finding.Ratio).Order()];
            text.Append(CultureInfo.InvariantCulture, $"| {Words(group.Key)} | {ratios.Length:N0} | ");
            text.Append(CultureInfo.InvariantCulture, $"{group.Count(finding => finding.OfLayout):N0} | ");
            text.Append(CultureInfo.InvariantCulture, $"{ratios[0]:F2} | {Median(ratios):F1} |\n");
        }

        return text.ToString();
    }

    /// <summary>Rows without a finding, by reason.</summary>
    public static string Skipped(FloorResult result)
    {
        StringBuilder text = new("| not checked | rows |\n| --- | ---: |\n");
        foreach (IGrouping<string, FloorSkip> group in result.Skips
            .GroupBy(skip => skip.Reason, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            text.Append(CultureInfo.InvariantCulture, $"| {group.Key} | {group.Count():N0} |\n");
        }

        return text.ToString();
    }

    /// <summary>Every time under its floor, and why.</summary>
    public static string Under(FloorResult result) => Listing(result.Under);

    /// <summary>The times that lie nearest to their floor, or under it, nearest first.</summary>
    public static string Nearest(FloorResult result, int count) => Listing(
        result.Findings
            .OrderBy(finding => finding.Ratio)
            .ThenBy(finding => finding.Case.Id, StringComparer.Ordinal)
            .Take(count));

    private static string Listing(IEnumerable<FloorFinding> findings)
    {
        StringBuilder text = new("| row | measured | ms | floor, ms | ratio | why |\n");
        text.Append("| --- | --- | ---: | ---: | ---: | --- |\n");
        foreach (FloorFinding finding in findings)
        {
            text.Append(CultureInfo.InvariantCulture, $"| `{finding.Case.Id}` | {Words(finding.Measure)} | ");
            text.Append(CultureInfo.InvariantCulture, $"{1000 * finding.Measured.Value:G4} | ");
            text.Append(CultureInfo.InvariantCulture, $"{1000 * finding.Least.Floor.Value:G4} | {finding.Ratio:F3} | ");
            text.Append(CultureInfo.InvariantCulture, $"{Words(finding.Verdict)} |\n");
        }

        return text.ToString();
    }

    private static void Line(
        StringBuilder text, string source, string hardware, int skipped, IReadOnlyList<FloorFinding> findings)
    {
        double[] tightest =
        [
            .. findings.GroupBy(finding => finding.Case.Id, StringComparer.Ordinal)
                .Select(row => row.Min(finding => finding.Ratio))
                .Order(),
        ];
        text.Append(CultureInfo.InvariantCulture, $"| {source} | {hardware} | {tightest.Length + skipped:N0} | ");
        text.Append(CultureInfo.InvariantCulture, $"{tightest.Length:N0} | {findings.Count:N0} | ");
        string ratios = tightest.Length == 0
            ? " | "
            : string.Create(CultureInfo.InvariantCulture, $"{tightest[0]:F2} | {Median(tightest):F1}");
        IEnumerable<string> under = findings.Where(finding => finding.Verdict != FloorVerdict.Above)
            .GroupBy(finding => finding.Verdict)
            .OrderBy(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {Words(group.Key)}"));
        text.Append(CultureInfo.InvariantCulture, $"{ratios} | {string.Join(", ", under)} |\n");
    }

    private static (string Source, string Hardware) Group(ServingCase row)
        => (row.Source, row.Hardware.Length == 0 ? "(unknown)" : row.Hardware);

    private static double Median(double[] sorted)
        => sorted.Length % 2 == 1
            ? sorted[sorted.Length / 2]
            : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;

    private static string Words(FloorMeasure measure) => measure switch
    {
        FloorMeasure.Tpot => "TPOT",
        FloorMeasure.Ttft => "TTFT",
        FloorMeasure.Request => "closed-loop request",
        FloorMeasure.EndToEnd => "end to end",
        FloorMeasure.Prefill => "prefill",
        FloorMeasure.DecodeStep => "decode step",
        FloorMeasure.OutputToken => "device time of an output token",
        _ => "device time of an input token",
    };

    private static string Words(FloorVerdict verdict) => verdict switch
    {
        FloorVerdict.Above => "above",
        FloorVerdict.SpeculationOn => "speculation on",
        FloorVerdict.SpeculationUnknown => "speculation unknown",
        FloorVerdict.LayoutDoubtful => "layout doubtful",
        FloorVerdict.RowWeak => "row weak for another reason",
        FloorVerdict.PrecisionUnknown => "precision unknown",
        _ => "UNEXPLAINED",
    };
}
