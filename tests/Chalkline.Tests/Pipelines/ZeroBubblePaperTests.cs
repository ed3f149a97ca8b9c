using Chalkline.Pipelines;

namespace Chalkline.Tests.Pipelines;

/// <summary>The timetables give the bubble rates that the zero-bubble paper prints.</summary>
public sealed class ZeroBubblePaperTests
{
    public static TheoryData<int> Places => [.. Enumerable.Range(0, ZeroBubblePaper.Rows.Count)];

    [Theory]
    [MemberData(nameof(Places))]
    public void Automatic_schedules_agree_to_all_four_digits(int place)
    {
        Check(place, ScheduleKind.ZeroBubble1p, 0.5e-4);
        Check(place, ScheduleKind.ZeroBubble2p, 0.5e-4);
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Written_schedules_agree_to_all_four_digits(int place)
    {
        Check(place, ScheduleKind.OneForwardOneBackward, 0.5e-4);
        Check(place, ScheduleKind.ZeroBubbleH1, 0.5e-4);
        Check(place, ScheduleKind.ZeroBubbleH2, 0.5e-4);
    }

    /// <summary>The paper's interleaved schedule pays for one hand-over less a stage than this one.</summary>
    [Theory]
    [MemberData(nameof(Places))]
    public void Interleaved_agrees_within_half_a_point(int place) => Check(place, ScheduleKind.Interleaved, 0.5e-2);

    [Fact]
    public void Held_activations_stay_within_the_limits_of_their_schedules()
    {
        foreach (ZeroBubblePaper.Row row in ZeroBubblePaper.Rows)
        {
            Most(row, ScheduleKind.ZeroBubble1p).ShouldBeLessThanOrEqualTo(row.Stages + 1e-6);
            Most(row, ScheduleKind.ZeroBubble2p).ShouldBeLessThanOrEqualTo((2 * row.Stages) + 1e-6);
            Most(row, ScheduleKind.ZeroBubbleH1).ShouldBeLessThanOrEqualTo(row.Stages + 1e-6);
            Most(row, ScheduleKind.ZeroBubbleH2).ShouldBeLessThanOrEqualTo((2 * row.Stages) - 1 + 1e-6);
        }

        static double Most(ZeroBubblePaper.Row row, ScheduleKind schedule)
        {
            Timetable table = row.Run(schedule).Build();
            return Enumerable.Range(0, row.Stages).Max(table.PeakActivations);
        }
    }

    private static void Check(int place, ScheduleKind schedule, double tolerance)
    {
        ZeroBubblePaper.Row row = ZeroBubblePaper.Rows[place];
        row.Run(schedule).Build().BubbleShare.ShouldBe(row.Rate(schedule), tolerance * 1.01, $"{row.Model} {row.MicroBatches} {schedule}");
    }
}
