using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Charts.Reports;
using Chalkline.Cli.Commands;
using Chalkline.Engines;
using Chalkline.Files;
using Chalkline.Serving;
using Chalkline.Validation;


namespace Chalkline.Cli.Output;

/// <summary>
/// The accuracy page of the book and the table of the README, written from the shipped measurements so that no figure
/// is copied by hand.
/// </summary>
internal static class AccuracyPage
{
    private const string Begin = "<!-- accuracy: written by chalk validate --write-docs, do not edit -->";
    private const string End = "<!-- accuracy: end -->";

    private static readonly (ValidationKind Kind, string[] Groups)[] Parts =
    [
        (ValidationKind.Serving, ["mode", "load", "architecture", "hardware", "model", "source"]),
        (ValidationKind.Kernels, ["kind", "hardware", "precision", "source"]),
        (ValidationKind.Training, ["task", "hardware", "source"]),
        (ValidationKind.Prices, ["model", "provider"]),
    ];

    /// <summary>Makes sure, before any work is done, that a folder holds sources to write into.</summary>
    /// <exception cref="ChalkException">There is no README with the marks, or no folder of documents.</exception>
    public static void Check(string root)
    {
        string readme = Path.Combine(root, "README.md");
        if (!File.Exists(readme) || !Directory.Exists(Path.Combine(root, "docs")))
        {
            throw new ChalkException(
                $"--write-docs {root}: has no README.md or no folder docs; give the root of the sources.");
        }

        string text = File.ReadAllText(readme);
        if (text.IndexOf(Begin, StringComparison.Ordinal) is not (>= 0 and int begin)
            || text.IndexOf(End, begin, StringComparison.Ordinal) < 0)
        {
            throw new ChalkException(
                $"{readme}: lacks the lines '{Begin}' and '{End}' between which the table goes; add them.");
        }
    }

    /// <summary>Predicts the shipped measurements, writes spreads, page and table, and says where.</summary>
    public static Answer Write(string root, DataFolder data, CancellationToken stop)
    {
        CaseFile served = CaseFile.Read(ValidateCommand.Shipped(data, ValidationKind.Serving), ValidationKind.Serving);
        (ValidationResult serving, ServedSpread spread) = SpreadFile.Write(root, served, data, stop);
        (CaseFile File, ValidationResult Result)[] parts =
        [
            (served, serving),
            .. Parts.Where(part => part.Kind != ValidationKind.Serving).Select(part =>
            {
                CaseFile file = CaseFile.Read(ValidateCommand.Shipped(data, part.Kind), part.Kind);
                return (file, Validator.Run(file, CasePredictors.For(part.Kind, Fidelity.Calibrated, data), [], stop));
            }),
        ];
        string page = Path.Combine(root, "docs", "accuracy.md");
        string readme = Path.Combine(root, "README.md");
        string text = File.ReadAllText(readme);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length;
        int end = text.IndexOf(End, begin, StringComparison.Ordinal);
        WholeFile.Write(page, MarkdownReport.Write(Page(parts, spread, CalibrationSet.Open(data))));
        WholeFile.Write(readme, $"{text[..begin]}\n\n{Summary(parts)}\n{text[end..]}");
        return ValidationReport.Of(serving);
    }

