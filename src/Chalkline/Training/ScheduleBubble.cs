using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using Chalkline.Pipelines;

namespace Chalkline.Training;

/// <summary>The bubble of a training schedule with equal stages, from its timetable.</summary>
internal static class ScheduleBubble
{
    /// <summary>Micro-batches a stage beyond which a bubble grows no more: all of it lies in both slopes.</summary>
    private const int Steady = 4;

    private static readonly ConcurrentDictionary<Question, double> Known = new();

    /// <summary>
    /// Time that the schedule adds to a step, over that of all passes of one micro-batch on one stage. 1F1B, interleaved
    /// or not, has a closed form: (P - 1) / V (arXiv:2104.04473, section 2.2). The gradient of the input and that of
    /// the weights take as long as the forward pass each; full recomputation adds a forward pass to the former.
    /// </summary>
    /// <exception cref="ChalkException">The schedule cannot run so many micro-batches.</exception>
    public static double Of(TrainingLayout layout, int microBatches)
    {
        ScheduleKind? kind = layout.Schedule switch
        {
            PipelineSchedule.ZeroBubbleSmall => ScheduleKind.ZeroBubble1p,
            PipelineSchedule.ZeroBubbleLarge => ScheduleKind.ZeroBubble2p,
            PipelineSchedule.ZeroBubbleV => ScheduleKind.ZeroBubbleV,
            PipelineSchedule.DualPipe => ScheduleKind.DualPipe,
            _ => null,
        };
        return kind is { } schedule
            ? Known.GetOrAdd(
                new(
                    schedule,
                    layout.Stages,
                    Math.Min(microBatches, Steady * layout.Stages),
                    layout.Recompute == Recompute.Full),
                Timed)
            : (layout.Stages - 1) / (double)layout.Chunks;
    }

    private static double Timed(Question asked)
    {
        double passes = asked.Recomputes ? 4 : 3;
        StagePasses stage = new(new(1 / passes), new((passes - 2) / passes), new(1 / passes));
        Timetable table = PipelineRun.Even(asked.Schedule, asked.Stages, asked.MicroBatches, stage).Build();
        return Math.Max(0, (table.Cost - table.BusiestWork).Value);
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Question(ScheduleKind Schedule, int Stages, int MicroBatches, bool Recomputes);
}
