using Chalkline.Layouts;
using Chalkline.Pipelines;
using CsCheck;

namespace Chalkline.Tests.Pipelines;

/// <summary>Timetables against closed forms, a slow twin, and what no schedule may do.</summary>
public sealed class TimetableTests
{
    private static readonly StagePasses Equal = new(new(1), new(1), new(1));

    public static TheoryData<ScheduleKind> Kinds => [.. Enum.GetValues<ScheduleKind>()];

    [Theory]
    [InlineData(4, 4)]
    [InlineData(4, 61)]
    [InlineData(8, 8)]
    [InlineData(16, 64)]
    [InlineData(1, 3)]
    public void GPipe_and_1F1B_lose_the_closed_form(int stages, int batches)
    {
        double form = (stages - 1.0) / (batches + stages - 1.0);
        Even(ScheduleKind.GPipe, stages, batches).BubbleShare.ShouldBe(form, 1e-12);
        Even(ScheduleKind.OneForwardOneBackward, stages, batches).BubbleShare.ShouldBe(form, 1e-12);
        new PipelineCut(1, stages).TrainingBubble(batches).ShouldBe(form, 1e-12);
    }

    [Fact]
    public void The_lectures_drawing_of_4_stages_and_4_micro_batches_idles_three_sevenths()
    {
        Timetable table = PipelineRun.Even(ScheduleKind.GPipe, 4, 4, new(new(1), new(1), new(0))).Build();
        table.BubbleShare.ShouldBe(3.0 / 7, 1e-12);
        table.IdleShare.ShouldBe(3.0 / 7, 1e-12);
        table.Total.Value.ShouldBe(14, 1e-12);
    }

    [Theory]
    [InlineData(4, 8, 2)]
    [InlineData(8, 24, 3)]
    [InlineData(8, 8, 4)]
    [InlineData(2, 2, 8)]
    public void Interleaving_divides_the_bubble_by_the_chunks(int stages, int batches, int chunks)
        => Even(ScheduleKind.Interleaved, stages, batches, chunks).BubbleShare
            .ShouldBe((stages - 1.0) / ((chunks * batches) + stages - 1.0), 1e-12);

    [Theory]
    [InlineData(4, 8)]
    [InlineData(8, 24)]
    [InlineData(16, 48)]
    public void With_equal_passes_ZB_H1_keeps_a_third_of_the_bubble_and_ZB_H2_nothing(int stages, int batches)
    {
        Bubble(ScheduleKind.OneForwardOneBackward).ShouldBe(3.0 * (stages - 1), 1e-9);
        Bubble(ScheduleKind.ZeroBubbleH1).ShouldBe(stages - 1.0, 1e-9);
        Bubble(ScheduleKind.ZeroBubbleH2).ShouldBe(0, 1e-9);
        Bubble(ScheduleKind.ZeroBubble2p).ShouldBe(0, 1e-9);
        Bubble(ScheduleKind.ZeroBubbleV).ShouldBe(0, 1e-9);

        double Bubble(ScheduleKind kind)
        {
            Timetable table = Even(kind, stages, batches);
            return table.Cost.Value - table.BusiestWork.Value;
        }
    }

    /// <summary>(P - 1)(T_F + T_B - T_W) and (P - 1)(T_F + T_B - 2 T_W): arXiv:2401.10241, table 1.</summary>
    [Fact]
    public void The_zero_bubble_schedules_leave_what_table_1_says()
    {
        StagePasses passes = new(new(3), new(3.25), new(2));
        Bubble(ScheduleKind.ZeroBubbleH1).ShouldBe(7 * (3 + 3.25 - 2), 1e-9);
        Bubble(ScheduleKind.ZeroBubbleH2).ShouldBe(7 * (3 + 3.25 - 4), 1e-9);

        double Bubble(ScheduleKind kind)
        {
            Timetable table = PipelineRun.Even(kind, 8, 24, passes).Build();
            return table.Cost.Value - table.BusiestWork.Value;
        }
    }

