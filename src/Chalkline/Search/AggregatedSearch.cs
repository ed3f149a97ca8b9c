using Chalkline.Derivations;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;
using S = Chalkline.Serving.ServingSymbols;

namespace Chalkline.Search;

/// <summary>Prefill and decode on the same devices.</summary>
internal static class AggregatedSearch
{
    /// <summary>Largest batch of one replica that is tried.</summary>
    private const double MostSequences = 65536;

    /// <summary>The operating points of one layout, from one sequence a group to as many as fit.</summary>
    public static IEnumerable<ServingPoint> Points(PlanRequest request, ServingModel model)
    {
        AggregatedParts parts = model.Parts;
        foreach (double batch in Batches(model))
        {
            yield return Point(request, model, batch, parts);
        }
    }

    /// <summary>One operating point.</summary>
    public static ServingPoint Point(PlanRequest request, ServingModel model, double batch, in AggregatedParts parts)
    {
        Quiet quiet = default;
        return Point(request, model, batch, parts, ref quiet);
    }

    /// <summary>One operating point, with the work shown.</summary>
    public static ServingPoint Point<TWork>(
        PlanRequest request, ServingModel model, double batch, in AggregatedParts parts, ref TWork work)
        where TWork : struct, IWork
    {
        Layout layout = model.Pass.Layout;
        AggregatedTime time = model.Aggregated(batch, parts, ref work);
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
                TimeToFirstToken = time.TimeToFirstToken,
                TimePerOutputToken = time.TimePerOutputToken,
                Floor = time.Step.Floor,
                Throughput = throughput,
                DevicesUsed = layout.Devices,
                DevicesPaid = request.DevicesPaid,
                Bound = time.Step.Stage.Bound,
                OutputShare = outputShare,
            },
            request,
            ref work);
        work.Close();
        return point;
    }

    /// <summary>Batches of one replica: a geometric grid, a quarter of an octave apart, and the largest that fits.</summary>
    public static IEnumerable<double> Batches(ServingModel model)
    {
        int least = model.Pass.Layout.AttentionParallel * model.Pass.Layout.PipelineStages;
        double most = Math.Min(model.LargestBatch, MostSequences);
        double last = 0;
        for (int quarter = 0; ; quarter++)
        {
            double batch = Math.Round(least * Math.Pow(2, quarter / 4.0));
            if (batch >= most)
            {
                break;
            }

            if (batch > last)
            {
                last = batch;
                yield return batch;
            }
        }

        if (most >= 1)
        {
            yield return most;
        }
    }
}
