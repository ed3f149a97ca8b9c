using Chalkline.Training;

namespace Chalkline.Tests.Training;

/// <summary>Bubbles in micro-batches, against the closed forms of the papers.</summary>
/// <remarks>
/// DualPipe's is (P / 2 - 1) (F&amp;B + B - 3 W) (arXiv:2412.19437, table 2), where B holds both gradients: with P = 8,
/// F = W = 1/3, B = 2/3 and F&amp;B = 1 it is 2.
/// </remarks>
public sealed class ScheduleBubbleTests
{
    [Theory]
    [InlineData(PipelineSchedule.OneForwardOneBackward, 8, 4, 1.75)]
    [InlineData(PipelineSchedule.ZeroBubbleLarge, 8, 1, 0)]
    [InlineData(PipelineSchedule.ZeroBubbleV, 8, 1, 0)]
    [InlineData(PipelineSchedule.DualPipe, 8, 1, 2)]
    public void Equal_passes_leave_what_the_papers_say(PipelineSchedule schedule, int stages, int chunks, double bubble)
        => ScheduleBubble.Of(new() { Schedule = schedule, Stages = stages, Chunks = chunks }, 64)
            .ShouldBe(bubble, 1e-9);

    [Fact]
    public void More_memory_leaves_less_of_it_and_all_less_than_1F1B()
    {
        double Of(PipelineSchedule schedule)
            => ScheduleBubble.Of(new() { Schedule = schedule, Stages = 8, Recompute = Recompute.Full }, 64);

        Of(PipelineSchedule.ZeroBubbleSmall).ShouldBeLessThan(Of(PipelineSchedule.OneForwardOneBackward));
        Of(PipelineSchedule.ZeroBubbleLarge).ShouldBeLessThanOrEqualTo(Of(PipelineSchedule.ZeroBubbleSmall));
    }
}
