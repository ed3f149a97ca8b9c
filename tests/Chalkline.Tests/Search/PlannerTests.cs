using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Tests.Search;

public sealed class PlannerTests
{
    public static TheoryData<string, string, int> Cases => new()
    {
        { "llama-3.1-70b", "h100x8", 8 },
        { "mixtral-8x7b", "h200x32", 16 },
        { "gpt-oss-120b", "h100x8", 8 },
        { "qwen3-next-80b-a3b-instruct", "h200x32", 8 },
        { "deepseek-v3.2", "gb200-nvl72", 32 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Cheapest_and_fastest_are_beaten_by_no_point_of_the_front(string model, string system, int devices)
    {
        Plan plan = Find(model, system, devices);
        plan.Obstacle.ShouldBeNull();
        ServingPoint cheapest = plan.Cheapest.ShouldNotBeNull();
        ServingPoint fastest = plan.Fastest.ShouldNotBeNull();
        plan.Front.ShouldContain(cheapest);
        plan.Front.ShouldContain(fastest);
        plan.Front[0].ShouldBe(fastest);
        plan.Front[^1].ShouldBe(cheapest);
        foreach ((ServingPoint faster, ServingPoint slower) in plan.Front.Zip(plan.Front.Skip(1)))
        {
            faster.Speed.ShouldBeGreaterThan(slower.Speed);
            faster.PerDevice.ShouldBeLessThan(slower.PerDevice);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_point_of_the_front_is_whole_fits_and_stays_over_its_floor(
        string model, string system, int devices)
    {
        Plan plan = Find(model, system, devices);
        foreach (ServingPoint point in plan.Front)
        {
            Layout decode = point.Decode;
            int prefill = point.Prefill?.Devices ?? 0;
            (decode.Devices + prefill).ShouldBe(point.DevicesUsed);
            point.DevicesUsed.ShouldBeLessThanOrEqualTo(point.DevicesPaid);
            point.DevicesPaid.ShouldBe(devices);
            decode.Replicas.ShouldBeGreaterThanOrEqualTo(1);
            point.TimePerOutputToken.ShouldBeGreaterThanOrEqualTo(point.Floor);
            point.OutputShare.ShouldBeInRange(0, 1);
            Footprint footprint = new(PassModel.Prepare(
                plan.Request.Model, plan.Request.System, decode with { Replicas = 1 }, Precision.Bf16));
            footprint.LargestBatch(plan.Request.Workload.FinalContext)
                .ShouldBeGreaterThanOrEqualTo(point.BatchPerReplica);
        }
    }

    /// <summary>Little's law: tokens a second times the time of each is the sequences in flight.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Throughput_times_TPOT_is_the_batch(string model, string system, int devices)
    {
        foreach (ServingPoint point in Find(model, system, devices).Front)
        {
            double flying = point.Throughput.Value * point.TimePerOutputToken.Value;
            if (point.Mode == ServingMode.Aggregated)
            {
                flying.ShouldBe(point.Batch, 1e-9 * point.Batch);
            }
            else
            {
                flying
                    .ShouldBeLessThanOrEqualTo(point.Batch * (1 + 1e-12), "a pool short of prefills runs below its batch");
            }
        }
    }

    [Fact]
    public async Task The_same_question_has_the_same_answer_alone_and_beside_others()
    {
        Plan alone = Find("mixtral-8x7b", "h100x8", 8);
        Plan[] together = await Task.WhenAll(Enumerable.Range(0, 3).Select(
            _ => Task.Run(() => Find("mixtral-8x7b", "h100x8", 8))));
        foreach (Plan other in together)
        {
            other.Front.ShouldBe(alone.Front);
            other.Cheapest.ShouldBe(alone.Cheapest);
            other.Fastest.ShouldBe(alone.Fastest);
            other.Statistics.ShouldBe(alone.Statistics);
        }
    }

    [Theory]
    [InlineData("llama-3.1-8b", 1)]
    [InlineData("llama-3.1-70b", 4)]
    [InlineData("llama-3.1-70b", 12)]
    [InlineData("mixtral-8x7b", 8)]
    public void Twice_the_devices_never_have_a_lower_best_throughput(string model, int devices)
    {
        ServingPoint one = Find(model, "h200x32", devices).Cheapest.ShouldNotBeNull();
        ServingPoint two = Find(model, "h200x32", 2 * devices).Cheapest.ShouldNotBeNull();
        two.Throughput.Value.ShouldBeGreaterThanOrEqualTo(2 * one.Throughput.Value * (1 - 1e-12));
        two.PerDevice.Value.ShouldBeGreaterThanOrEqualTo(one.PerDevice.Value * (1 - 1e-12));
    }

    [Fact]
    public void Service_levels_bind_and_are_kept()
    {
        Plan free = Find("llama-3.1-70b", "h100x8", 8);
        PlanRequest tight = free.Request with
        {
            Workload = free.Request.Workload with
            {
                TimePerOutputToken = new Seconds(0.02),
                TimeToFirstToken = new Seconds(1),
            },
        };
        Plan plan = Planner.Search(tight, TestContext.Current.CancellationToken);
        ServingPoint cheapest = plan.Cheapest.ShouldNotBeNull();
        cheapest.TimePerOutputToken.Value.ShouldBeLessThanOrEqualTo(0.02);
        cheapest.TimeToFirstToken.Value.ShouldBeLessThanOrEqualTo(1);
        cheapest.PerDevice.ShouldBeLessThanOrEqualTo(free.Cheapest!.PerDevice);
        plan.Statistics.OutsideServiceLevels.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Input_and_output_costs_add_up_to_the_rent()
    {
        foreach (ServingPoint point in Find("llama-3.1-70b", "h100x8", 8).Front)
        {
            double request = (2048 * point.InputCost!.Value.Value) + (256 * point.OutputCost!.Value.Value);
            double rent = 8 * 2 / 3600.0 / (point.Throughput.Value / 256);
            request.ShouldBe(rent, 1e-9 * rent);
            (256 * point.CostPerOutput!.Value.Value).ShouldBe(rent, 1e-9 * rent);
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_work_behind_the_answers_verifies(string model, string system, int devices)
    {
        Plan plan = Find(model, system, devices);
        ServingPoint?[] shown =
        [
            plan.Cheapest, plan.Fastest,
            plan.Front.FirstOrDefault(point => point.Mode == ServingMode.Disaggregated),
            plan.Front.FirstOrDefault(point => point.Mode == ServingMode.Aggregated),
        ];
        foreach (ServingPoint point in shown.OfType<ServingPoint>())
        {
            Derivation work = PlanWork.Of(plan.Request, point);
            work.Verify().ShouldBeEmpty();
            work.Root.Steps().Count().ShouldBeGreaterThan(50);
        }
    }

    [Theory]
    [InlineData("deepseek-v3", "h100x8", 8, 2048)]
    [InlineData("google/PaLM-540B-paper", "tpu-v4-64", 64, 40_000_000)]
    public void What_does_not_fit_is_said_with_the_numbers(string model, string system, int devices, int input)
    {
        Plan plan = Find(model, system, devices, input);
        plan.Front.ShouldBeEmpty();
        plan.Cheapest.ShouldBeNull();
        plan.Statistics.DoNotFit.ShouldBe(plan.Statistics.Layouts);
        string obstacle = plan.Obstacle.ShouldNotBeNull();
        obstacle.ShouldContain("does not fit");
        obstacle.ShouldContain("GB of weights");
        obstacle.ShouldContain("KV cache");
        obstacle.ShouldContain("usable of");
    }

    [Fact]
    public void Service_levels_that_nothing_meets_are_said_with_the_nearest()
    {
        Plan free = Find("llama-3.1-70b", "h100x8", 8);
        PlanRequest hopeless = free.Request with
        {
            Workload = free.Request.Workload with { TimePerOutputToken = new Seconds(1e-4) },
        };
        Plan plan = Planner.Search(hopeless, TestContext.Current.CancellationToken);
        plan.Cheapest.ShouldBeNull();
        plan.Front.ShouldNotBeEmpty();
        plan.Obstacle.ShouldNotBeNull().ShouldContain("TPOT of");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Devices_that_the_machine_lacks_are_refused(int devices)
        => Should.Throw<ChalkException>(() => Find("llama-3.1-8b", "h100x8", devices)).Message
            .ShouldContain("ask for 1 to 8");

    [Fact]
    public void An_arithmetic_that_the_machine_lacks_is_one_plain_sentence()
        => Should.Throw<ChalkException>(() => Find("llama-3.1-8b", "rubin-cpx", 1)).Message
            .ShouldBe("rubin-cpx states no peak for Bf16 or anything wider; its catalogue file lists Fp4.");

    private static Plan Find(string model, string system, int devices, int input = 2048)
    {
        MachineSystem machine = Serving.Catalogue.System(system);
        PlanRequest request = new()
        {
            Model = Serving.Catalogue.Model(model),
            System = machine,
            Workload = new(new(input), new(256), new(0)),
            Precision = Precision.Bf16,
            Devices = devices,
            Price = new UsdPerDeviceHour(2),
        };
        return Planner.Search(request, TestContext.Current.CancellationToken);
    }
}
