using Chalkline.Derivations;
using Chalkline.Layouts;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>The full account of a candidate: what is reported, worked out for the few that are.</summary>
internal static class CandidatePoint
{
    /// <summary>The serving point of a candidate.</summary>
    public static ServingPoint Of(PlanRequest request, PreparedLayout layout, PrefillWorker[] workers, Candidate found)
    {
        Layout decode = layout.Layout with { Replicas = found.DecodeReplicas };
        if (found.Mode == ServingMode.Aggregated)
        {
            Quiet together = default;
            return AggregatedSearch.Point(request, layout.Model, decode, found.Batch, layout.Parts, ref together);
        }

        DecodeStep step = layout.Model.Decode(found.Batch);
        Layout prefill = workers[found.Prefill].Layout with { Replicas = found.PrefillReplicas };
        Quiet quiet = default;
        return Costs.Price(
            new()
            {
                Mode = ServingMode.Disaggregated,
                Decode = decode,
                Prefill = prefill,
                Batch = found.Batch * found.DecodeReplicas,
                BatchPerReplica = found.Batch,
                TimeToFirstToken = new(found.FirstToken),
                TimePerOutputToken = step.Time,
                Floor = step.Floor,
                Throughput = new(found.Throughput),
                DevicesUsed = decode.Devices + prefill.Devices,
                DevicesPaid = found.Paid + found.PaidForPrefill,
                Bound = step.Stage.Bound,
                OutputShare = OutputShare(request, decode.Devices, prefill.Devices),
            },
            request,
            ref quiet);
    }

    /// <summary>Share of the cost that goes to output tokens: by price where machines differ, by devices otherwise.</summary>
    private static double OutputShare(PlanRequest request, int decode, int prefill)
    {
        double each = request.Prefill is { Price: { } other } && request.Price is { } own ? other.Value / own.Value : 1;
        return decode / (decode + (each * prefill));
    }
}
