using Chalkline.Derivations;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;
using S = Chalkline.Serving.ServingSymbols;

namespace Chalkline.Search;

/// <summary>Prefill and decode on the same devices.</summary>
internal static class AggregatedSearch
{
    /// <summary>One operating point of the layout that a model is cut by.</summary>
    public static ServingPoint Point(
        PlanRequest request, ServingModel model, double batch, int microBatches, in AggregatedParts parts)
    {
        Quiet quiet = default;
        return Point(request, model, model.Pass.Layout, batch, microBatches, parts, ref quiet);
    }

    /// <summary>One operating point, with the work shown.</summary>
    /// <param name="request">The question.</param>
    /// <param name="model">The model, prepared.</param>
    /// <param name="layout">Its layout, with the replicas that serve.</param>
    /// <param name="batch">Sequences in one replica.</param>
    /// <param name="microBatches">Micro-batches in flight in it.</param>
    /// <param name="parts">Prefill of the model.</param>
    /// <param name="work">Where the work is shown.</param>
    public static ServingPoint Point<TWork>(
        PlanRequest request,
        ServingModel model,
        Layout layout,
        double batch,
        int microBatches,
        in AggregatedParts parts,
        ref TWork work)
        where TWork : struct, IWork
    {
        AggregatedTime time = model.Aggregated(batch, microBatches, parts, ref work);
        work.Open("throughput and cost");
        Tokens running = work.Given(S.Running, new Tokens(batch * layout.Replicas), name: "running");
        Seconds tpot = work.Given(S.Tpot, time.TimePerOutputToken, name: "tpot");
        TokensPerSecond throughput = work.Step(S.Throughput, running / tpot);
        double outputShare = work.Given(S.OutputShare, time.Step.Time / time.TimePerOutputToken, name: "outputShare");
        ServingPoint point = Costs.Price(
            new()
            {
                Mode = ServingMode.Aggregated,
                Decode = layout,
                Batch = batch * layout.Replicas,
                BatchPerReplica = batch,
                MicroBatches = microBatches,
                TimeToFirstToken = time.TimeToFirstToken,
                TimePerOutputToken = time.TimePerOutputToken,
                Floor = time.Step.Floor,
                Throughput = throughput,
                DevicesUsed = layout.Devices,
                DevicesPaid = request.PaidFor(layout.Devices),
                Bound = time.Step.Stage.Bound,
                OutputShare = outputShare,
            },
            request,
            ref work);
        work.Close();
        return point;
    }
}
