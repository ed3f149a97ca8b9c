using Chalkline.Codesign.Trends;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>Trends with the interval of one more value (codesign recording, 6:45).</summary>
public sealed class TrendTests
{
    [Fact]
    public void A_pure_exponential_is_found_and_has_no_interval()
    {
        Trend trend = Trend.Fit("test", Enumerable.Range(0, 8).Select(year => new Observation($"{year}", 2018 + year, 100 * Math.Pow(1.5, year))));

        trend.PerYear.ShouldBe(1.5, 1e-9);
        trend.Doubling.ShouldBe(Math.Log(2) / Math.Log(1.5), 1e-9);
        (double low, double median, double high) = trend.At(2030);
        median.ShouldBe(100 * Math.Pow(1.5, 12), 1e-3);
        (high / low).ShouldBe(1, 1e-4);
    }

    /// <summary>Drawn again and again, the interval holds as many values as it says.</summary>
    [Theory]
    [InlineData(0.5)]
    [InlineData(0.8)]
    [InlineData(0.95)]
    public void The_interval_holds_its_share_of_new_values(double coverage)
    {
        Random random = new(11);
        const int Draws = 4000;
        int inside = 0;
        int above = 0;
        double probability = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            Trend trend = Trend.Fit("test", Enumerable.Range(0, 10).Select(year => new Observation($"{year}", year, Math.Exp(0.3 * year + Normal(random)))));
            double next = Math.Exp((0.3 * 14) + Normal(random));
            (double low, double median, double high) = trend.At(14, coverage);
            inside += next >= low && next <= high ? 1 : 0;
            above += next > 60 ? 1 : 0;
            probability += trend.Above(60, 14);
            trend.Above(median, 14).ShouldBe(0.5, 1e-9);
        }

        (inside / (double)Draws).ShouldBe(coverage, 0.02);
        (probability / Draws).ShouldBe(above / (double)Draws, 0.03);
    }

    [Fact]
    public void Dates_are_as_exact_as_they_are_known()
    {
        Observation.YearOf("2024").ShouldBe(2024.5);
        Observation.YearOf("2026-H2").ShouldBe(2026.75);
        Observation.YearOf("2024-01").ShouldBe(2024 + (0.5 / 12), 1e-12);
        Observation.YearOf("2024-12-31").ShouldBe(2024 + (11.5 / 12), 1e-12);
    }

    [Fact]
    public void Too_few_values_or_one_date_are_a_sentence()
    {
        Should.Throw<ChalkException>(() => Trend.Fit("test", [new("a", 2020, 1)])).Message.ShouldContain("at least 4");
        Should.Throw<ChalkException>(() => Trend.Fit("test", Enumerable.Repeat(new Observation("a", 2020, 1), 5))).Message.ShouldContain("one date");
    }

    /// <summary>The worked example: V100 139, A100 153, H100 295, B200 281 FLOP a byte in BF16; 591 and 1125 in the narrowest.</summary>
    [Theory]
    [InlineData("ridge-bf16", "v100-sxm2", 139)]
    [InlineData("ridge-bf16", "h100-sxm", 295)]
    [InlineData("ridge-bf16", "b200-sxm", 292)]
    [InlineData("ridge-narrow", "h100-sxm", 591)]
    [InlineData("ridge-narrow", "b200-sxm", 1169)]
    public void Ridges_of_devices(string series, string device, double ridge)
        => CatalogueTrends.All(HardwareData.Folder, out _).Single(one => one.Id == series).Values.Single(one => one.Name == device).Value
            .ShouldBe(ridge, 1);

    [Fact]
    public void The_trend_of_the_ridge_is_in_the_format()
    {
        TrendSeries[] all = [.. CatalogueTrends.All(HardwareData.Folder, out int undated)];
        double wide = Trend.Fit("", all.Single(one => one.Id == "ridge-bf16").Values).PerYear;
        double narrow = Trend.Fit("", all.Single(one => one.Id == "ridge-narrow").Values).PerYear;

        narrow.ShouldBeGreaterThan(wide + 0.1);
        undated.ShouldBeGreaterThan(0);
        all.ShouldAllBe(series => series.Values.All(value => value.Value > 0));
    }

    private static double Normal(Random random)
        => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
