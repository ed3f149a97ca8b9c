using Chalkline.Derivations;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>Prefill and decode in separate pools of whole workers, matched in rate.</summary>
internal static class DisaggregatedSearch
{
    /// <summary>A way to prefill: requests a second of one worker, and how long one request takes.</summary>
    private sealed record PrefillWorker(Layout Layout, RequestsPerSecond Rate, Seconds Latency, Seconds Transfer);

    /// <summary>The best pairing of pools for every decode layout and batch.</summary>
    public static IEnumerable<ServingPoint> Points(
        PlanRequest request, IReadOnlyList<ServingModel> models, CancellationToken cancel)
    {
        PrefillWorker[] workers = [.. Useful(request, models)];
        ServingPoint?[][] found = new ServingPoint?[models.Count][];
        Parallel.For(0, models.Count, new ParallelOptions { CancellationToken = cancel }, index =>
            found[index] = [.. AggregatedSearch.Batches(models[index])
                .Select(batch => Best(request, models[index], batch, workers))]);
        return found.SelectMany(list => list).OfType<ServingPoint>();
    }

    /// <summary>Prefill layouts that no other of the same size beats in both rate and latency.</summary>
    private static IEnumerable<PrefillWorker> Useful(PlanRequest request, IReadOnlyList<ServingModel> models)
    {
        bool oneDomain = request.DevicesPaid <= request.System.DomainSize;
        if (!oneDomain && request.System.ScaleOut is null)
        {
            return [];
        }

        return models
            .Where(model => model.Pass.Layout.DevicesPerReplica < request.DevicesPaid)
            .Select(model => new PrefillWorker(
                model.Pass.Layout with { Replicas = 1 },
                new Requests(1) / model.PrefillShare,
                model.PrefillLatency,
                model.Transfer(oneDomain)))
            .GroupBy(worker => worker.Layout.DevicesPerReplica)
            .OrderBy(group => group.Key)
            .SelectMany(group => ParetoFront.Of(group, worker => worker.Rate.Value, worker => -worker.Latency.Value));
    }

    private static ServingPoint? Best(PlanRequest request, ServingModel model, double batch, PrefillWorker[] workers)
    {
        Layout layout = model.Pass.Layout;
        DecodeStep step = model.Decode(batch);
        double decodeRate = batch / (request.Workload.Output.Value * step.Time.Value);
        ServingPoint? best = null;
        foreach (PrefillWorker worker in workers)
        {
            Seconds first = worker.Latency + worker.Transfer + step.Time;
            if (first > request.Workload.TimeToFirstToken
                || Pools(request.DevicesPaid, layout.DevicesPerReplica, worker.Layout.DevicesPerReplica, decodeRate, worker.Rate.Value)
                    is not { } pools)
            {
                continue;
            }

            double rate = Math.Min(pools.Decode * decodeRate, pools.Prefill * worker.Rate.Value);
            TokensPerSecond throughput = new(rate * request.Workload.Output.Value);
            if (best is null || throughput > best.Throughput)
            {
                int prefillDevices = pools.Prefill * worker.Layout.DevicesPerReplica;
                int decodeDevices = pools.Decode * layout.DevicesPerReplica;
                best = new()
                {
                    Mode = ServingMode.Disaggregated,
                    Decode = layout with { Replicas = pools.Decode },
                    Prefill = worker.Layout with { Replicas = pools.Prefill },
                    Batch = batch * pools.Decode,
                    BatchPerReplica = batch,
                    TimeToFirstToken = first,
                    TimePerOutputToken = step.Time,
                    Floor = step.Floor,
                    Throughput = throughput,
                    DevicesUsed = prefillDevices + decodeDevices,
                    DevicesPaid = request.DevicesPaid,
                    Bound = step.Stage.Bound,
                    OutputShare = (double)decodeDevices / (prefillDevices + decodeDevices),
                };
            }
        }

        Quiet quiet = default;
        return best is null ? null : Costs.Price(best, request, ref quiet);
    }

    /// <summary>The whole numbers of workers that serve most requests; null when one of each does not fit.</summary>
    private static (int Decode, int Prefill)? Pools(int devices, int decodeSize, int prefillSize, double decodeRate, double prefillRate)
    {
        (int Decode, int Prefill)? best = null;
        double most = 0;
        for (int decode = 1; decode * decodeSize + prefillSize <= devices; decode++)
        {
            int room = (devices - (decode * decodeSize)) / prefillSize;
            int prefill = Math.Min(room, (int)Math.Ceiling(decode * decodeRate / prefillRate));
            double rate = Math.Min(decode * decodeRate, prefill * prefillRate);
            if (rate > most)
            {
                (best, most) = ((decode, prefill), rate);
            }
        }

        return best;
    }
}
