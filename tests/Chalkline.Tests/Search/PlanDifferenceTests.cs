using Chalkline.Formats;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using CsCheck;

namespace Chalkline.Tests.Search;

/// <summary>Terms that add up and factors that multiply.</summary>
public sealed class PlanDifferenceTests
{
    private static readonly PlannedPoint Slow = new(
        new() { Weights = new(0.030), Network = new(0.010) }, 64, new(1600), 8, 8, new(8 * 2.0 / 3600 / 1600));

    private static readonly PlannedPoint Fast = new(
        new() { Weights = new(0.015), Overhead = new(0.005) }, 64, new(3200), 8, 16, new(16 * 3.0 / 3600 / 3200));

    [Fact]
    public void Half_the_time_on_twice_the_devices_at_one_and_a_half_times_the_price_costs_one_and_a_half_times()
    {
        PlanDifference difference = PlanDifference.Of(Slow, Fast);

        difference.Priced.ShouldBeTrue();
        difference.Factors.Select(factor => factor.Ratio).ShouldBe([1.5, 0.5, 1, 2, 1], 1e-12);
        difference.Ratio.ShouldBe(1.5, 1e-12);
    }

    [Fact]
    public void Without_one_of_the_prices_device_time_is_compared()
    {
        PlanDifference difference = PlanDifference.Of(Slow, Fast with { CostPerOutput = null });

        difference.Priced.ShouldBeFalse();
        difference.Factors.ShouldNotContain(factor => factor.Name == "price of a device");
        difference.Ratio.ShouldBe((16.0 / 3200) / (8.0 / 1600), 1e-12);
    }

    [Fact]
    public void A_point_does_not_differ_from_itself_and_turning_two_round_inverts_the_ratio()
    {
        PlanDifference.Of(Slow, Slow).Factors.ShouldAllBe(factor => factor.Ratio == 1);
        (PlanDifference.Of(Slow, Fast).Ratio * PlanDifference.Of(Fast, Slow).Ratio).ShouldBe(1, 1e-12);
    }

    [Fact]
    public void Terms_by_name_are_the_terms()
        => Gen.Double[0, 1].Array[7].Sample(times =>
        {
            StepTerms terms = new()
            {
                Compute = new(times[0]), Weights = new(times[1]), KeyValue = new(times[2]), Activations = new(times[3]),
                Network = new(times[4]), Overhead = new(times[5]), Newcomers = new(times[6]),
            };
            Dictionary<string, Seconds> named = terms.All.ToDictionary(
                term => term.Name, term => term.Time, StringComparer.Ordinal);

            return StepTerms.Named(name => named[name]) == terms && Math.Abs(terms.Time.Value - times.Sum()) < 1e-12;
        });

    [Fact]
    public void Factors_of_found_points_multiply_to_the_ratio_of_costs_for_other_models_and_machines()
    {
        (PlanRequest Request, ServingPoint Point)[] found =
        [
            .. from one in new[] { ("llama-3.1-8b", "h100x8"), ("mixtral-8x7b", "h200x16"), ("llama-3.1-8b", "gb200-nvl72") }
               let request = Request(one.Item1, one.Item2)
               select (request, Planner.Search(request).Cheapest!),
        ];
        foreach ((PlanRequest firstRequest, ServingPoint first) in found)
        {
            foreach ((PlanRequest secondRequest, ServingPoint second) in found)
            {
                PlanDifference difference = PlanDifference.Of(
                    PlannedPoint.Of(firstRequest, first), PlannedPoint.Of(secondRequest, second));
                difference.Ratio.ShouldBe(second.CostPerOutput!.Value.Value / first.CostPerOutput!.Value.Value, 1e-9 * difference.Ratio);
                difference.Second.Time.Value.ShouldBe(second.TimePerOutputToken.Value, 1e-9 * second.TimePerOutputToken.Value);
            }
        }

        static PlanRequest Request(string model, string system) => new()
        {
            Model = Serving.Catalogue.Model(model),
            System = Serving.Catalogue.System(system),
            Devices = 4,
            Precision = Precision.Bf16,
            Workload = new(new(512), new(64), default),
            Price = new UsdPerDeviceHour(2),
        };
    }
}
