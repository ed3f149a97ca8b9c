using System.Globalization;
using Chalkline.Charts.Reports;
using Chalkline.Derivations;
using Chalkline.Pipelines;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Cli.Output;

/// <summary>The page of <c>chalk pipeline</c>.</summary>
internal static class PipelineReport
{
    public static Answer Of(PipelineAnswer answer, Derivation? work) => new()
    {
        Command = "pipeline",
        Work = work,
        Data = Passes(answer.Study.Timetable),
        Report = new()
        {
            Title = $"{(answer.Asked.Serves ? "Decoding" : "Training")} {answer.Inputs.Subject} over "
                + $"{answer.Asked.Layout.PipelineStages} {Plural(answer.Asked.Layout.PipelineStages, "stage")}",
            Lead = Lead(answer),
            Sections =
            [
                new("Timetable", [new GanttBlock(PipelineGantt.Of(answer)), new TableBlock(Times(answer))]),
                new("What a device of each stage holds", [new TableBlock(Stages(answer))]),
                new("What the model's layers cost", [new TextBlock(CutProse(answer)), new TableBlock(Cuts(answer))]),
                .. answer.Asked.Serves
                    ? [new ReportSection("Stages spread weights, not the cache",
                        [new TextBlock(CacheProse(answer)), new TableBlock(Cache(answer))])]
                    : Array.Empty<ReportSection>(),
            ],
            Footer = Footer(answer),
        },
        Json = writer => PipelineJson.Write(writer, answer),
    };