    private static ReportSpec Page(
        (CaseFile File, ValidationResult Result)[] parts, ServedSpread spread, CalibrationSet calibrations) => new()
    {
        Title = "How accurate is it?",
        Lead = "Every figure here is the output of `chalk validate` over the measurements that are shipped in "
            + "`data/measurements`, which others published but for kernels of source `chalkline_gpu`. "
            + "Errors are |predicted - measured| / measured; bias is "
            + "their signed mean. Rows of quality `ok` count; weak ones stand apart at the end of each part. The page "
            + "is written by `chalk validate --write-docs .`, and a test fails when it is stale.",
        Sections =
        [
            new("Targets against what is reached",
            [
                new TextBlock(
                    "Median errors. Nothing is fitted to a served row but the width of intervals, so that all of them "
                    + "are left out of any fit; kernels are judged on devices left out of theirs, and meet the target "
                    + "only there (the mean of their families' medians, weighed by rows). Explanations are the "
                    + "likeliest known, not tested ones. The groups that miss by most are named with their median "
                    + "error and their rows."),
                new TableBlock(AccuracyTargets.Table([.. parts.Select(part => part.Result)], calibrations)),
                new TextBlock(
                    "Sizes deduced from a price sheet are judged as intervals: how often the truth lies in them, and "
                    + "what the prices add to what was thought before. The architecture of a sheet, siblings included, "
                    + "is absent from everything that judges it. Sheets of one architecture share its error, so that a "
                    + "count by sheet overstates what is known; counted once, the few architectures say little in "
                    + "their turn. The worst architectures are named with their figure and their sheets, whether a "
                    + "target is met or not. What prices cannot tell: [deduce.md](deduce.md)."),
                new TableBlock(
                    PriceTargets.Table(parts.Single(part => part.Result.Kind == ValidationKind.Prices).Result)),
            ]),
            new("Intervals of served figures",
            [
                new TextBlock(
                    "Share of measurements in their 80 % interval. Intervals come from how far measured servers lay "
                    + "from predictions that knew the same of themselves (`data/spreads/serving.json`): in which mode, "
                    + "of which kind of model, at which load, with kernels of the device or a trend, within a domain "
                    + "or across. A group with few independent collections leans on the wider one and is widened by "
                    + "Student's law; kernels less sure than those behind it widen it further. What is left out is "
                    + "judged by intervals from all other rows. Nearly all latencies come from one source: leaving "
                    + "that out leaves a handful of rows to learn from."),
                new TableBlock(IntervalCoverage.Table(parts[0].Result)),
                new TableBlock(IntervalCoverage.Groups(spread) with { Caption = "The spreads" }),
            ]),
            .. parts.SelectMany(part => Part(part.File, part.Result)),
            new("Kernels on devices left out of the fit",
            [
                new TextBlock(
                    "The kernel figures above are of devices whose own rows took part in the fit, where they have any. "
                    + "Here each device is judged without its rows: by its kin (devices of one vendor whose matrix "
                    + "units know the same narrowest format at about the same rate), and by a trend without them. "
                    + "Covered: the share of rows in the 80 % interval, which for each device comes from the errors of "
                    + "the other devices left out, never from its own. The last intervals are those given to a device "
                    + "without kin."),
                new TableBlock(LeftOut(calibrations)),
            ]),
            new("Peers, by their own account or by others'",
            [
                new TextBlock(
                    "Not the same rows, nor the same question: most figures are of the one device and engine that the "
                    + "tool was profiled on. They say what to expect of the kind of tool, not who wins."),
                new TableBlock(PeerErrors.Claims),
                new TextBlock(
                    "One public contest had several tools predict the same 13 runs of vLLM 0.15.1 on H100, A100 and "
                    + "L40S; median errors of its committed results (it is run by the authors of BLIS, and some of the "
                    + "set trained it):"),
                new TableBlock(PeerErrors.Contest),
                new TextBlock(PeerErrors.FiveConstants),
            ]),
        ],
    };

    private static IEnumerable<ReportSection> Part(CaseFile file, ValidationResult result)
    {
        string name = CaseFile.Word(result.Kind);
        bool deduced = result.Kind == ValidationKind.Prices;
        string predicted = string.Create(
            CultureInfo.InvariantCulture,
            $"Fidelity `{result.Fidelity.ToString().ToLowerInvariant()}`: {result.Predicted:N0} of {result.Count:N0} "
                + $"rows predicted");
        string floor = string.Create(
            CultureInfo.InvariantCulture, $"; predictions under the proved floor: {result.FloorViolations:N0}.");
        List<ReportBlock> blocks =
        [
            new TextBlock(
                predicted + (deduced ? $". {DeductionScores.Words(result.Ok)} {DeductionScores.Legend}" : floor)),
            .. deduced ? [new TableBlock(DeductionScores.Overall(result.Ok))] : Array.Empty<ReportBlock>(),
            new TableBlock(ValidationTables.Overall(result.Ok)),
        ];
        foreach (string key in Parts.Single(part => part.Kind == result.Kind).Groups)
        {
            ImmutableArray<string> keys = [key];
            ScoreTable scores = Validator.Regroup(file, result, keys).Ok;
            TableSpec table = deduced ? DeductionScores.Groups(scores, keys) : ValidationTables.Groups(scores, keys);
            blocks.Add(new TableBlock(table with { Caption = $"By {key}" }));
        }

        blocks.Add(new TableBlock(ValidationTables.Worst(result.Ok) with { Caption = "The worst rows" }));
        blocks.Add(new TableBlock(ValidationTables.Skipped(result) with { Caption = "Rows not predicted" }));
        if (result.NotOk.Predicted > 0)
        {
            blocks.Add(
                new TableBlock(ValidationTables.Overall(result.NotOk) with { Caption = "Rows that are not ok" }));
        }

        yield return new(char.ToUpperInvariant(name[0]) + name[1..], [.. blocks]);
    }

