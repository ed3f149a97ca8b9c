using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Pipelines.PipelineSymbols;

namespace Chalkline.Pipelines;

/// <summary>The closed forms that stand beside a timetable.</summary>
public static class PipelineWork
{
    /// <summary>Shows how the bubble share comes from the timetable.</summary>
    public static double BubbleShare<TWork>(Timetable table, ref TWork work)
        where TWork : struct, IWork
    {
        Seconds cost = work.Given(S.Cost, table.Cost, name: "cost");
        Seconds busiest = work.Given(S.Busiest, table.BusiestWork, name: "busiest");
        return work.Step(S.BubbleShare, (cost - busiest) / cost);
    }

    /// <summary>
    /// Bubble share of equal stages with nothing between them; null for schedules that have no closed form.
    /// </summary>
    /// <param name="run">The run; of its passes the means count.</param>
    /// <param name="work">Where the work is shown.</param>
    public static double? ClosedShare<TWork>(PipelineRun run, ref TWork work)
        where TWork : struct, IWork
    {
        double stages = work.Given(S.Stages, (double)run.Stages, name: "stages");
        double microBatches = work.Given(S.MicroBatches, (double)run.MicroBatches, name: "microBatches");
        switch (run.Schedule)
        {
            case ScheduleKind.GPipe or ScheduleKind.OneForwardOneBackward:
                return work.Step(S.ClosedShare, (stages - 1) / (microBatches + stages - 1));
            case ScheduleKind.Interleaved:
                double chunks = work.Given(S.Chunks, (double)run.Chunks, name: "chunks");
                return work.Step(S.ClosedShare, (stages - 1) / ((chunks * microBatches) + stages - 1));
            case ScheduleKind.Decode:
                return work.Step(S.Idle, Math.Max(0, (stages - microBatches) / stages));
            case ScheduleKind.ZeroBubbleH1 or ScheduleKind.ZeroBubbleH2 or ScheduleKind.DualPipe:
                break;
            default:
                return null;
        }

        Seconds forward = work.Given(S.Forward, Mean(run, part => part.Forward.Value), name: "forward");
        Seconds input = work.Given(S.Input, Mean(run, part => part.InputGradient.Value), name: "input");
        Seconds weight = work.Given(S.Weight, Mean(run, part => part.WeightGradient.Value), name: "weight");

        // The mean part of DualPipe is a stage's half of the micro-batches, each way.
        Seconds closedBubble = run.Schedule switch
        {
            ScheduleKind.ZeroBubbleH1 => work.Step(
                S.ClosedBubble, (stages - 1) * (forward + input - weight)),
            ScheduleKind.ZeroBubbleH2 => work.Step(
                S.ClosedBubble, (stages - 1) * (forward + input - (2 * weight))),
            _ => work.Step(
                S.ClosedBubble, ((stages / 2) - 1) * (forward + (2 * input) - weight)),
        };
        return work.Step(S.ClosedShare, closedBubble / (closedBubble + (microBatches * (forward + input + weight))));
    }

    /// <summary>
    /// Bytes of a device that decodes with as many micro-batches in flight as stages: weights fall with the stages, the
    /// cache does not (lecture, eq. 4.5).
    /// </summary>
    /// <param name="stages">Stages.</param>
    /// <param name="devices">Devices of a stage.</param>
    /// <param name="weights">Weight bytes of the model.</param>
    /// <param name="sequences">Sequences of a micro-batch.</param>
    /// <param name="context">Tokens each holds.</param>
    /// <param name="keyValue">Cache bytes of a token, all layers.</param>
    /// <param name="work">Where the work is shown.</param>
    public static (Bytes Weights, Bytes Cache) Held<TWork>(
        double stages,
        double devices,
        Bytes weights,
        double sequences,
        Tokens context,
        BytesPerToken keyValue,
        ref TWork work)
        where TWork : struct, IWork
    {
        work.Given(S.Stages, stages);
        work.Given(S.Devices, devices);
        work.Given(S.Weights, weights);
        work.Given(S.Sequences, sequences);
        work.Given(S.Context, context);
        work.Given(S.KeyValue, keyValue);
        double microBatches = work.Given(S.MicroBatches, stages, name: "microBatches");
        Bytes weightShare = work.Step(S.WeightShare, weights / (devices * stages));
        Bytes cacheShare = work.Step(
            S.CacheShare, microBatches * sequences * context * keyValue / (devices * stages));
        work.Step(S.Held, weightShare + cacheShare);
        return (weightShare, cacheShare);
    }

    private static Seconds Mean(PipelineRun run, Func<StagePasses, double> time)
        => new(run.Passes.Sum(time) / run.Stages);
}