    /// <summary>
    /// (P/2 - 1)(T_F&amp;B + T_B - 3 T_W), T_B both gradients, and P + 1 activations: arXiv:2412.19437, table 2.
    /// </summary>
    [Theory]
    [InlineData(4, 8)]
    [InlineData(8, 20)]
    [InlineData(16, 40)]
    public void DualPipe_leaves_what_its_paper_says(int stages, int batches)
    {
        Timetable table = PipelineRun.Even(ScheduleKind.DualPipe, stages, batches, Equal).Build();
        (table.Total.Value - table.BusiestWork.Value).ShouldBe(((stages / 2) - 1) * (3.0 + 2 - 3), 1e-9);
        Enumerable.Range(0, stages).Max(table.PeakActivations).ShouldBeLessThanOrEqualTo(stages + 1);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(32)]
    public void Decoding_without_filling_idles_all_stages_but_one_and_with_filling_none(int stages)
    {
        StagePasses token = new(new(0.02 / stages), default, default);
        double alone = new PipelineCut(1, stages).IdleShare;
        Timetable one = PipelineRun.Even(ScheduleKind.Decode, stages, 1, token, 8).Build();
        one.SteadyIdleShare.ShouldBe(alone, 1e-9);
        one.IdleShare.ShouldBe(alone, 1e-9);
        PipelineRun.Even(ScheduleKind.Decode, stages, stages, token, 8).Build().SteadyIdleShare.ShouldBe(0, 1e-9);
        one.Total.Value.ShouldBe(8 * 0.02, 1e-12, "stages change nothing about the time of a token");
    }

    [Fact]
    public void One_micro_batch_too_few_leaves_a_stage_idle_and_one_more_gains_nothing()
    {
        StagePasses token = new(new(1), default, default);
        Steady(3).ShouldBe(0.25, 1e-12);
        Steady(4).ShouldBe(0, 1e-12);
        Steady(5).ShouldBe(0, 1e-12);

        double Steady(int groups) => PipelineRun.Even(ScheduleKind.Decode, 4, groups, token, 9).Build().SteadyIdleShare;
    }

    [Theory]
    [InlineData(ScheduleKind.GPipe)]
    [InlineData(ScheduleKind.OneForwardOneBackward)]
    public void The_timetable_is_that_of_a_simulation_by_rules(ScheduleKind kind)
        => Runs(kind).Sample(run =>
        {
            var slow = new SlowPipeline(run).Simulate();
            Timetable fast = run.Build();
            for (int stage = 0; stage < run.Stages; stage++)
            {
                var plain = slow.Where(pass => pass.Stage == stage).OrderBy(pass => pass.Start).ToArray();
                ScheduledPass[] passes = [.. fast.Of(stage)];
                passes.Length.ShouldBe(plain.Length);
                for (int place = 0; place < passes.Length; place++)
                {
                    (passes[place].Kind, passes[place].MicroBatch).ShouldBe((plain[place].Kind, plain[place].Batch));
                    passes[place].Start.Value.ShouldBe(plain[place].Start, 1e-9);
                    passes[place].End.Value.ShouldBe(plain[place].End, 1e-9);
                }
            }
        }, iter: 60, threads: 1);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_pass_happens_once_after_what_it_needs_and_no_stage_does_two_things(ScheduleKind kind)
        => Runs(kind).Sample(run => TimetableRules.Hold(run.Build()), iter: 60, threads: 1);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_schedule_is_shorter_than_the_work_of_its_busiest_stage(ScheduleKind kind)
        => Runs(kind).Sample(run =>
        {
            Timetable table = run.Build();
            table.Cost.ShouldBeGreaterThanOrEqualTo((1 - 1e-12) * table.BusiestWork);
            table.Total.ShouldBeGreaterThanOrEqualTo((1 - 1e-12) * table.Cost);
            table.BubbleShare.ShouldBeInRange(0, 1);
            table.IdleShare.ShouldBeInRange(0, 1);
        }, iter: 60, threads: 1);