    private static TableSpec LeftOut(CalibrationSet calibrations) => Tables.Of(
        "",
        [
            "Family", "Rows", "Devices", "Median error, device left out", "Its kin too", "Covered",
            "Measured / predicted, 10 %", "90 %", "Median error, fitted, by device",
        ],
        [
            .. calibrations.Trend.Fits.Select(fit => (IEnumerable<TableCell>)
            [
                fit.Family,
                Tables.Count(fit.Rows),
                Tables.Count(fit.Unseen?.Devices ?? 0),
                .. Judged(fit.Unseen),
                Tables.Number(Math.Round(fit.Spread.Low, 2)),
                Tables.Number(Math.Round(fit.Spread.High, 2)),
                Fitted(calibrations, fit.Family),
            ]),
            Together(calibrations),
        ]);

    /// <summary>Errors and coverage; with one device there are no others to judge it by.</summary>
    private static IEnumerable<TableCell> Judged(LeftOut? unseen) => unseen is { Devices: > 1 } judged
        ? [Tables.Percent(judged.DeviceError), Tables.Percent(judged.GenerationError), Tables.Percent(judged.Coverage)]
        : [new("- (one device)"), new("-"), new("-")];

    /// <summary>Coverage over the rows of all families that have more than one device.</summary>
    private static IEnumerable<TableCell> Together(CalibrationSet calibrations)
    {
        FamilyFit[] judged = [.. calibrations.Trend.Fits.Where(fit => fit.Unseen is { Devices: > 1 })];
        double rows = judged.Sum(fit => fit.Rows);
        double covered = judged.Sum(fit => fit.Rows * fit.Unseen!.Coverage);
        return
        [
            "all with two devices or more", Tables.Count((int)rows), new("-"), new("-"), new("-"),
            rows > 0 ? Tables.Percent(covered / rows) : new("-"), new("-"), new("-"), new("-"),
        ];
    }

    /// <summary>The least and the largest median error of the devices that have parameters of their own.</summary>
    private static string Fitted(CalibrationSet calibrations, string family)
    {
        double[] errors =
        [
            .. calibrations.Devices.SelectMany(device => device.Fits)
                .Where(fit => fit.Family == family)
                .Select(fit => fit.Spread.MedianError)
                .Order(),
        ];
        return errors.Length == 0 ? "-"
            : string.Create(CultureInfo.InvariantCulture, $"{errors[0]:0.0 %} to {errors[^1]:0.0 %} ({errors.Length})");
    }

    /// <summary>A row for each metric of serving, each kind of kernel, and each size deduced from prices.</summary>
    private static string Summary(IEnumerable<(CaseFile File, ValidationResult Result)> parts)
    {
        StringBuilder text = new(
            "| measured and published by others | rows | median error | p90 | bias | in the 80 % interval |\n");
        text.Append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
        foreach ((CaseFile file, ValidationResult result) in parts.Where(
            part => part.Result.Kind != ValidationKind.Training))
        {
            ImmutableArray<string> keys = result.Kind switch
            {
                ValidationKind.Kernels => ["kind"],
                ValidationKind.Prices => [],
                _ => ["mode"],
            };
            ScoreTable scores = Validator.Regroup(file, result, keys).Ok;
            foreach (ScoreGroup group in keys.IsEmpty ? [new ScoreGroup([], scores.Overall)] : scores.Groups)
            {
                foreach (MetricScore score in group.Metrics)
                {
                    string label = result.Kind switch
                    {
                        ValidationKind.Kernels => $"kernels, {group.By[0].Value.Replace('_', ' ')}",
                        ValidationKind.Prices => $"deduced from prices: {ValidationTables.Name(score.Metric)}",
                        _ => $"serving, {group.By[0].Value}: {ValidationTables.Name(score.Metric)}",
                    };
                    string coverage = score.Coverage80?.ToString("0 %", CultureInfo.InvariantCulture) ?? "-";
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $"| {label} | {score.Count:N0} | {score.MedianApe:0.0 %} | {score.P90Ape:0 %} ");
                    text.Append(CultureInfo.InvariantCulture, $"| {score.Bias:+0 %;-0 %;0 %} | {coverage} |\n");
                }
            }
        }

        return text.ToString();
    }
}
