using Chalkline.Pipelines;

namespace Chalkline.Tests.Pipelines;

/// <summary>
/// The plain slow twin: a clock that moves from event to event. At each moment every free stage looks at what lies
/// ready before it and picks by the schedule's rule; nothing is known of an order written in advance.
/// </summary>
internal sealed class SlowPipeline(PipelineRun run)
{
    private readonly List<(int Stage, PassKind Kind, int Batch, double Start, double End)> _done = [];

    /// <summary>All passes of GPipe, 1F1B or decoding in the order in which they end.</summary>
    public List<(int Stage, PassKind Kind, int Batch, double Start, double End)> Simulate()
    {
        int stages = run.Stages;
        double[] free = new double[stages];
        double now = 0;
        while (_done.Count < 2 * stages * run.MicroBatches)
        {
            bool moved = true;
            while (moved)
            {
                moved = false;
                for (int stage = 0; stage < stages; stage++)
                {
                    if (free[stage] <= now && Pick(stage, now) is { } pick)
                    {
                        double end = now + Length(stage, pick.Kind);
                        _done.Add((stage, pick.Kind, pick.Batch, now, end));
                        (free[stage], moved) = (end, true);
                    }
                }
            }

            // Something becomes ready at an end or a hand-over; rounding must not make the clock miss it.
            now = _done.SelectMany(pass => new[] { pass.End, pass.End + run.Boundary.Value })
                .Where(time => time > now).DefaultIfEmpty(double.NaN).Min();
            if (double.IsNaN(now))
            {
                throw new InvalidOperationException("The simulation is stuck.");
            }
        }

        return _done;
    }

    private (PassKind Kind, int Batch)? Pick(int stage, double now)
    {
        int forwards = Count(stage, PassKind.Forward);
        int backwards = Count(stage, PassKind.Backward);
        int limit = run.Schedule == ScheduleKind.GPipe ? run.MicroBatches : Math.Min(run.MicroBatches, run.Stages - stage);

        // A full stage must go back; one with room goes forward as long as there is anything to do so with.
        bool full = forwards - backwards == limit || forwards == run.MicroBatches;
        bool back = run.Schedule == ScheduleKind.GPipe ? forwards == run.MicroBatches : full;
        return back
            ? Ready(PassKind.Backward, stage, backwards, now) ? (PassKind.Backward, backwards) : null
            : Ready(PassKind.Forward, stage, forwards, now) ? (PassKind.Forward, forwards) : null;
    }

    private bool Ready(PassKind kind, int stage, int batch, double now)
    {
        if (kind == PassKind.Forward)
        {
            return stage == 0 || End(stage - 1, kind, batch) + run.Boundary.Value <= now;
        }

        return End(stage, PassKind.Forward, batch) <= now
            && (stage == run.Stages - 1 || End(stage + 1, kind, batch) + run.Boundary.Value <= now);
    }

    private double End(int stage, PassKind kind, int batch)
        => _done.Where(pass => pass.Stage == stage && pass.Kind == kind && pass.Batch == batch)
            .Select(pass => pass.End).DefaultIfEmpty(double.PositiveInfinity).Single();

    private int Count(int stage, PassKind kind) => _done.Count(pass => pass.Stage == stage && pass.Kind == kind);

    private double Length(int stage, PassKind kind)
        => kind == PassKind.Forward ? run.Passes[stage].Forward.Value
            : run.Passes[stage].InputGradient.Value + run.Passes[stage].WeightGradient.Value;
}
