using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Layouts;
using CsCheck;

namespace Chalkline.Tests.Layouts;

/// <summary>What experts are visited, and how full the fullest device is.</summary>
public sealed class ExpertLoadTests
{
    [Fact]
    public void Even_popularity_gives_each_expert_the_mean()
        => ExpertPopularity.Visits(256, 8, 4096, 0).ShouldAllBe(visits => visits == 128);

    [Fact]
    public void Visits_add_up_fall_and_stay_below_one_a_token() => Gen
        .Select(Gen.Int[1, 300], Gen.Int[1, 8], Gen.Double[1, 1e5], Gen.Double[0.01, 4])
        .Sample(
            (experts, perToken, tokens, exponent) =>
            {
                int each = Math.Min(experts, perToken);
                ImmutableArray<double> visits = ExpertPopularity.Visits(experts, each, tokens, exponent);
                visits.Sum().ShouldBe(tokens * each, 1e-6 * tokens * each);
                visits.ShouldAllBe(due => due <= tokens * (1 + 1e-9) && due >= 0);
                visits.Zip(visits.Skip(1)).ShouldAllBe(pair => pair.First >= pair.Second - 1e-9);
            },
            seed: "0N0XIzNsQ0O2",
            iter: 500);

    [Theory]
    [InlineData(256, 8, 64, 4096)]
    [InlineData(256, 8, 32, 4096)]
    [InlineData(128, 8, 16, 1024)]
    [InlineData(256, 8, 8, 256)]
    [InlineData(512, 10, 72, 9216)]
    public void Even_devices_are_as_full_as_the_routing_says(int experts, int perToken, int devices, double tokens)
    {
        double mean = tokens * perToken / devices;
        double[] loads = [.. Enumerable.Repeat(mean, devices)];
        double hottest = new ExpertRouting(experts, perToken, devices, 0).Hottest(tokens);
        FullestDevice.Over(loads).ShouldBe(hottest, 0.03 * hottest);
    }

    [Fact]
    public void The_fullest_device_has_at_least_the_mean_and_no_less_than_the_heaviest_is_due() => Gen
        .Double[20, 500].Array[2, 60]
        .Sample(
            loads =>
            {
                if (loads.Sum() <= 0)
                {
                    return;
                }

                double over = FullestDevice.Over(loads);
                over.ShouldBeGreaterThanOrEqualTo(1);
                over.ShouldBeLessThanOrEqualTo(loads.Length);
                over.ShouldBeGreaterThanOrEqualTo(0.98 * loads.Max() / loads.Average());
            },
            seed: "0N0XIzNsQ0O3",
            iter: 300);

    [Fact]
    public void Chance_fades_as_tokens_grow()
    {
        double few = FullestDevice.Over([.. Enumerable.Repeat(50.0, 64)]);
        double many = FullestDevice.Over([.. Enumerable.Repeat(50_000.0, 64)]);
        few.ShouldBeGreaterThan(1.2);
        many.ShouldBeLessThan(1.02);
        FullestDevice.Over([7]).ShouldBe(1);
    }

    /// <summary>The slow twin: throw the visits a few thousand times and look.</summary>
    [Fact]
    public void Drawing_the_visits_gives_the_same()
    {
        double[] loads = [40, 60, 80, 100, 100, 100, 120, 200];
        Random random = new(1);
        const int rounds = 3000;
        double sum = 0;
        for (int round = 0; round < rounds; round++)
        {
            int[] counts = new int[loads.Length];
            for (int visit = 0; visit < 800; visit++)
            {
                double at = random.NextDouble() * 800;
                int device = 0;
                while (at >= loads[device])
                {
                    at -= loads[device++];
                }

                counts[device]++;
            }

            sum += counts.Max() / 100.0;
        }

        FullestDevice.Over(loads).ShouldBe(sum / rounds, 0.02);
    }
}
