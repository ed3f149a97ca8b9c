using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using CsCheck;

namespace Chalkline.Tests.Search;

/// <summary>The engine against plain twins: what it cuts never mattered, and threads change nothing.</summary>
public sealed class SearchEngineTests
{
    private const double Rounding = 1e-9;

    [Fact]
    public void The_front_is_that_of_every_point_there_is()
        => SearchQuestions.All.Sample(Same, seed: "0N0XIzNsQ0O2", iter: 24);

    [Theory]
    [InlineData("mixtral-8x7b", "h100x8", 4)]
    [InlineData("gpt-oss-20b", "h200x8", 3)]
    public void With_uneven_routing_the_front_is_that_of_every_number_of_copies(string model, string system, int devices)
        => Same(Uneven(model, system, devices));

    [Fact]
    public void Copies_are_tried_only_where_routing_is_uneven_and_the_model_has_none()
    {
        PlanRequest uneven = Uneven("mixtral-8x7b", "h100x8", 4);
        ExpertCopies.Enumerate(uneven, out _).Select(each => each.Copies).Distinct().Order().ToArray().ShouldBe(
            [0, 1, 2, 4, 7, 8], "8 experts: EP 2 takes 2 or 4, EP 4 takes 4 or 8, EP 3 needs 1, then 4 or 7");
        ExpertCopies.Enumerate(Question("mixtral-8x7b", "h100x8"), out _).ShouldAllBe(each => each.Copies == 0);
        ExpertCopies.Enumerate(uneven.WithCopies(4), out _).ShouldAllBe(each => each.Copies == 0);
        ExpertCopies.Of(256, 72).ShouldBe([32, 104, 176]);
        ExpertCopies.Of(256, 1).ShouldBe([0]);
    }

    [Fact]
    public void Copies_pay_and_are_said_to_be_there()
    {
        PlanRequest request = Uneven("qwen3-30b-a3b", "h100x8", 8);
        Plan plan = Planner.Search(request, TestContext.Current.CancellationToken);
        ServingPoint with = plan.Within
            .Where(point => point is { RedundantExperts: > 0, Mode: ServingMode.Aggregated }).MaxBy(point => point.BatchPerReplica)!;
        ServingModel without = PreparedLayout.Serving(request, with.Decode with { Replicas = 1 });
        ServingModel copied = PreparedLayout.Serving(request.WithCopies(with.RedundantExperts), with.Decode with { Replicas = 1 });
        PerToken(copied).ShouldBe(with.TimePerOutputToken);
        PerToken(copied).ShouldBeLessThan(PerToken(without), "prompts, which fill every expert, gain most");
        copied.Footprint.AllWeights.ShouldBeGreaterThan(without.Footprint.AllWeights, "copies take memory");

        Seconds PerToken(ServingModel model)
            => AggregatedSearch.Point(request, model, with.BatchPerReplica, with.MicroBatches, model.Parts).TimePerOutputToken;
    }

    private static void Same(PlanRequest request)
    {
        double[][] all = [.. SearchTwin.Points(request)];
        Plan plan = Planner.Search(request);
        double[][] found = [.. plan.Within.Select(point => Figures(request, point))];
        found.Length.ShouldBeLessThanOrEqualTo(all.Length);
        double[]? missed = all.FirstOrDefault(point => !found.Any(other => AtLeast(other, point)));
        missed.ShouldBeNull($"{Text(request)}: a point that nothing found is as good as");
        double[]? invented = found.FirstOrDefault(point => !all.Any(other => AtLeast(other, point)));
        invented.ShouldBeNull($"{Text(request)}: a point that the twin has nothing like");
    }

    private static PlanRequest Uneven(string model, string system, int devices)
    {
        Model plain = Serving.Catalogue.Model(model);
        NumberFormat fp8 = NumberFormat.Find("fp8");
        return Question(model, system) with
        {
            Model = plain with
            {
                Layers =
                [
                    .. plain.Layers.Select(layer => layer.FeedForward is ExpertFeedForward experts
                        ? layer with { FeedForward = experts with { Skew = 1.2 } }
                        : layer),
                ],
            },
            Devices = devices,
            Precision = Precision.Uniform(fp8, fp8),
            Fidelity = Fidelity.Calibrated,
            Calibrations = Serving.Catalogue.Calibrations,
            BatchesPerDoubling = 1,
        };
    }

