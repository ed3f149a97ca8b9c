using Chalkline.Derivations;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>The full account of a candidate: what is reported, worked out for the few that are.</summary>
internal static class CandidatePoint
{
    /// <summary>The serving point of a candidate whose decode layers share their devices.</summary>
    public static ServingPoint Of(PlanRequest request, PreparedLayout layout, PrefillWorker[] workers, Candidate found)
    {
        Layout decode = layout.Layout with { Replicas = found.DecodeReplicas };
        if (found.Mode == ServingMode.Aggregated)
        {
            Quiet together = default;
            return AggregatedSearch.Point(
                request, layout.Model, decode, found.Batch, found.MicroBatches, layout.Parts, ref together) with
            {
                RedundantExperts = layout.Copies,
            };
        }

        DecodeStep step = layout.Model.Decode(found.Batch, found.MicroBatches);
        return Paired(request, workers[found.Prefill], found, decode, null, step.Floor, step.Stage.Bound) with
        {
            RedundantExperts = layout.Copies,
        };
    }

    /// <summary>The serving point of a candidate whose attention and feed-forward layers stand apart.</summary>
    public static ServingPoint Of(PlanRequest request, SplitUnit unit, PrefillWorker[] workers, Candidate found)
    {
        int size = (int)Math.Round(found.Batch / (found.MicroBatches * unit.Workers));
        return Paired(
            request,
            workers[found.Prefill],
            found,
            unit.AttentionWorker with { Replicas = unit.Workers * found.DecodeReplicas },
            unit.FeedForward with { Replicas = unit.FeedForward.Replicas * found.DecodeReplicas },
            new(unit.Floor(size, found.MicroBatches)),
            unit.Bound(size, found.MicroBatches));
    }

    private static ServingPoint Paired(
        PlanRequest request,
        PrefillWorker worker,
        Candidate found,
        Layout decode,
        Layout? feedForward,
        Seconds floor,
        Bound bound)
    {
        Layout prefill = worker.Layout with { Replicas = found.PrefillReplicas };
        int decoding = decode.Devices + (feedForward?.Devices ?? 0);
        Quiet quiet = default;
        return Costs.Price(
            new()
            {
                Mode = found.Mode,
                Decode = decode,
                FeedForward = feedForward,
                Prefill = prefill,
                Batch = found.Batch * found.DecodeReplicas,
                BatchPerReplica = found.Batch,
                MicroBatches = found.MicroBatches,
                PrefillRedundantExperts = worker.Copies,
                TimeToFirstToken = new(found.FirstToken),
                TimePerOutputToken = new(found.PerOutput),
                Floor = floor,
                Throughput = new(found.Throughput),
                DevicesUsed = decoding + prefill.Devices,
                DevicesPaid = found.Paid + found.PaidForPrefill,
                Bound = bound,
                OutputShare = OutputShare(request, decoding, prefill.Devices),
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
