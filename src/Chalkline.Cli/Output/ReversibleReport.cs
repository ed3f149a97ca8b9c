using Chalkline.Charts;
using Chalkline.Charts.Reports;
using Chalkline.Cli.Commands;
using Chalkline.Codesign.Reversible;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>What <c>chalk reversible</c> found.</summary>
internal sealed record ReversibleAnswer(ModelInputs Inputs, ReversibleStudy Study, bool Inferred);

/// <summary>The page of <c>chalk reversible</c>.</summary>
internal static class ReversibleReport
{
    private static readonly double[] Depths = [8, 16, 32, 64, 128, 256];

    public static Answer Of(ReversibleAnswer answer, Derivation? work)
    {
        TableSpec plans = Plans(answer);
        TableSpec prices = Prices(answer);
        ReversibleStudy study = answer.Study;
        return new()
        {
            Command = "reversible",
            Data = plans,
            Report = new()
            {
                Title = $"Keep activations, or compute them again? {answer.Inputs.Subject}",
                Lead = Lead(answer),
                Sections =
                [
                    new("What each plan holds and allows", [new TableBlock(plans), new ChartBlock(Memory(answer))]),
                    new("Against depth", [new ChartBlock(Depth(answer))]),
                    new("What it costs", [new TableBlock(prices)]),
                ],
                Footer = $"Sequence {study.Job.Sequence:N0}, micro-batch {study.Job.MicroBatch:N0}, TP{study.Job.Layout.Tensor} PP{study.Job.Layout.Stages} DP{study.Job.Layout.Data}, {(study.Job.FlashAttention ? "attention scores never written" : "attention scores written unless recomputed (Korthikanti et al.)")}; weights, gradients and optimizer "
                    + $"take {new Bytes(study.States)} of a device. {(answer.Inferred ? "Prices of memory and arithmetic are inferred from the device's (15 % and 85 %). " : "")}Reversible: two 16-bit streams and one layer, whatever the depth. docs/reversible.md.",
            },
            Json = writer =>
            {
                CommonJson.Subject(writer, answer.Inputs);
                writer.WriteNumber("sequence", study.Job.Sequence);
                writer.WriteNumber("microBatch", study.Job.MicroBatch);
                writer.WriteNumber("stateBytes", study.States);
                writer.WriteNumber("usdPerGigabyteSecond", study.UsdPerByteSecond * 1e9);
                writer.WriteNumber("usdPerExaflop", study.UsdPerFlop * 1e18);
                writer.WriteBoolean("pricesInferred", answer.Inferred);
                CatalogReports.WriteRows(writer, "plans", ["plan", "bytesPerToken", "bytes", "fits", "extraFlop", "mostMicroBatch", "longestSequence", "stepSeconds"], plans);
                CatalogReports.WriteRows(writer, "costs", ["plan", "memoryUsdPerMtok", "computeUsdPerMtok", "usdPerMtok", "paysFrom", "asThings"], prices);
            },
            Work = work,
        };
    }

    /// <summary>A plan in words.</summary>
    public static string Word(ActivationPlan plan) => plan switch
    {
        ActivationPlan.Keep => "keep everything",
        ActivationPlan.Selective => "recompute attention",
        ActivationPlan.Full => "recompute layers",
        _ => "reversible",
    };

    private static string Lead(ReversibleAnswer answer)
    {
        ReversiblePoint kept = answer.Study.Points[0];
        ReversiblePoint back = answer.Study.Points[^1];
        ReversiblePoint best = answer.Study.Points.Where(point => point.Fits).MinBy(point => point.Usd) ?? back;
        return $"Reversible layers hold **{new Bytes(back.Activations)}** where keeping everything takes {new Bytes(kept.Activations)}: {kept.Activations / back.Activations:0} times less, for {back.Cost.ExtraShare:0 %} more arithmetic. "
            + (best.Fits ? $"At these prices **{Word(best.Cost.Plan)}** is the cheapest that fits." : "Nothing fits beside weights and optimizer; cut the model further.");
    }

