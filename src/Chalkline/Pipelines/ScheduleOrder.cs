namespace Chalkline.Pipelines;

/// <summary>The orders that their papers write down.</summary>
internal static class ScheduleOrder
{
    /// <summary>The order of every stage.</summary>
    public static PassOrder Of(PipelineRun run)
    {
        (int stages, int batches) = (run.Stages, run.MicroBatches);
        PassOrder order = new(stages, 3 * batches * run.Chunks);
        for (int stage = 0; stage < stages; stage++)
        {
            switch (run.Schedule)
            {
                case ScheduleKind.GPipe:
                    OneAndOne(order, stage, batches, batches);
                    break;
                case ScheduleKind.OneForwardOneBackward:
                    OneAndOne(order, stage, batches, Math.Min(batches, stages - stage));
                    break;
                case ScheduleKind.Interleaved:
                    Interleaved(order, stage, run);
                    break;
                case ScheduleKind.ZeroBubbleH1:
                    Handcrafted(order, stage, batches, stages - stage, stage);
                    break;
                case ScheduleKind.ZeroBubbleH2:
                    Handcrafted(order, stage, batches, (2 * (stages - stage)) - 1, 2 * stage);
                    break;
                case ScheduleKind.ZeroBubbleV:
                    VOrder.Add(order, stage, stages, batches);
                    break;
                case ScheduleKind.DualPipe:
                    DualPipeOrder.Add(order, stage, stages, batches);
                    break;
                default:
                    Decode(order, stage, batches, run.Chunks);
                    break;
            }
        }

        return order;
    }

    /// <summary>Some forward passes ahead, then a backward pass for each further one.</summary>
    private static void OneAndOne(PassOrder order, int stage, int batches, int ahead)
    {
        for (int batch = 0; batch < ahead; batch++)
        {
            order.Add(stage, PassKind.Forward, batch);
        }

        for (int batch = 0; batch < batches; batch++)
        {
            order.Add(stage, PassKind.Backward, batch);
            if (batch + ahead < batches)
            {
                order.Add(stage, PassKind.Forward, batch + ahead);
            }
        }
    }

    /// <summary>
    /// Groups of as many micro-batches as stages go through one chunk after another, back from the last to the first.
    /// </summary>
    private static void Interleaved(PassOrder order, int stage, PipelineRun run)
    {
        int group = run.Stages * run.Chunks;
        int all = run.MicroBatches * run.Chunks;
        int ahead = Math.Min(all, (2 * (run.Stages - stage - 1)) + ((run.Chunks - 1) * run.Stages) + 1);
        int forward = 0;
        for (; forward < ahead; forward++)
        {
            Add(PassKind.Forward, forward);
        }

        for (int backward = 0; backward < all; backward++)
        {
            Add(PassKind.Backward, backward);
            if (forward < all)
            {
                Add(PassKind.Forward, forward++);
            }
        }

        void Add(PassKind kind, int turn)
        {
            int inGroup = turn % group;
            int chunk = inGroup / run.Stages;
            order.Add(
                stage, kind, (turn / group * run.Stages) + (inGroup % run.Stages),
                kind == PassKind.Forward ? chunk : run.Chunks - 1 - chunk);
        }
    }

    /// <summary>
    /// ZB-H1 and ZB-H2: as 1F1B, but a stage holds back as many weight gradients as it stands behind the first, so that
    /// input gradients reach the first stage sooner; the held ones fill its end.
    /// </summary>
    private static void Handcrafted(PassOrder order, int stage, int batches, int ahead, int heldBack)
    {
        int weights = 0;
        for (int batch = 0; batch < ahead; batch++)
        {
            order.Add(stage, PassKind.Forward, batch);
        }

        for (int batch = 0; batch < batches; batch++)
        {
            order.Add(stage, PassKind.InputGradient, batch);
            if (batch >= heldBack)
            {
                order.Add(stage, PassKind.WeightGradient, weights++);
            }

            if (batch + ahead < batches)
            {
                order.Add(stage, PassKind.Forward, batch + ahead);
            }
        }

        while (weights < batches)
        {
            order.Add(stage, PassKind.WeightGradient, weights++);
        }
    }

    private static void Decode(PassOrder order, int stage, int batches, int tokens)
    {
        for (int token = 0; token < tokens; token++)
        {
            for (int batch = 0; batch < batches; batch++)
            {
                order.Add(stage, PassKind.Forward, batch, token);
            }
        }
    }
}
