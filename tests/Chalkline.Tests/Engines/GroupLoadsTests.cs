using Chalkline.Engines;
using CsCheck;

namespace Chalkline.Tests.Engines;

/// <summary>Attention-parallel groups fill as their engine's router lets them, and the fullest sets the pace.</summary>
public sealed class GroupLoadsTests
{
    /// <summary>Mean of the largest of eight draws from the standard normal distribution (tables of order statistics).</summary>
    private const double LargestOfEight = 1.4236;

    [Fact]
    public void The_fewest_keep_groups_within_one_request()
    {
        GroupLoads groups = new(GroupRouting.Fewest, 4, 0);
        for (int i = 1; i <= 41; i++)
        {
            groups.Add(100);
            groups.MostRequests.ShouldBe((i + 3) / 4);
            groups.Evenness.ShouldBe(i / (4.0 * ((i + 3) / 4)), 1e-12);
        }
    }

    [Fact]
    public void The_fullest_group_counts_each_of_its_requests_tokens()
    {
        GroupLoads groups = new(GroupRouting.InTurn, 2, 0);
        int first = groups.Add(100);
        groups.Add(300).ShouldNotBe(first);
        groups.Add(50).ShouldBe(first);

        // 150 in two requests, 300 in one: after 200 more each, 550 and 500.
        groups.MostTokens(0).ShouldBe(300);
        groups.MostTokens(200).ShouldBe(550);
        groups.Grow(200);
        groups.MostTokens(0).ShouldBe(550);
        groups.Remove(first, 250);
        groups.MostTokens(0).ShouldBe(500);
        groups.Count.ShouldBe(2);
    }

    [Fact]
    public void Drawn_groups_differ_as_a_multinomial_does()
    {
        // 64 a group on 8 groups: 64 + 1.4236 sqrt(64) in the fullest, 75.4; skewness adds a little.
        double sum = 0;
        for (ulong run = 0; run < 400; run++)
        {
            GroupLoads groups = new(GroupRouting.Drawn, 8, run);
            for (int i = 0; i < 8 * 64; i++)
            {
                groups.Add(1);
            }

            sum += groups.MostRequests;
        }

        (sum / 400).ShouldBe(64 + (LargestOfEight * 8), 1);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(0.1111, 0.0370)]
    [InlineData(0.6, 0.2)]
    public void Groups_in_turn_differ_by_the_lengths_of_answers_alone(double spread, double dispersion)
    {
        // Answers of L steps, L uniform over mean (1 +- s): the variance of a group's count is its mean times
        // E|L1 - L2| / (2 E L) = s / 3. A request comes every step; each stays 512 steps on average: 64 a group.
        const int Groups = 8;
        const int Mean = 512;
        GroupLoads groups = new(GroupRouting.InTurn, Groups, 0);
        SplitMix random = new(7);
        PriorityQueue<int, double> ends = new();
        double sum = 0;
        int seen = 0;
        for (int step = 0; step < 60_000; step++)
        {
            while (ends.TryPeek(out int group, out double end) && end <= step)
            {
                ends.Dequeue();
                groups.Remove(group, 0);
            }

            ends.Enqueue(groups.Add(0), step + (Mean * (1 + (spread * ((2 * random.Next()) - 1)))));
            if (step > 2 * Mean && step % Groups == Groups - 1)
            {
                sum += groups.MostRequests - (groups.Count / (double)Groups);
                seen++;
            }
        }

        double expected = LargestOfEight * Math.Sqrt(Mean / Groups * dispersion);
        (sum / seen).ShouldBe(expected, 0.35 + (0.05 * expected));
    }

    [Fact]
    public void The_mean_over_steps_is_that_of_each_step_by_itself()
        => Gen.Select(
            Gen.Select(Gen.Int[0, 3], Gen.Int[1, 300]).Array[1, 20], Gen.Int[1, 60], Gen.Double[1, 3]).Sample(
            (requests, steps, tokens) =>
            {
                GroupLoads groups = new(GroupRouting.InTurn, 4, 0);
                foreach ((int skipped, int held) in requests)
                {
                    for (int i = 0; i < skipped; i++)
                    {
                        groups.Remove(groups.Add(0), 0);
                    }

                    groups.Add(held);
                }

                double plain = Enumerable.Range(0, steps).Average(step => groups.MostTokens(step * tokens));
                groups.MeanMostTokens(steps, tokens).ShouldBe(plain, 1e-9 * plain);
            });
}