    [Fact]
    public void Threads_change_nothing() => SearchQuestions.All.Sample(
        request =>
        {
            Plan one = Planner.Search(request with { Threads = 1 });
            foreach (int threads in new[] { 2, 7 })
            {
                Plan many = Planner.Search(request with { Threads = threads });
                many.Within.ShouldBe(one.Within);
                many.Front.ShouldBe(one.Front);
                many.Cheapest.ShouldBe(one.Cheapest);
                many.Fastest.ShouldBe(one.Fastest);
                many.Smallest.ShouldBe(one.Smallest);
                many.Statistics.ShouldBe(one.Statistics);
                many.Obstacle.ShouldBe(one.Obstacle);
            }
        },
        seed: "0N0XIzNsQ0O2",
        iter: 15);

    [Fact]
    public void No_step_is_faster_than_the_least_that_is_proved_for_it() => Gen.Select(
        Serving.Catalogue.Places, Gen.Int[1, 3000], Gen.Int[1, 200_000], Gen.Enum<Fidelity>()).Sample(
        (place, groupsFull, context, fidelity) =>
        {
            PassModel pass = place.Prepare();
            LeastStep least = new(pass, new(context));
            double sequences = (double)groupsFull * pass.Layout.AttentionParallel;
            PassTime time = pass.Time(Serving.Catalogue.Decode(pass.Layout, sequences, context), fidelity);
            least.At(sequences).ShouldBeLessThanOrEqualTo(time.Estimate.Value);
            least.At(sequences).ShouldBeGreaterThanOrEqualTo(time.Floor.Value * (1 - 1e-6));
        },
        seed: "0N0XIzNsQ0O2",
        iter: 300);

    [Fact]
    public void The_grid_is_the_powers_of_two_rounded_up_to_the_largest_batch() => Gen.Select(
        Serving.Catalogue.Places, Gen.Int[1, 100]).Sample(
        (place, perDoubling) =>
        {
            ServingModel model = new(place.Prepare(), new(new(4096), new(1024), default), Fidelity.Operator);
            List<double> batches = [];
            foreach (double batch in new BatchGrid(model, perDoubling, null))
            {
                batches.Add(batch);
            }

            batches.ShouldBe(model.LargestBatch < 1 ? [] : SearchTwin.Batches(model, perDoubling));
        },
        seed: "0N0XIzNsQ0O2",
        iter: 100);

    [Fact]
    public void A_layout_prepared_for_a_search_is_timed_as_the_model_is_itself()
    {
        PlanRequest request = Question("deepseek-v3", "gb200-nvl72");
        PreparedLayout layout = PreparedLayout.Of(request, new Layout(1, 2, 32, 32, 1), 0)!;
        layout.Exact.ShouldBeTrue();
        foreach (double batch in layout.Batches)
        {
            double plain = layout.Model.Decode(batch).Time.Value;
            layout.LeastStep(batch).ShouldBe(plain, 1e-12 * plain);
        }
    }

    [Fact]
    public void Other_fidelities_are_timed_one_by_one_after_their_bound()
    {
        PlanRequest request = Question("deepseek-v3", "gb200-nvl72") with { Fidelity = Fidelity.Chalk };
        PreparedLayout layout = PreparedLayout.Of(request, new Layout(1, 2, 32, 32, 1), 0)!;
        layout.Exact.ShouldBeFalse();
        layout.LeastStep(640).ShouldBeLessThanOrEqualTo(layout.Model.Decode(640).Time.Value);
    }