    /// <summary>A share for a sentence.</summary>
    public static string Share(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static string Plural(int count, string word) => count == 1 ? word : word + "s";

    private static string Lead(PipelineAnswer answer)
    {
        PipelineStudy study = answer.Study;
        Timetable table = study.Timetable;
        int stages = table.Run.Stages;
        string fits = study.Stages.Max(stage => stage.Held) <= answer.Usable ? "" : " **It does not fit the devices.**";
        if (answer.Asked.Serves)
        {
            string groups = table.Run.MicroBatches == 1 ? "1 micro-batch" : $"{table.Run.MicroBatches} micro-batches";
            return $"With {groups} of {answer.Asked.MicroBatch} sequences in flight, {answer.Asked.Tokens} held by each, a token "
                + $"takes **{TokenTime(table)}**; the busiest stage idles **{Share(table.SteadyIdleShare)}** of its time. "
                + $"With one micro-batch alone each of {stages} stages would idle {Share((stages - 1.0) / stages)}.{fits}";
        }

        string closed = answer.ClosedShare is { } form ? $" (equal stages in closed form: {Share(form)})" : "";
        return $"In the {Schedules.Name(table.Run.Schedule)} schedule a step of {table.Run.MicroBatches} micro-batches takes "
            + $"**{table.Total}**, of which **{Share(table.BubbleShare)}** are bubble{closed}. Unequal layers cost "
            + $"{Share(study.CutCost)} over balanced stages, {Share(study.BestCost)} in the best cut.{fits}";
    }

    /// <summary>Time from one token of a micro-batch to its next in the steady state.</summary>
    public static Seconds TokenTime(Timetable table)
    {
        ScheduledPass[] last = [.. table.Of(0).Where(pass => pass.MicroBatch == 0)];
        return last.Length > 1 ? last[^1].Start - last[^2].Start : table.Total;
    }

    private static TableSpec Times(PipelineAnswer answer)
    {
        Timetable table = answer.Study.Timetable;
        List<TableCell[]> rows =
        [
            ["from first start to last end", Tables.Cell(table.Total, "ms", 3), "-"],
            ["longest span of a stage", Tables.Cell(table.Cost, "ms", 3), "-"],
            ["work of the busiest stage", Tables.Cell(table.BusiestWork, "ms", 3), Tables.Percent(table.BusiestWork / table.Cost)],
            ["bubble: span less work", Tables.Cell(table.Cost - table.BusiestWork, "ms", 3), Tables.Percent(table.BubbleShare)],
            ["all idle time, imbalance and slopes with it", "-", Tables.Percent(table.IdleShare)],
            ["hand-over to the next stage", Tables.Cell(table.Run.Boundary, "ms", 3), "-"],
        ];
        if (answer.ClosedShare is { } form)
        {
            rows.Add([answer.Asked.Serves ? "idle in closed form" : "bubble of equal stages in closed form", "-", Tables.Percent(form)]);
        }

        if (answer.Asked.Serves)
        {
            rows.Add(["idle in the steady state", "-", Tables.Percent(table.SteadyIdleShare)]);
        }

        return Tables.Of("", ["Time", "ms", "Share"], rows);
    }

    private static TableSpec Stages(PipelineAnswer answer)
    {
        bool serves = answer.Asked.Serves;
        string[] headings = serves
            ? ["Stage", "Layers", "Work", "Weights", "KV cache", "All", "Of usable"]
            : ["Stage", "Layers", "Work", "In flight", "Weights", "Gradients", "Optimiser", "Activations", "All", "Of usable"];
        return Tables.Of("Work in ms, bytes in GB", headings, answer.Study.Stages.Select((stage, place) => (IEnumerable<TableCell>)
        [
            Tables.Count(place),
            Tables.Count(stage.Layers),
            Tables.Cell(stage.Work, "ms", 2),
            .. serves
                ? new[] { Tables.Cell(stage.Weights, "GB", 2), Tables.Cell(stage.KeyValue, "GB", 2) }
                : [
                    Tables.Number(Math.Round(stage.PeakActivations, 2)), Tables.Cell(stage.Weights, "GB", 2),
                    Tables.Cell(stage.Gradients, "GB", 2), Tables.Cell(stage.Optimizer, "GB", 2),
                    Tables.Cell(stage.Activations, "GB", 2),
                ],
            Tables.Cell(stage.Held, "GB", 2),
            Tables.Percent(stage.Held / answer.Usable),
        ]));
    }

    private static string CutProse(PipelineAnswer answer)
    {
        PipelineStudy study = answer.Study;
        string cut = $"Embedding and head count with the first and last part; the longest part takes "
            + $"{study.Imbalance.ToString("0.00", CultureInfo.InvariantCulture)} times the mean. ";
        return cut + (study.BestCut.SequenceEqual(study.Cut)
            ? "No other contiguous cut has a shorter one."
            : $"The best contiguous cut is {string.Join(", ", study.BestCut)}.");
    }

    private static TableSpec Cuts(PipelineAnswer answer)
    {
        PipelineStudy study = answer.Study;
        return Tables.Of(
            "",
            ["Cut", "Span (ms)", "Over balanced", "Layers of each part"],
            new (string Name, Timetable Table, string Layers)[]
            {
                ("every part the mean", study.Balanced, "-"),
                ("this cut", study.Timetable, string.Join(" ", study.Cut)),
                ("the best contiguous cut", study.Best, string.Join(" ", study.BestCut)),
            }.Select(row => (IEnumerable<TableCell>)
            [
                row.Name,
                Tables.Cell(row.Table.Cost, "ms", 3),
                Tables.Percent((row.Table.Cost / study.Balanced.Cost) - 1),
                row.Layers,
            ]));
    }

    private static string CacheProse(PipelineAnswer answer)
        => $"A device of {answer.Asked.Layout.DevicesPerStage} in a stage, with as many micro-batches of "
            + $"{answer.Asked.MicroBatch} sequences in flight as stages: twice the stages halve its layers and double the "
            + "sequences whose cache it keeps.";

    private static TableSpec Cache(PipelineAnswer answer)
    {
        Quiet quiet = default;
        return Tables.Of(
            "",
            ["Stages", "Weights (GB)", "KV cache (GB)", "Both (GB)"],
            answer.StagesCompared.Select(stages =>
            {
                (Bytes weights, Bytes cache) = answer.Held(stages, ref quiet);
                return (IEnumerable<TableCell>)
                [
                    Tables.Count(stages), Tables.Cell(weights, "GB", 2), Tables.Cell(cache, "GB", 2),
                    Tables.Cell(weights + cache, "GB", 2),
                ];
            }));
    }

    private static string Footer(PipelineAnswer answer)
        => (answer.Fidelity == Fidelity.Calibrated
            ? "Kernels by their fitted equations (docs/accuracy.md). "
            : "Stated efficiencies. ")
            + (answer.Asked.Serves
                ? "Host time left out."
                : "A product's gradients take as long as the product, attention's 2.5 times as long; no recompute, nothing sharded, "
                    + "host time and the update left out.");

    /// <summary>What CSV holds: the timetable, a pass a row.</summary>
    private static TableSpec Passes(Timetable table) => Tables.Of(
        "",
        ["Stage", "Pass", "Micro-batch", table.Run.Schedule == ScheduleKind.Decode ? "Token" : "Chunk", "Beside", "Start (ms)", "End (ms)"],
        Enumerable.Range(0, table.Run.Stages).SelectMany(stage => table.Of(stage).Select(pass => (IEnumerable<TableCell>)
        [
            Tables.Count(stage),
            Letter(pass.Kind),
            Tables.Count(pass.MicroBatch),
            Tables.Count(pass.Chunk),
            pass.Beside < 0 ? "-" : Tables.Count(pass.Beside),
            Tables.Cell(pass.Start, "ms", 6),
            Tables.Cell(pass.End, "ms", 6),
        ])));

    /// <summary>How papers write a pass.</summary>
    public static string Letter(PassKind kind) => kind switch
    {
        PassKind.Forward => "F",
        PassKind.InputGradient => "B",
        PassKind.WeightGradient => "W",
        PassKind.Backward => "BW",
        _ => "FB",
    };
}
