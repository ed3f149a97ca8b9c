using Chalkline.Formats;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Tests.Search;

/// <summary>Separate pools: rates matched with whole workers, and hand-over in the time to the first token.</summary>
public sealed class DisaggregationTests
{
    private static readonly Lazy<Plan> Wide = new(() => Planner.Search(Request(new Seconds(0.012))));

    private static ServingPoint[] Points
        => [.. Wide.Value.Front.Where(point => point.Mode == ServingMode.Disaggregated)];

    [Fact]
    public void Pools_win_somewhere_on_the_front_when_prompts_are_long() => Points.ShouldNotBeEmpty();

    [Fact]
    public void Rates_are_matched_the_slower_pool_decides()
    {
        foreach (ServingPoint point in Points)
        {
            (double decode, double prefill) = Rates(point);
            point.Throughput.Value.ShouldBe(Math.Min(decode, prefill) * 256, 1e-9 * point.Throughput.Value);
        }
    }

    [Fact]
    public void No_other_whole_numbers_of_the_same_workers_serve_more()
    {
        foreach (ServingPoint point in Points)
        {
            (double decode, double prefill) = Rates(point);
            double decodeEach = decode / point.Decode.Replicas;
            double prefillEach = prefill / point.Prefill!.Value.Replicas;
            double best = 0;
            for (int workers = 1; workers * point.Decode.DevicesPerReplica < point.DevicesPaid; workers++)
            {
                int left =
                    (point.DevicesPaid - (workers * point.Decode.DevicesPerReplica)) / point.Prefill.Value.DevicesPerReplica;
                best = Math.Max(best, Math.Min(workers * decodeEach, left * prefillEach));
            }

            point.Throughput.Value.ShouldBe(best * 256, 1e-9 * point.Throughput.Value);
        }
    }

    [Fact]
    public void The_first_token_waits_for_prefill_transfer_and_a_step()
    {
        foreach (ServingPoint point in Points)
        {
            ServingModel prefill = Model(point.Prefill!.Value);
            Seconds step = Model(point.Decode).Decode(point.BatchPerReplica).Time;
            Seconds expected = prefill.PrefillLatency + prefill.Transfer(sameDomain: false) + step;
            point.TimeToFirstToken.Value.ShouldBe(expected.Value, 1e-9);
            point.TimePerOutputToken.Value.ShouldBe(step.Value, 1e-12 * step.Value, "newcomers disturb nobody");
        }
    }

    [Fact]
    public void Without_a_network_between_domains_there_are_no_pools_across_them()
    {
        PlanRequest apart = Request(null);
        Plan plan = Planner.Search(
            apart with { System = apart.System with { ScaleOut = null } }, TestContext.Current.CancellationToken);
        plan.Front.ShouldNotBeEmpty();
        plan.Front.ShouldAllBe(point => point.Mode == ServingMode.Aggregated);
    }

    private static (double Decode, double Prefill) Rates(ServingPoint point)
    {
        DecodeStep step = Model(point.Decode).Decode(point.BatchPerReplica);
        double decode = point.Decode.Replicas * point.BatchPerReplica / (256 * step.Time.Value);
        double prefill = point.Prefill!.Value.Replicas / Model(point.Prefill.Value).PrefillShare.Value;
        return (decode, prefill);
    }

    private static ServingModel Model(Layout layout)
    {
        PlanRequest request = Request(null);
        return new(
            PassModel.Prepare(request.Model, request.System, layout with { Replicas = 1 }, Precision.Bf16),
            request.Workload,
            Fidelity.Operator);
    }

    private static PlanRequest Request(Seconds? level) => new()
    {
        Model = Serving.Catalogue.Model("llama-3.1-8b"),
        System = Serving.Catalogue.System("h100x16"),
        Workload = new(new(8192), new(256), new(0)) { TimePerOutputToken = level },
        Precision = Precision.Bf16,
    };
}
