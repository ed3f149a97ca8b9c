using Chalkline.Derivations;
using Chalkline.Pipelines;
using Chalkline.Quantities;

namespace Chalkline.Tests.Pipelines;

/// <summary>The closed forms beside the timetables, and the lecture's equation 4.5.</summary>
public sealed class PipelineWorkTests
{
    [Theory]
    [InlineData(ScheduleKind.GPipe)]
    [InlineData(ScheduleKind.OneForwardOneBackward)]
    [InlineData(ScheduleKind.Interleaved)]
    [InlineData(ScheduleKind.ZeroBubbleH1)]
    [InlineData(ScheduleKind.ZeroBubbleH2)]
    public void With_equal_stages_the_timetable_has_the_bubble_of_the_closed_form(ScheduleKind kind)
    {
        Quiet quiet = default;
        StagePasses passes = new(new(3), new(3.25), new(2));
        Timetable table = PipelineRun.Even(kind, 8, 24, passes, 3).Build();
        PipelineWork.ClosedShare(table.Run, ref quiet).ShouldNotBeNull().ShouldBe(table.BubbleShare, 1e-9);
        PipelineWork.BubbleShare(table, ref quiet).ShouldBe(table.BubbleShare, 1e-12);
    }

    /// <summary>Its paper's form is exact for equal passes; where they differ a little the ends gain a little.</summary>
    [Fact]
    public void DualPipe_comes_within_half_a_point_of_its_form_when_passes_differ()
    {
        Quiet quiet = default;
        Timetable table = PipelineRun.Even(ScheduleKind.DualPipe, 8, 24, new(new(3), new(3.25), new(2))).Build();
        PipelineWork.ClosedShare(table.Run, ref quiet).ShouldNotBeNull().ShouldBe(table.BubbleShare, 0.005);
    }

    [Fact]
    public void Searched_schedules_have_no_closed_form()
    {
        Quiet quiet = default;
        PipelineRun run = PipelineRun.Even(ScheduleKind.ZeroBubble1p, 4, 8, new(new(1), new(1), new(1)));
        PipelineWork.ClosedShare(run, ref quiet).ShouldBeNull();
    }

    /// <summary>A trillion bytes of weights, 2,400 sequences of 100,000 tokens at 2,048 B, 64 devices a stage.</summary>
    [Theory]
    [InlineData(1, 15.625e9)]
    [InlineData(2, 7.8125e9)]
    [InlineData(4, 3.90625e9)]
    public void Weights_fall_with_the_stages_and_the_cache_stays_at_7_68_GB(int stages, double weights)
    {
        Derivation derivation = new();
        Shown shown = new(derivation);
        (Bytes held, Bytes cache) = PipelineWork.Held(stages, 64, new(1e12), 2400, new(100_000), new(2048), ref shown);
        held.Value.ShouldBe(weights, 1);
        cache.Value.ShouldBe(7.68e9, 1);
        DerivationVerifier.Verify(derivation).ShouldBeEmpty();
    }

    [Fact]
    public void The_shown_work_is_that_of_the_result()
    {
        foreach (ScheduleKind kind in Enum.GetValues<ScheduleKind>())
        {
            Derivation derivation = new();
            Shown shown = new(derivation);
            StagePasses passes = kind == ScheduleKind.Decode
                ? new(new(3), default, default) : new(new(3), new(3.25), new(2));
            Timetable table = PipelineRun.Even(kind, 4, 8, passes, 2).Build();
            PipelineWork.BubbleShare(table, ref shown);
            PipelineWork.ClosedShare(table.Run, ref shown);
            DerivationVerifier.Verify(derivation).ShouldBeEmpty();
        }
    }
}