    [Fact]
    public void Pools_are_as_good_as_any_whole_numbers() => Gen.Select(
        Gen.Int[1, 40], Gen.Int[1, 9], Gen.Int[1, 9], Gen.Double[0.01, 10], Gen.Double[0.01, 10]).Sample(
        (devices, decodeSize, prefillSize, decodeRate, prefillRate) =>
        {
            double best = 0;
            for (int decode = 1; decode * decodeSize <= devices; decode++)
            {
                int prefill = (devices - (decode * decodeSize)) / prefillSize;
                best = Math.Max(best, Math.Min(decode * decodeRate, prefill * prefillRate));
            }

            PoolSizes pools = PoolSizes.Shared(devices, decodeSize, prefillSize, decodeRate, prefillRate);
            pools.Rate.ShouldBe(best, Rounding);
            ((pools.Decode * decodeSize) + (pools.Prefill * prefillSize)).ShouldBeLessThanOrEqualTo(devices);
        },
        seed: "0N0XIzNsQ0O2",
        iter: 5000);

    [Fact]
    public void What_is_cut_is_counted_and_cutting_saves_work()
    {
        Plan plan = Planner.Search(Question("deepseek-v3", "gb200-nvl72") with { BatchesPerDoubling = 2 }, TestContext.Current.CancellationToken);
        plan.Statistics.BeatenAtFloor.ShouldBeGreaterThan(0);
        plan.Statistics.Indivisible.ShouldBeGreaterThan(0);
        plan.Statistics.Points.ShouldBe(
            plan.Statistics.Evaluated + plan.Statistics.BeatenAtFloor + plan.Statistics.MissedAtFloor);
    }

