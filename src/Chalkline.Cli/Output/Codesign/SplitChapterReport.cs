using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Codesign.AttentionFit;
using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Serving.Split;

namespace Chalkline.Cli.Output.Codesign;

/// <summary>The split at another context: with the ratio as it was chosen, and with the best one.</summary>
internal sealed record SplitDrift(Tokens Context, SplitStudy Fixed, SplitStudy Best);

/// <summary>What <c>chalk codesign split</c> found.</summary>
internal sealed record SplitChapterAnswer(
    SplitStudy Study, ImmutableArray<SplitDrift> Drifts, PingPong Pipeline, AttentionCostTable Table);

/// <summary>The page of <c>chalk codesign split</c>.</summary>
internal static class SplitChapterReport
{
    private static readonly int[] Counts = [2, 3, 4, 5, 6];

    public static Answer Of(SplitChapterAnswer answer, Derivation? work)
    {
        TableSpec drifts = Drifts(answer);
        TableSpec pipeline = Pipeline(answer.Pipeline);
        TableSpec pairs = Pairs(answer.Table);
        return new()
        {
            Command = "codesign split",
            Data = pipeline,
            Report = new()
            {
                Title = $"Should {answer.Study.Request.Model.Name} be split?",
                Lead = $"{answer.Study.Verdict} In the closed form {answer.Pipeline.MicroBatches} micro-batches take {Micro(answer.Pipeline.Total.Value)} a step, "
                    + $"the experts' side waits **{Percent(answer.Pipeline.FeedForwardIdle)}** of it; {answer.Pipeline.WholeMicroBatches} hide the way.",
                Sections =
                [
                    .. answer.Drifts.Length > 0
                        ? [new ReportSection("When the context drifts from what the ratio was chosen for", [new TableBlock(drifts)])]
                        : Array.Empty<ReportSection>(),
                    new("Micro-batches by the closed form", [new TableBlock(pipeline), new ChartBlock(Idle(answer.Pipeline))]),
                    new("The cheapest device for either half", [new TableBlock(pairs)]),
                ],
                Footer = $"The engine is that of `chalk split` at its operator fidelity ({answer.Study.Request.Devices} devices of {answer.Study.Request.AttentionOn.Id}); closed form: MegaScale-Infer, arXiv:2504.02263; "
                    + "pairs: Step-3, arXiv:2507.19427, network taken as hidden. docs/attention-ffn.md.",
            },
            Json = writer =>
            {
                writer.WriteString("model", answer.Study.Request.Model.Name);
                writer.WriteString("verdict", answer.Study.Verdict);
                CommonJson.Finite(writer, "gain", answer.Study.Gain ?? double.NaN);
                CatalogReports.WriteRows(writer, "drifts", ["contextTokens", "fixedRatio", "fixedGain", "bestRatio", "bestGain"], drifts);
                CatalogReports.WriteRows(writer, "microBatches", ["microBatches", "stepSeconds", "expertsIdle", "attentionIdle", "hidesTransfer"], pipeline);
                CatalogReports.WriteRows(writer, "pairs", ["model", "attentionOn", "attentionUsdPerMtok", "feedForwardOn", "feedForwardUsdPerMtok", "togetherUsdPerMtok"], pairs);
            },
            Work = work,
        };
    }

    private static TableSpec Drifts(SplitChapterAnswer answer) => Tables.Of(
        "Gain over the better single pool: tokens for each dollar, or device where prices are unknown.",
        ["Context", "Ratio as chosen", "Gain", "Best ratio", "Its gain"],
        answer.Drifts.Select(drift => (IEnumerable<TableCell>)
        [
            Tables.Cell(drift.Context), Ratio(drift.Fixed), Gain(drift.Fixed), Ratio(drift.Best), Gain(drift.Best),
        ]));

    private static TableCell Ratio(SplitStudy study)
        => study.Split is { } split ? $"{study.Request.Devices - split.FeedForward.Devices}:{split.FeedForward.Devices}" : "does not fit";

    private static TableCell Gain(SplitStudy study) => study.Gain is { } gain ? Tables.Number(Math.Round(gain, 3)) : "-";

    private static TableSpec Pipeline(PingPong pipeline) => Tables.Of(
        "",
        ["Micro-batches", "Step (us)", "Experts wait", "Attention waits", "Hides the way"],
        Counts.Append(pipeline.MicroBatches).Distinct().Order().Select(count => pipeline with { MicroBatches = count }).Select(each => (IEnumerable<TableCell>)
        [
            Tables.Count(each.MicroBatches), new TableCell(Micro(each.Total.Value), each.Total.Value), Tables.Percent(each.FeedForwardIdle), Tables.Percent(each.AttentionIdle),
            each.MicroBatches >= each.WholeMicroBatches ? "yes" : "no",
        ]));

    private static TableSpec Pairs(AttentionCostTable table) => Tables.Of(
        "USD a million tokens at 8k.",
        ["Model", "Attention on", "$", "Feed-forward on", "$ ", "Together"],
        table.Models.Select(model =>
        {
            CostDevice attention = table.Devices.MinBy(device => AttentionCost.Attention(model, device))!;
            CostDevice feedForward = table.Devices.MinBy(device => AttentionCost.FeedForward(model, device))!;
            double first = AttentionCost.Attention(model, attention);
            double second = AttentionCost.FeedForward(model, feedForward);
            return (IEnumerable<TableCell>)
                [model.Name, attention.Name, Usd(first), feedForward.Name, Usd(second), Usd(first + second)];
        }));

    private static ChartSpec Idle(PingPong pipeline) => new()
    {
        Title = "How long either side waits, by micro-batches",
        Subtitle = FormattableString.Invariant($"T_a {1e6 * pipeline.Attention.Value:0} us, T_e {1e6 * pipeline.FeedForward.Value:0} us, T_c {1e6 * pipeline.Out.Value:0} us, {pipeline.Layers} layers"),
        X = Axis.Of("Micro-batches", Counts.Select(count => count.ToString(CultureInfo.InvariantCulture))),
        Y = Axis.Linear("Share of a step") with { Style = NumberStyle.Percent, Minimum = 0 },
        Series =
        [
            new BarSeries("experts", [.. Counts.Select(count => (pipeline with { MicroBatches = count }).FeedForwardIdle)]) { SideBySide = true },
            new BarSeries("attention", [.. Counts.Select(count => (pipeline with { MicroBatches = count }).AttentionIdle)]) { SideBySide = true },
        ],
        Legend = LegendPlace.Above,
    };

    private static TableCell Usd(double value) => new(value.ToString("0.0000", CultureInfo.InvariantCulture), value);

    private static string Micro(double seconds) => (1e6 * seconds).ToString("N0", CultureInfo.InvariantCulture) + " us";

    private static string Percent(double share) => share.ToString("0.# %", CultureInfo.InvariantCulture);
}
