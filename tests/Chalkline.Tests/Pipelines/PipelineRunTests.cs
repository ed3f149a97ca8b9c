using Chalkline.Pipelines;

namespace Chalkline.Tests.Pipelines;

/// <summary>What cannot run is refused with a sentence.</summary>
public sealed class PipelineRunTests
{
    private static readonly StagePasses Equal = new(new(1), new(1), new(1));

    [Theory]
    [InlineData(ScheduleKind.OneForwardOneBackward, 0, 4, 1, "at least 1 stage")]
    [InlineData(ScheduleKind.OneForwardOneBackward, 4, 0, 1, "at least 1 stage")]
    [InlineData(ScheduleKind.Interleaved, 4, 6, 2, "groups of 4")]
    [InlineData(ScheduleKind.ZeroBubbleH1, 4, 3, 1, "at least 4 micro-batches")]
    [InlineData(ScheduleKind.ZeroBubbleH2, 4, 6, 1, "at least 7 micro-batches")]
    [InlineData(ScheduleKind.ZeroBubbleV, 4, 7, 1, "at least 8 micro-batches")]
    [InlineData(ScheduleKind.DualPipe, 3, 12, 1, "must be even")]
    [InlineData(ScheduleKind.DualPipe, 4, 13, 1, "must be even")]
    [InlineData(ScheduleKind.DualPipe, 4, 6, 1, "at least 8 micro-batches")]
    [InlineData(ScheduleKind.GPipe, 1000, 10_000, 1, "more than 4,000,000 passes")]
    public void What_a_schedule_cannot_do_is_said(ScheduleKind kind, int stages, int batches, int chunks, string hint)
        => Should.Throw<ChalkException>(() => PipelineRun.Even(kind, stages, batches, Equal, chunks).Build())
            .Message.ShouldContain(hint);

    [Fact]
    public void Wrong_times_and_shares_are_said()
    {
        PipelineRun run = PipelineRun.Even(ScheduleKind.GPipe, 2, 2, Equal);
        Refused(run with { Passes = [] }, "times of 2 parts");
        Refused(run with { Passes = [Equal, new(new(0), new(1), new(1))] }, "more than zero");
        Refused(run with { Boundary = new(double.NaN) }, "finite times");
        Refused(run with { KeptShare = 1.5 }, "share from 0 to 1");
        Refused(run with { Chunks = 2 }, "has 1 chunks");

        static void Refused(PipelineRun run, string hint)
            => Should.Throw<ChalkException>(run.Build).Message.ShouldContain(hint);
    }

    [Fact]
    public void Schedules_are_found_by_name_in_any_case()
    {
        foreach ((ScheduleKind kind, string name) in Schedules.OfTraining)
        {
            Schedules.Find(name.ToUpperInvariant()).ShouldBe(kind);
            Schedules.Name(kind).ShouldBe(name);
        }

        Should.Throw<ChalkException>(() => Schedules.Find("zb-9")).Message.ShouldContain("zb-2p");
    }
}
