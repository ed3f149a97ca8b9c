namespace Chalkline.Pipelines;

/// <summary>
/// Gives every pass of an order the earliest time at which its stage is free and what it needs has arrived: the longest
/// path through the passes, each looked at once.
/// </summary>
internal static class TimetableClock
{
    /// <summary>Times an order.</summary>
    /// <exception cref="ChalkException">The stages wait for one another.</exception>
    public static Timetable Time(PipelineRun run, PassOrder order)
    {
        PassPlace place = new(run.Schedule, run.Stages, run.Chunks);
        double[] forward = Times(run, part => part.Forward.Value);
        double[] input = Times(run, part => part.InputGradient.Value);
        double[] weight = Times(run, part => part.WeightGradient.Value);
        double boundary = run.Boundary.Value;
        int stages = run.Stages;
        int batches = run.MicroBatches;
        int parts = place.Parts;

        // Not yet done is never: no pass may start on it.
        double[] went = new double[parts * batches];
        double[] came = new double[parts * batches];
        Array.Fill(went, double.NaN);
        Array.Fill(came, double.NaN);
        double[][] starts = new double[stages][];
        double[][] ends = new double[stages][];
        int[] next = new int[stages];
        double[] free = new double[stages];
        for (int stage = 0; stage < stages; stage++)
        {
            starts[stage] = new double[order.Of(stage).Length];
            ends[stage] = new double[order.Of(stage).Length];
        }

        int left = order.Passes;
        bool down = true;
        while (left > 0)
        {
            int before = left;
            for (int turn = 0; turn < stages; turn++)
            {
                left -= Advance(down ? turn : stages - 1 - turn);
            }

            down = !down;
            if (left == before)
            {
                throw new ChalkException(
                    $"The stages of this {Schedules.Name(run.Schedule)} schedule wait for one another.");
            }
        }

        return new(run, place, order, starts, ends);

        int Advance(int stage)
        {
            ReadOnlySpan<PassSlot> slots = order.Of(stage);
            int first = next[stage];
            for (; next[stage] < slots.Length; next[stage]++)
            {
                PassSlot slot = slots[next[stage]];
                double ready = Ready(slot, stage);
                if (double.IsNaN(ready))
                {
                    break;
                }

                double start = Math.Max(free[stage], ready);
                starts[stage][next[stage]] = start;
                ends[stage][next[stage]] = free[stage] = Finish(slot, stage, start);
            }

            return next[stage] - first;
        }

        double Ready(in PassSlot slot, int stage)
        {
            int part = place.Part(stage, slot.Chunk);
            return slot.Kind switch
            {
                PassKind.Forward => Arrived(part, slot.MicroBatch),
                PassKind.WeightGradient => came[(part * batches) + slot.MicroBatch],
                PassKind.ForwardBackward => Later(
                    Arrived(part, slot.MicroBatch), Returned(place.Part(stage, 1 - slot.Chunk), slot.Beside)),
                _ => Returned(part, slot.MicroBatch),
            };
        }

        double Arrived(int part, int batch) => part == 0 ? 0
            : went[((part - 1) * batches) + batch] + (place.Stays(part - 1) ? 0 : boundary);

        double Returned(int part, int batch) => part == parts - 1 ? went[(part * batches) + batch]
            : Later(
                came[((part + 1) * batches) + batch] + (place.Stays(part) ? 0 : boundary),
                went[(part * batches) + batch]);

        double Finish(in PassSlot slot, int stage, double start)
        {
            int part = place.Part(stage, slot.Chunk);
            int timed = place.Timed(part);
            int cell = (part * batches) + slot.MicroBatch;
            switch (slot.Kind)
            {
                case PassKind.Forward:
                    return went[cell] = start + forward[timed];
                case PassKind.InputGradient:
                    return came[cell] = start + input[timed];
                case PassKind.WeightGradient:
                    return start + weight[timed];
                case PassKind.Backward:
                    // What runs in one block is handed on when all of it is done, as 1F1B's engines do.
                    return came[cell] = start + input[timed] + weight[timed];
                default:
                    int other = place.Part(stage, 1 - slot.Chunk);
                    return went[cell] = came[(other * batches) + slot.Beside]
                        = start + forward[timed] + input[other] + weight[other];
            }
        }
    }

    /// <summary>The later of two times; never if one is.</summary>
    private static double Later(double left, double right) => left > right || double.IsNaN(left) ? left : right;

    private static double[] Times(PipelineRun run, Func<StagePasses, double> time) => [.. run.Passes.Select(time)];
}
