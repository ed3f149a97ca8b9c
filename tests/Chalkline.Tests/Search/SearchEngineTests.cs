using Chalkline.Layouts;
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
    public void The_front_is_that_of_every_point_there_is() => SearchQuestions.All.Sample(
        request =>
        {
            double[][] all = [.. SearchTwin.Points(request)];
            Plan plan = Planner.Search(request);
            double[][] found = [.. plan.Within.Select(point => Figures(request, point))];
            found.Length.ShouldBeLessThanOrEqualTo(all.Length);
            double[]? missed = all.FirstOrDefault(point => !found.Any(other => AtLeast(other, point)));
            missed.ShouldBeNull($"{Text(request)}: a point that nothing found is as good as");
            double[]? invented = found.FirstOrDefault(point => !all.Any(other => AtLeast(other, point)));
            invented.ShouldBeNull($"{Text(request)}: a point that the twin has nothing like");
        },
        seed: "0N0XIzNsQ0O2",
        iter: 24);

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
            + $"prefill {request.Prefill?.System.Id}";
}
