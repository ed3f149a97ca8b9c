using Chalkline.Pipelines;

namespace Chalkline.Tests.Pipelines;

/// <summary>What holds of every timetable, checked pass by pass and in the plainest way.</summary>
internal static class TimetableRules
{
    private const double Rounding = 1e-9;

    public static void Hold(Timetable table)
    {
        PipelineRun run = table.Run;
        Dictionary<(char Pass, int Part, int Batch), (double Start, double End, int Stage)> done = [];
        for (int stage = 0; stage < run.Stages; stage++)
        {
            double free = 0;
            foreach (ScheduledPass pass in table.Of(stage))
            {
                pass.Start.Value.ShouldBeGreaterThanOrEqualTo(free - Rounding, $"stage {stage} does two things at once");
                pass.End.Value.ShouldBeGreaterThan(pass.Start.Value - Rounding);
                free = pass.End.Value;
                Note(done, run, stage, pass);
            }
        }

        int parts = run.Schedule == ScheduleKind.DualPipe ? run.Stages : run.Stages * run.Chunks;
        string kinds = run.Schedule == ScheduleKind.Decode ? "F" : "FBW";
        done.Count.ShouldBe(kinds.Length * parts * run.MicroBatches, "every pass of every micro-batch once");
        foreach (((char pass, int part, int batch), (double start, _, int stage)) in done)
        {
            switch (pass)
            {
                case 'F' when part > 0:
                    After(('F', part - 1, batch));
                    break;
                case 'B':
                    After(('F', part, batch));
                    if (part < parts - 1)
                    {
                        After(('B', part + 1, batch));
                    }

                    break;
                case 'W':
                    After(('B', part, batch));
                    break;
            }

            void After((char Pass, int Part, int Batch) needed)
            {
                (double needStart, double end, int other) = done[needed];
                bool woven = needStart == start && other == stage;
                if (!woven)
                {
                    start.ShouldBeGreaterThanOrEqualTo(
                        end + (other == stage ? 0 : run.Boundary.Value) - Rounding, $"{pass}{part},{batch} starts too soon");
                }
            }
        }
    }

    private static void Note(
        Dictionary<(char Pass, int Part, int Batch), (double Start, double End, int Stage)> done,
        PipelineRun run,
        int stage,
        ScheduledPass pass)
    {
        (double, double, int) when = (pass.Start.Value, pass.End.Value, stage);
        int part = Part(run, stage, pass.Chunk);
        switch (pass.Kind)
        {
            case PassKind.Forward:
                done.Add(('F', part, pass.MicroBatch), when);
                break;
            case PassKind.InputGradient:
                done.Add(('B', part, pass.MicroBatch), when);
                break;
            case PassKind.WeightGradient:
                done.Add(('W', part, pass.MicroBatch), when);
                break;
            case PassKind.Backward:
                done.Add(('B', part, pass.MicroBatch), when);
                done.Add(('W', part, pass.MicroBatch), when);
                break;
            default:
                int other = Part(run, stage, 1 - pass.Chunk);
                done.Add(('F', part, pass.MicroBatch), when);
                done.Add(('B', other, pass.Beside), when);
                done.Add(('W', other, pass.Beside), when);
                break;
        }
    }

    private static int Part(PipelineRun run, int stage, int chunk) => run.Schedule switch
    {
        ScheduleKind.DualPipe => chunk == 0 ? stage : run.Stages - 1 - stage,
        ScheduleKind.ZeroBubbleV => chunk == 0 ? stage : (2 * run.Stages) - 1 - stage,
        _ => (chunk * run.Stages) + stage,
    };
}
