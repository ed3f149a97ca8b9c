using System.Globalization;
using Chalkline.Charts;
using Chalkline.Pipelines;

namespace Chalkline.Cli.Output;

/// <summary>The timetable of <c>chalk pipeline</c> as a picture.</summary>
internal static class PipelineGantt
{
    private static readonly (PassKind Kind, string Name, int Colour)[] Kinds =
    [
        (PassKind.Forward, "forward", 0),
        (PassKind.Backward, "backward", 1),
        (PassKind.InputGradient, "backward: input", 3),
        (PassKind.WeightGradient, "backward: weights", 2),
        (PassKind.ForwardBackward, "forward and backward woven", 4),
    ];

    public static GanttSpec Of(PipelineAnswer answer)
    {
        Timetable table = answer.Study.Timetable;
        (string unit, double scale) = table.Total.Value >= 1 ? ("s", 1) : table.Total.Value >= 1e-3 ? ("ms", 1e3) : ("us", 1e6);
        ScheduledPass[][] passes = [.. Enumerable.Range(0, table.Run.Stages).Select(stage => table.Of(stage).ToArray())];
        var shown = Kinds.Where(kind => passes.Any(stage => stage.Any(pass => pass.Kind == kind.Kind))).ToArray();
        bool serves = answer.Asked.Serves;
        return new()
        {
            Title = serves
                ? $"Decoding: busiest stage idle {PipelineReport.Share(table.SteadyIdleShare)} in the steady state"
                : $"{Schedules.Name(table.Run.Schedule)}: {PipelineReport.Share(table.BubbleShare)} bubble, "
                    + $"{PipelineReport.Share(table.IdleShare)} idle in all",
            Subtitle = $"{answer.Inputs.Model.Name} on {answer.Inputs.System.Id}, {answer.Asked.Layout}, "
                + $"{table.Run.MicroBatches} micro-batches of {answer.Asked.MicroBatch} x {answer.Asked.Tokens}",
            Lanes = [.. passes.Select((_, stage) => string.Create(CultureInfo.InvariantCulture, $"stage {stage}"))],
            Kinds = [.. shown.Select(kind => new GanttKind(kind.Name, kind.Colour))],
            Boxes =
            [
                .. passes.SelectMany((stage, lane) => stage.Select(pass => new GanttBox(
                    lane,
                    Array.FindIndex(shown, kind => kind.Kind == pass.Kind),
                    pass.Start.Value * scale,
                    pass.End.Value * scale,
                    Label(pass),
                    pass.Chunk % 2 == 1))),
            ],
            Unit = unit,
            Footnote = serves
                ? "Numbers are micro-batches, from 0; light and full boxes are alternate tokens."
                : table.Run.Chunks > 1
                    ? "Numbers are micro-batches, from 0; light boxes belong to every second part of the stage."
                    : "Numbers are micro-batches, from 0.",
        };
    }

    private static string Label(ScheduledPass pass)
        => pass.Beside < 0 ? pass.MicroBatch.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{pass.MicroBatch}|{pass.Beside}");
}
