using Chalkline.Deduction;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Deduction;

public sealed class SizeTrendTests
{
    private const double Year = 2026 + (7 / 12.0);

    private static readonly Fleet Devices = Fleet.At(HardwareData.Catalogue.Accelerators, Year);

    private static readonly Lazy<ParticleSet> Drawn = new(() => ParticleSet.Draw(
        DeductionData.Shipped.Prior, Devices, default, 1 << 15, seed: 3, parallel: false));

    /// <summary>The slow plain way: hundreds of ways to serve one model, averaged.</summary>
    [Fact]
    public void The_cubic_through_all_draws_is_near_the_mean_over_many_ways_to_serve()
    {
        ParticleSet set = Drawn.Value;
        ArchitectureCosts costs = new(_ => Devices);
        List<double> level = [];
        List<double> ratio = [];
        for (int i = 0; i < 200; i++)
        {
            MeanCost mean = costs.Of(
                new("drawn", new(Math.Exp(set.Active[i])), new(Math.Exp(set.Total[i])), new(Math.Exp(set.KeyValue[i]))),
                Year);
            level.Add(set.MeanLevel[i] - mean.Level);
            ratio.Add(set.MeanRatio[i] - mean.Ratio);
        }

        // Both are samples: 256 ways with a spread of 1.1 and of 1.7 leave 0.07 and 0.11.
        Math.Sqrt(level.Average(far => far * far)).ShouldBeLessThan(0.15);
        Math.Sqrt(ratio.Average(far => far * far)).ShouldBeLessThan(0.3);
        level.Average().ShouldBe(0, 0.1);
    }

    [Fact]
    public void A_cubic_of_the_sizes_is_found_again()
    {
        ParticleSet set = Drawn.Value;
        double Cubic(int i)
        {
            double x = set.Active[i] - 23;
            double y = set.Total[i] - 25;
            double z = set.KeyValue[i] - 11;
            return 1 + (2 * x) - (y * y) + (0.5 * x * y * z) + (0.1 * z * z * z);
        }

        (double[] first, double[] second) = SizeTrend.Of(set, Cubic, i => 3 - set.Total[i]);
        for (int i = 0; i < 1000; i++)
        {
            first[i].ShouldBe(Cubic(i), 0.02 * (1 + Math.Abs(Cubic(i))));
            second[i].ShouldBe(3 - set.Total[i], 0.01);
        }
    }

    [Fact]
    public void Sizes_that_are_given_leave_a_constant()
    {
        ParticleSet set = ParticleSet.Draw(
            DeductionData.Shipped.Prior, Devices, new(Math.Log(37e9), Math.Log(671e9), Math.Log(70_272)), 4096, seed: 3,
            parallel: false);
        int[] real = [.. Enumerable.Range(0, set.Count).Where(i => set.Weight[i] > double.NegativeInfinity)];
        double mean = real.Average(i => (set.Input[i] + set.Output[i]) / 2);
        real.Max(i => Math.Abs(set.MeanLevel[i] - mean)).ShouldBeLessThan(0.05);
    }
}
