using Chalkline.Quantities;

namespace Chalkline.Pipelines;

/// <summary>When every stage of a pipeline does what.</summary>
public sealed class Timetable
{
    private readonly PassOrder _order;
    private readonly PassPlace _place;
    private readonly double[][] _starts;
    private readonly double[][] _ends;

    internal Timetable(PipelineRun run, PassPlace place, PassOrder order, double[][] starts, double[][] ends)
    {
        (Run, _place, _order, _starts, _ends) = (run, place, order, starts, ends);
        Total = new(ends.Max(stage => stage[^1]));
        Cost = new(Enumerable.Range(0, run.Stages).Max(stage => ends[stage][^1] - starts[stage][0]));
    }

    /// <summary>What was timed.</summary>
    public PipelineRun Run { get; }

    /// <summary>From the first start on any stage to the last end.</summary>
    public Seconds Total { get; }

    /// <summary>
    /// The longest time from a stage's own first start to its own last end. Steps follow one another at this distance,
    /// for a stage that is done early starts the next step early (arXiv:2401.10241, sections 2.3 and 4).
    /// </summary>
    public Seconds Cost { get; }

    /// <summary>Time that the busiest stage works: no schedule is shorter.</summary>
    public Seconds BusiestWork => new(Enumerable.Range(0, Run.Stages).Max(stage => Work(stage).Value));

    /// <summary>
    /// Bubble share: (cost - work of the busiest stage) / cost, from 0 to 1. With equal stages this is the bubble rate
    /// (cost - m (T_F + T_B + T_W)) / cost of arXiv:2401.10241, section 5.3.
    /// </summary>
    public double BubbleShare => Math.Max(0, 1 - (BusiestWork / Cost));

    /// <summary>
    /// Share of all stages' time from the first start to the last end in which they do nothing, from 0 to 1: bubble,
    /// imbalance, and the slopes at both ends.
    /// </summary>
    public double IdleShare
        => Math.Max(
            0, 1 - (Enumerable.Range(0, Run.Stages).Sum(stage => Work(stage).Value) / (Run.Stages * Total.Value)));

    /// <summary>
    /// In decoding, idle share of the busiest stage once all stages have work: over the last token of every group.
    /// </summary>
    public double SteadyIdleShare
    {
        get
        {
            int last = Run.Stages - 1;
            int lap = Run.MicroBatches;
            return _starts[last].Length < 2 * lap ? IdleShare : Math.Max(0, Enumerable.Range(0, Run.Stages).Min(stage =>
            {
                double period = _ends[stage][^1] - _ends[stage][^(lap + 1)];
                return 1 - (lap * Run.Passes[stage].Forward.Value / period);
            }));
        }
    }

    /// <summary>Number of passes of all stages.</summary>
    public int Count => _order.Passes;

    /// <summary>The passes of a stage in the order of their starts.</summary>
    /// <param name="stage">From 0.</param>
    public IEnumerable<ScheduledPass> Of(int stage)
    {
        for (int place = 0; place < _starts[stage].Length; place++)
        {
            PassSlot slot = _order.Of(stage)[place];
            yield return new(
                slot.Kind,
                slot.MicroBatch,
                slot.Chunk,
                new(_starts[stage][place]),
                new(_ends[stage][place]),
                slot.Beside);
        }
    }

    /// <summary>Time that a stage works.</summary>
    public Seconds Work(int stage)
    {
        double sum = 0;
        for (int place = 0; place < _starts[stage].Length; place++)
        {
            sum += _ends[stage][place] - _starts[stage][place];
        }

        return new(sum);
    }

    /// <summary>
    /// Most activations that a stage holds at once, in micro-batches of the whole stage: from the start of a forward
    /// pass to the end of the input gradient, and a kept share from there to the end of the weight gradient.
    /// </summary>
    public double PeakActivations(int stage)
    {
        double each = Run.Schedule == ScheduleKind.DualPipe ? 1 : 1.0 / Run.Chunks;
        return Peak(stage, _ => each);
    }

    /// <summary>Most bytes of activations that a stage holds at once.</summary>
    /// <param name="stage">From 0.</param>
    /// <param name="parts">Bytes that a micro-batch leaves in each part of the model.</param>
    public Bytes PeakActivations(int stage, IReadOnlyList<Bytes> parts) => new(Peak(stage, part => parts[part].Value));

    private double Peak(int stage, Func<int, double> size)
    {
        double held = 0;
        double most = 0;
        foreach (PassSlot slot in _order.Of(stage))
        {
            double here = size(_place.Part(stage, slot.Chunk));
            switch (slot.Kind)
            {
                case PassKind.Forward:
                    held += here;
                    break;
                case PassKind.InputGradient:
                    held -= (1 - Run.KeptShare) * here;
                    break;
                case PassKind.WeightGradient:
                    held -= Run.KeptShare * here;
                    break;
                case PassKind.Backward:
                    held -= here;
                    break;
                default:
                    most = Math.Max(most, held + here);
                    held += here - size(_place.Part(stage, 1 - slot.Chunk));
                    break;
            }

            most = Math.Max(most, held);
        }

        return most;
    }
}
