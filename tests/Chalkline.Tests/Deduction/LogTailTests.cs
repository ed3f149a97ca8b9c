using Chalkline.Deduction;

namespace Chalkline.Tests.Deduction;

public sealed class LogTailTests
{
    private static readonly double[][] Points = [[1, 2], [2, 1], [3, 4], [4, 6], [2, 3]];

    private static readonly LogTail Tail = LogTail.Fit(Points);

    [Fact]
    public void The_density_integrates_to_one()
    {
        const double Step = 0.25;
        double sum = 0;
        for (double x = -40; x < 45; x += Step)
        {
            for (double y = -60; y < 65; y += Step)
            {
                sum += Math.Exp(Tail.LogDensity([x, y])) * Step * Step;
            }
        }

        sum.ShouldBe(1, 2e-3);
    }

    [Fact]
    public void A_conditional_is_the_joint_over_the_marginal()
    {
        const double Step = 0.05;
        double sum = 0;
        for (double y = -80; y < 90; y += Step)
        {
            sum += Math.Exp(Tail.LogConditional([2.5, y], free: 0b01)) * Step;
        }

        sum.ShouldBe(1, 1e-3);
        Tail.LogConditional([2.5, 3], free: 0b11).ShouldBe(0);
        Tail.LogConditional([2.5, 3], free: 0).ShouldBe(Tail.LogDensity([2.5, 3]), 1e-12);
    }

    [Fact]
    public void Draws_have_the_mean_and_the_widened_spread()
    {
        double mean = 0, square = 0;
        const int Count = 100_000;
        Span<double> point = stackalloc double[2];
        for (int i = 0; i < Count; i++)
        {
            DrawStream draws = new(3, i);
            Tail.Draw(ref draws, point);
            mean += point[0] / Count;
            square += (point[0] - 2.4) * (point[0] - 2.4) / Count;
        }

        // Five points of variance 1.04 about their mean: times 5/4, and 1 + 1/5 for the mean.
        mean.ShouldBe(2.4, 0.02);
        square.ShouldBe(1.04 * 1.25 * 1.2, 0.06);
    }
}
