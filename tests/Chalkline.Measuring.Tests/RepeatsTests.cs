using CsCheck;

namespace Chalkline.Measuring.Tests;

public sealed class RepeatsTests
{
    private static readonly MeasureOptions Options = MeasureOptions.Quick with { WarmUp = 2, Runs = 5, LeastRun = 0.001, Patience = 10 };

    [Fact]
    public void A_kernel_is_warmed_up_and_then_timed_so_often()
    {
        StepClock clock = new();
        int calls = 0;
        Timing timing = new Repeats(clock, Options).Time(
            () =>
            {
                calls++;
                clock.Pass(calls <= 2 ? 5 : 0.25);
            },
            TestContext.Current.CancellationToken);

        calls.ShouldBe(7);
        timing.Median.ShouldBe(0.25, 1e-9);
        timing.Runs.ShouldBe(5);
    }

    [Fact]
    public void A_fast_kernel_is_repeated_inside_a_run_and_the_time_is_of_one()
    {
        StepClock clock = new();
        int calls = 0;
        Timing timing = new Repeats(clock, Options).Time(
            () =>
            {
                calls++;
                clock.Pass(1e-5);
            },
            TestContext.Current.CancellationToken);

        calls.ShouldBeInRange(2 + (5 * 100), 2 + (5 * 101));
        timing.Median.ShouldBe(1e-5, 1e-9);
    }

    [Fact]
    public void A_slow_kernel_is_timed_three_times_at_least()
    {
        StepClock clock = new();
        Timing timing = new Repeats(clock, Options with { Runs = 20, Patience = 1 }).Time(
            () => clock.Pass(30), TestContext.Current.CancellationToken);

        timing.Runs.ShouldBe(3);
    }

    [Fact]
    public void Stopping_ends_between_runs()
        => Should.Throw<OperationCanceledException>(
            () => new Repeats(new StepClock(), Options).Time(() => { }, new CancellationToken(canceled: true)));

    [Fact]
    public void The_spread_lies_around_the_median()
        => Gen.Double[1e-6, 10].Array[1, 40].Sample(seconds =>
        {
            Timing timing = Timing.Of(seconds);
            return seconds.Min() <= timing.Low && timing.Low <= timing.Median && timing.Median <= timing.High
                && timing.High <= seconds.Max() && timing.Runs == seconds.Length;
        });

    [Theory]
    [InlineData(new[] { 3.0 }, 3, 3, 3)]
    [InlineData(new[] { 4.0, 1, 2 }, 1.2, 2, 3.6)]
    [InlineData(new[] { 1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11 }, 2, 6, 10)]
    public void Percentiles_lie_between_the_runs(double[] seconds, double low, double median, double high)
    {
        Timing timing = Timing.Of(seconds);

        timing.Low.ShouldBe(low, 1e-12);
        timing.Median.ShouldBe(median, 1e-12);
        timing.High.ShouldBe(high, 1e-12);
    }

    [Fact]
    public void No_runs_are_no_timing() => Should.Throw<ArgumentException>(() => Timing.Of([]));
}