    private static TableSpec Plans(ReversibleAnswer answer) => Tables.Of(
        "",
        ["Plan", "B/token", "Activations", "Fits", "Computed again", "Most sequences", "Longest sequence", "Micro-batch (ms)"],
        answer.Study.Points.Select(point => (IEnumerable<TableCell>)
        [
            Word(point.Cost.Plan), Tables.Cell(new Bytes(point.Cost.PerToken)), Tables.Cell(new Bytes(point.Activations)), point.Fits ? "yes" : "no",
            Tables.Percent(point.Cost.ExtraShare), Tables.Count(Math.Floor(point.MostTokens / answer.Study.Job.Sequence)),
            Tables.Count(Longest(answer.Study, point.Cost.Plan)), Tables.Cell(new Seconds(point.Step), "ms", 1),
        ]));

    /// <summary>Longest sequence at a micro-batch of one: scores grow with its square where they are kept.</summary>
    private static double Longest(ReversibleStudy study, ActivationPlan plan)
    {
        double low = 0;
        double high = 1e8;
        while (high - low > 1)
        {
            double middle = Math.Floor((low + high) / 2);
            ReversibleStudy at = study with { Job = study.Job with { Sequence = Math.Max(1, middle), MicroBatch = 1 } };
            (low, high) = at.Points.Single(point => point.Cost.Plan == plan).Fits ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static TableSpec Prices(ReversibleAnswer answer) => Tables.Of(
        FormattableString.Invariant($"USD a million tokens, at {answer.Study.UsdPerByteSecond * 1e9:G3} $ a GB-s and {answer.Study.UsdPerFlop * 1e18:G3} $ an EFLOP. Pays from: the price of a GB-s, over that of an EFLOP, at which it costs no more than keeping."),
        ["Plan", "Memory", "Arithmetic", "Together", "Pays from (EFLOP a GB-s)", "As things are"],
        answer.Study.Points.Select(point =>
        {
            double? pays = point.Cost.Plan == ActivationPlan.Keep ? null : answer.Study.BreakEven(point.Cost.Plan) / 1e9;
            double now = answer.Study.UsdPerByteSecond / answer.Study.UsdPerFlop / 1e9;
            return (IEnumerable<TableCell>)
            [
                Word(point.Cost.Plan), Tables.Number(point.MemoryUsd), Tables.Number(point.ComputeUsd), Tables.Number(point.Usd),
                pays is { } from ? Tables.Number(from * 1e9 * 1e9 / 1e18) : "-", pays is { } at ? now >= at ? "pays" : "does not pay" : "-",
            ];
        }));

    private static ChartSpec Memory(ReversibleAnswer answer) => new()
    {
        Title = "Activations of a device by plan",
        Subtitle = $"{answer.Inputs.Subject}, {answer.Study.Job.MicroBatch:N0} x {answer.Study.Job.Sequence:N0} tokens",
        X = Axis.Linear("Activations", "GB") with { Minimum = 0 },
        Y = Axis.Of("", answer.Study.Points.Select(point => Word(point.Cost.Plan))),
        Series = [new BarSeries("activations", [.. answer.Study.Points.Select(point => point.Activations / 1e9)])],
        Lines = [ReferenceLine.AtX(((0.94 * answer.Study.Accelerator.Memory.Capacity.Value.Value) - answer.Study.States) / 1e9 is > 0 and var room ? room : 1e-3, "room")],
        Legend = LegendPlace.None,
    };

    private static ChartSpec Depth(ReversibleAnswer answer) => new()
    {
        Title = "Activations against depth",
        Subtitle = "the same layer again and again; reversible layers do not grow with it",
        X = Axis.Log("Layers", logBase: 2),
        Y = Axis.Log("Activations of a device", "GB"),
        Series =
        [
            .. Enum.GetValues<ActivationPlan>().Select(plan => new LineSeries(Word(plan),
            [
                .. Depths.Select(depth => new ChartPoint(depth, ActivationCost.Of(
                    answer.Study.Job with { Shape = answer.Study.Job.Shape with { Layers = (int)depth, DenseLayers = Math.Min(answer.Study.Job.Shape.DenseLayers, (int)depth) } }, plan).PerToken
                        * answer.Study.Job.DeviceTokens / 1e9)),
            ])),
        ],
        Legend = LegendPlace.Above,
    };
}