    [Fact]
    public void A_search_can_be_stopped()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Should.Throw<OperationCanceledException>(() => Planner.Search(Question("llama-3.1-8b", "h100x8"), stop.Token));
    }

    [Fact]
    public void A_point_allocates_nothing()
    {
        PlanRequest request = Question("deepseek-v3", "gb200-nvl72");
        PreparedLayout layout = PreparedLayout.Of(request, new Layout(1, 1, 64, 64, 1), 0)!;
        PlanSpace space = new(request, [layout], []);
        SearchFinds<Candidate> known = new(space.Objectives);
        SearchFinds<Candidate> found = new(space.Objectives);
        space.Explore(0, known, found);
        long before = GC.GetAllocatedBytesForCurrentThread();
        space.Explore(0, known, found);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        found.Evaluated.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_point_of_a_split_allocates_nothing_and_none_is_faster_than_its_least()
    {
        PlanRequest request = Question("deepseek-v3", "gb200-nvl72") with { Modes = [ServingMode.AttentionFeedForward], Devices = 48 };
        PrefillWorker[] workers = [new(new Layout(8, 1, 1, 1, 1), 1, 1, 0)];
        SplitUnit[] units = [.. SplitUnits.Prepare(request, workers, TestContext.Current.CancellationToken).Where(unit => unit.Fits)];
        units.Length.ShouldBeGreaterThan(40);
        SplitSpace space = new(request, [units[30]], workers, 0);
        SearchFinds<Candidate> known = new(space.Objectives);
        SearchFinds<Candidate> found = new(space.Objectives);
        space.Explore(0, known, found);
        long before = GC.GetAllocatedBytesForCurrentThread();
        space.Explore(0, known, found);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
        found.Evaluated.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void No_split_is_faster_than_the_least_that_is_proved_for_it() => Gen.Select(
        Gen.Int[0, 3].Select(place => new[] { "deepseek-v3", "llama-3.1-8b", "gpt-oss-20b", "qwen3-30b-a3b" }[place]),
        Gen.Bool.Select(fitted => fitted ? Fidelity.Calibrated : Fidelity.Operator),
        Gen.Int[0, 10_000],
        Gen.Int[1, 4],
        Gen.Int[1, 300]).Sample(
        (model, fidelity, place, microBatches, size) =>
        {
            PlanRequest request = Question(model, "h200x32") with
            {
                Modes = [ServingMode.AttentionFeedForward],
                Fidelity = fidelity,
                Calibrations = Serving.Catalogue.Calibrations,
                Precision = Precision.Uniform(NumberFormat.Find("fp8"), NumberFormat.Find("fp8")),
            };
            SplitUnit[] units = SplitUnits.Prepare(request, [new(Layout.Single, 1, 1, 0)], TestContext.Current.CancellationToken);
            SplitUnit unit = units[place % units.Length];
            double time = unit.Time(size, microBatches).Time.Value;
            unit.Least(size, microBatches).ShouldBeLessThanOrEqualTo(time);
            unit.Floor(size, microBatches).ShouldBeLessThanOrEqualTo(time);
            unit.Floor(size, microBatches).ShouldBeGreaterThan(0);
        },
        seed: "0N0XIzNsQ0O2",
        iter: 60);

    [Fact]
    public void Modes_that_are_not_asked_for_are_not_tried()
    {
        PlanRequest request = Question("gpt-oss-20b", "h100x8") with { BatchesPerDoubling = 1 };
        foreach (ServingMode mode in Enum.GetValues<ServingMode>())
        {
            Plan plan = Planner.Search(request with { Modes = [mode] }, TestContext.Current.CancellationToken);
            plan.Front.ShouldNotBeEmpty();
            plan.Front.ShouldAllBe(point => point.Mode == mode);
            (plan.Statistics.Splits > 0).ShouldBe(mode == ServingMode.AttentionFeedForward);
            plan.Statistics.Points.ShouldBeGreaterThanOrEqualTo(plan.Statistics.SplitsEvaluated + plan.Statistics.SplitsCut);
        }

        Should.Throw<ChalkException>(() => Planner.Search(request with { Modes = [] })).Message.ShouldContain("at least one mode");
    }

    [Fact]
    public void A_split_of_a_plan_is_that_of_the_split_by_itself()
    {
        PlanRequest request = Question("deepseek-v3", "gb200-nvl72") with { Modes = [ServingMode.AttentionFeedForward], BatchesPerDoubling = 1 };
        Plan plan = Planner.Search(request, TestContext.Current.CancellationToken);
        foreach (ServingPoint point in plan.Front)
        {
            SplitUnits.Again(request, point).TimePerOutputToken.Value.ShouldBe(point.TimePerOutputToken.Value, 1e-12);
            point.DevicesUsed.ShouldBe(point.Decode.Devices + point.FeedForward!.Value.Devices + point.Prefill!.Value.Devices);
            point.Floor.ShouldBeLessThan(point.TimePerOutputToken);
            StepTerms.Of(request, point).Time.Value.ShouldBe(point.TimePerOutputToken.Value, 1e-9);
            AttentionFootprint held = AttentionFootprint.Of(request, point)!;
            held.Free.ShouldBeGreaterThanOrEqualTo(default);
            (held.Weights + held.KeyValue + held.Workspace + held.Reserve + held.Free).Value.ShouldBe(held.Capacity.Value, 1);
        }

        Elasticity.Of(request, plan.Cheapest!).ShouldNotBeEmpty();
        PlanWork.Of(request, plan.Cheapest!).ShouldNotBeNull();
        Deployment.Of(ServingEngine.Vllm, request, plan.Cheapest!)[^1].Problem.ShouldNotBeNull();
    }

    private static PlanRequest Question(string model, string system) => new()
    {
        Model = Serving.Catalogue.Model(model),
        System = Serving.Catalogue.System(system),
        Precision = Serving.Catalogue.Model(model).Native,
        Workload = new(new(4096), new(1024), default),
        Price = new UsdPerDeviceHour(3),
    };

    private static double[] Figures(PlanRequest request, ServingPoint point) =>
    [
        .. request.Objectives.Select(objective => objective switch
        {
            Objective.Speed => point.Speed.Value,
            Objective.Throughput => point.PerDevice.Value,
            Objective.FirstToken => -point.TimeToFirstToken.Value,
            Objective.Cost => -point.CostPerOutput!.Value.Value,
            Objective.TokensPerWatt => point.Throughput.Value / DevicePower.Of(request, point)!.Value.Value,
            _ => -point.DevicesPaid,
        }),
    ];

    private static bool AtLeast(double[] left, double[] right)
        => left.Zip(right).All(pair => pair.First >= pair.Second - (Rounding * Math.Abs(pair.Second)));

    private static string Text(PlanRequest request)
        => $"{request.Model.Name} on {request.DevicesPaid} of {request.System.Id}, {string.Join(' ', request.Objectives)}, load {request.Load}, "
            + $"prefill {request.Prefill?.System.Id}, {string.Join(' ', request.Modes)}";
}
