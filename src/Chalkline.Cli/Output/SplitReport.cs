using Chalkline.Charts.Reports;
using Chalkline.Cli.Commands;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Serving.Split;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk split</c>.</summary>
internal static class SplitReport
{
    public static Answer Of(ModelInputs inputs, SplitStudy study)
    {
        TableSpec ways = Ways(study);
        List<ReportBlock> layer = study.Split is { } split ? [new TableBlock(Layer(split))] : [];
        return new()
        {
            Command = "split",
            Data = ways,
            Report = new()
            {
                Title = $"Attention and feed-forward layers of {inputs.Model.Name} on devices of their own",
                Lead = Lead(inputs, study),
                Sections =
                [
                    new("Split or one pool", [new TableBlock(ways)]),
                    new("One layer of one micro-batch", [.. layer]),
                ],
                Footer = (study.Request.Fidelity == Fidelity.Calibrated
                    ? "Kernels by their fitted equations (docs/accuracy.md). "
                    : "Stated efficiencies. ")
                    + "Prompts are processed elsewhere in either case; routing is even, host time is left out. The equations and what "
                    + "they are held against: docs/attention-ffn.md.",
            },
            Json = writer => SplitJson.Write(writer, inputs, study),
        };
    }

    private static string Lead(ModelInputs inputs, SplitStudy study)
    {
        SplitRequest request = study.Request;
        string machines = request.FeedForwardOn.Id == request.AttentionOn.Id
            ? $"{request.AttentionOn.Id}"
            : $"{request.AttentionOn.Id} (attention) and {request.FeedForwardOn.Id} (feed-forward)";
        return $"{request.Devices:N0} devices of {machines} decode at a mean context of {request.Workload.Input} within "
            + $"{request.Workload.TimePerOutputToken} a token, with {inputs.Formats}. {study.Verdict}";
    }

    private static TableSpec Ways(SplitStudy study) => Tables.Of(
        "",
        ["Way", "Attention", "Feed-forward", "Micro-batches", "Sequences", "TPOT (ms)", "tok/s/device", "$/Mtok"],
        [
            .. study.Split is { } split ? [Row("split", split)] : Array.Empty<IEnumerable<TableCell>>(),
            .. study.FreeLinkSplit is { } free ? [Row("split, if its link took no time", free)] : Array.Empty<IEnumerable<TableCell>>(),
            .. new[] { study.AttentionPool, study.FeedForwardPool }.OfType<PoolPoint>().Select(Row),
        ]);

    private static IEnumerable<TableCell> Row(string way, SplitPoint point) =>
    [
        way,
        $"{point.AttentionWorkers} x {point.AttentionWorker}",
        point.FeedForward.ToString(),
        Tables.Count(point.MicroBatches),
        Tables.Count(point.Sequences),
        Tables.Cell(point.TimePerOutputToken, "ms"),
        Tables.Number(point.PerDevice.Value),
        Cost(point.Cost),
    ];

    private static IEnumerable<TableCell> Row(PoolPoint point) =>
    [
        $"one pool on {point.System}",
        point.Layout.ToString(),
        "the same devices",
        Tables.Count(point.MicroBatches),
        Tables.Count(point.Sequences),
        Tables.Cell(point.TimePerOutputToken, "ms"),
        Tables.Number(point.PerDevice.Value),
        Cost(point.Cost),
    ];

    private static TableCell Cost(UsdPerToken? cost) => cost is { } known ? Tables.Cell(known, "$/Mtok", 3) : "-";

    private static TableSpec Layer(SplitPoint split) => Tables.Of(
        "",
        ["Part", "Time (us)", "Busy"],
        [
            ["attention side", Tables.Cell(split.Layer.Attention, "us", 1), Tables.Percent(split.AttentionBusy)],
            ["out to the feed-forward side", Tables.Cell(split.Layer.Out, "us", 1), "-"],
            ["feed-forward side", Tables.Cell(split.Layer.FeedForward, "us", 1), Tables.Percent(split.FeedForwardBusy)],
            ["back", Tables.Cell(split.Layer.Back, "us", 1), "-"],
        ]);
}