    [Theory]
    [InlineData(ScheduleKind.GPipe)]
    [InlineData(ScheduleKind.OneForwardOneBackward)]
    public void More_micro_batches_never_lose_a_larger_share(ScheduleKind kind)
        => (from run in Runs(kind) where run.Boundary.Value == 0 select run).Sample(run =>
        {
            PipelineRun even = run with { Passes = [.. run.Passes.Select(_ => run.Passes[0])] };
            double more = (even with { MicroBatches = run.MicroBatches + 1 }).Build().BubbleShare;
            more.ShouldBeLessThanOrEqualTo(even.Build().BubbleShare + 1e-12);
        }, iter: 60, threads: 1);

    [Theory]
    [InlineData(ScheduleKind.OneForwardOneBackward, 1, 0)]
    [InlineData(ScheduleKind.ZeroBubbleH1, 1, 0)]
    [InlineData(ScheduleKind.ZeroBubbleH2, 2, -1)]
    [InlineData(ScheduleKind.ZeroBubbleV, 1, 0)]
    [InlineData(ScheduleKind.ZeroBubble1p, 1, 0)]
    [InlineData(ScheduleKind.ZeroBubble2p, 2, 0)]
    [InlineData(ScheduleKind.DualPipe, 1, 1)]
    public void Activations_in_flight_stay_within_the_schedules_limit(ScheduleKind kind, int times, int more)
        => Runs(kind).Sample(run =>
        {
            Timetable table = run.Build();
            for (int stage = 0; stage < run.Stages; stage++)
            {
                table.PeakActivations(stage).ShouldBeLessThanOrEqualTo((times * run.Stages) + more + 1e-6);
            }
        }, iter: 60, threads: 1);

    [Fact]
    public void GPipe_holds_every_micro_batch_and_1F1B_one_for_each_stage_behind()
    {
        Timetable all = Even(ScheduleKind.GPipe, 4, 12);
        Timetable few = Even(ScheduleKind.OneForwardOneBackward, 4, 12);
        for (int stage = 0; stage < 4; stage++)
        {
            all.PeakActivations(stage).ShouldBe(12);
            few.PeakActivations(stage).ShouldBe(4 - stage);
        }
    }

    [Fact]
    public void A_second_of_boundary_delays_the_first_micro_batch_at_each_stage()
    {
        Timetable table = PipelineRun.Even(ScheduleKind.GPipe, 4, 1, Equal, boundary: new(1)).Build();
        table.Total.Value.ShouldBe(12 + 6);
        table.Of(3).First().Start.Value.ShouldBe(6);
    }

    private static Timetable Even(ScheduleKind kind, int stages, int batches, int chunks = 1)
        => PipelineRun.Even(kind, stages, batches, Equal, chunks).Build();

    /// <summary>Runs that a schedule allows, with times of every stage of its own.</summary>
    private static Gen<PipelineRun> Runs(ScheduleKind kind)
        => from half in Gen.Int[1, 4]
           from stages in kind == ScheduleKind.DualPipe ? Gen.Const(2 * half) : Gen.Int[1, 7]
           from extra in Gen.Int[0, 9]
           from chunks in Gen.Int[1, 4]
           from boundary in Gen.OneOf(Gen.Const(0.0), Gen.Double[0.01, 2])
           from kept in Gen.Double[0, 1]
           from times in Gen.Double[0.1, 5].Array[100]
           let batches = kind switch
           {
               ScheduleKind.Interleaved => stages * (1 + (extra % 3)),
               ScheduleKind.DualPipe => (2 * stages) + (2 * extra),
               ScheduleKind.ZeroBubbleH1 or ScheduleKind.ZeroBubbleH2 or ScheduleKind.ZeroBubbleV => (2 * stages) + extra,
               _ => 1 + extra,
           }
           let even = PipelineRun.Even(kind, stages, batches, Equal, chunks, new(boundary))
           select even with
           {
               KeptShare = kept,
               Passes = [.. even.Passes.Select((_, part) => kind == ScheduleKind.Decode
                   ? new StagePasses(new(times[part]), default, default)
                   : new StagePasses(new(times[3 * part]), new(times[(3 * part) + 1]), new(times[(3 * part) + 2])))],
           };
}
