using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Tests.Search;

/// <summary>The search again, plain and slow: every layout, batch, worker and number of workers, nothing cut.</summary>
internal static class SearchTwin
{
    /// <summary>Figures of every point that keeps the limits, all better when larger.</summary>
    public static IEnumerable<double[]> Points(PlanRequest request)
    {
        ServingModel[] decodes = [.. Models(request)];
        (ServingModel Model, AggregatedParts Parts)[] prefills =
        [
            .. (request.Prefill is null ? decodes : Models(request.OfPrefill)).Select(model => (model, model.Parts)),
        ];
        foreach (ServingModel decode in decodes)
        {
            AggregatedParts parts = decode.Parts;
            foreach (double batch in Batches(decode, request.BatchesPerDoubling))
            {
                double step = decode.Decode(batch).Time.Value;
                if (request.Prefill is null && Together(request, decode, parts, batch, step) is { } figures)
                {
                    yield return figures;
                }

                foreach (double[] pair in prefills.SelectMany(prefill => Apart(request, decode, batch, step, prefill.Model, prefill.Parts)))
                {
                    yield return pair;
                }
            }
        }
    }

    private static IEnumerable<ServingModel> Models(PlanRequest request)
        => LayoutSpace.Enumerate(request)
            .Select(layout => new ServingModel(PreparedLayout.Prepare(request, layout), request.Workload, request.Fidelity))
            .Where(model => model.LargestBatch >= model.Pass.Layout.AttentionParallel);

    private static IEnumerable<double> Batches(ServingModel model, int perDoubling)
    {
        double least = model.Pass.Layout.AttentionParallel * model.Pass.Layout.PipelineStages;
        double most = Math.Min(model.LargestBatch, 65536);
        return Enumerable.Range(0, 20 * perDoubling)
            .Select(step => Math.Round(least * Math.Pow(2, (double)step / perDoubling)))
            .Where(batch => batch < most).Append(most).Distinct();
    }

    private static double[]? Together(
        PlanRequest request, ServingModel model, in AggregatedParts parts, double batch, double step)
    {
        double output = request.Workload.Output.Value;
        double tpot = step + (batch / output * parts.PrefillShare.Value);
        Layout layout = model.Pass.Layout;
        for (int replicas = request.Load is null ? layout.Replicas : 1; replicas <= layout.Replicas; replicas++)
        {
            double throughput = replicas * batch / tpot;
            if (request.Load is not { } load || throughput >= load.Value * output * (1 - 1e-9))
            {
                int paid = request.Load is null ? request.DevicesPaid : replicas * layout.DevicesPerReplica;
                return Figures(request, step + parts.PrefillLatency.Value, tpot, throughput, paid, 0);
            }
        }

        return null;
    }

    private static IEnumerable<double[]> Apart(
        PlanRequest request, ServingModel model, double batch, double step, ServingModel prefill, AggregatedParts parts)
    {
        bool other = request.Prefill is not null;
        bool oneDomain = !other && request.DevicesPaid <= request.System.DomainSize;
        if (!oneDomain && (request.System.ScaleOut is null || prefill.Pass.System.ScaleOut is null))
        {
            yield break;
        }

        double transfer = prefill.Transfer(oneDomain).Value;
        if (other && request.System.ScaleOut!.Bandwidth.Value < prefill.Pass.System.ScaleOut!.Bandwidth.Value)
        {
            Bytes held = prefill.Footprint.KeyValue(request.Workload.Input);
            transfer = Math.Max(transfer, (request.System.ScaleOut.Latency.Value
                + (held / (request.Efficiency.Network * request.System.ScaleOut.Bandwidth.Value))).Value);
        }

        double output = request.Workload.Output.Value;
        int most = request.DevicesPaid / model.Pass.Layout.DevicesPerReplica;
        int mostPrefill = (request.Prefill?.Devices ?? request.DevicesPaid) / prefill.Pass.Layout.DevicesPerReplica;
        for (int decodes = 1; decodes <= most; decodes++)
        {
            for (int prefills = 1; prefills <= mostPrefill; prefills++)
            {
                int used = decodes * model.Pass.Layout.DevicesPerReplica;
                int usedForPrefill = prefills * prefill.Pass.Layout.DevicesPerReplica;
                double rate = Math.Min(decodes * batch / (output * step), prefills / parts.PrefillShare.Value);
                // Under a load each pool has just the workers that carry it.
                if ((!other && used + usedForPrefill > request.DevicesPaid)
                    || (request.Load is { } load && (!Just(decodes, batch / (output * step), load.Value)
                        || !Just(prefills, 1 / parts.PrefillShare.Value, load.Value))))
                {
                    continue;
                }

                int paid = request.Load is null ? request.DevicesPaid : other ? used : used + usedForPrefill;
                int paidForPrefill = !other ? 0 : request.Load is null ? request.Prefill!.Devices : usedForPrefill;
                double first = parts.PrefillLatency.Value + transfer + step;
                if (Figures(request, first, step, rate * output, paid, paidForPrefill) is { } figures)
                {
                    yield return figures;
                }
            }
        }
    }

    private static bool Just(int workers, double each, double load)
        => workers * each >= load * (1 - 1e-9) && (workers == 1 || (workers - 1) * each < load * (1 - 1e-9));

    private static double[]? Figures(PlanRequest request, double first, double tpot, double throughput, int paid, int paidForPrefill)
    {
        double rent = ((request.Price!.Value.Value * paid) + ((request.Prefill?.Price?.Value ?? 0) * paidForPrefill)) / 3600;
        double power = (DevicePower.Of(request.System)!.Value.Value * paid)
            + (request.Prefill is { } pool ? DevicePower.Of(pool.System)!.Value.Value * paidForPrefill : 0);
        double whole = first + ((request.Workload.Output.Value - 1) * tpot);
        return first > request.Workload.TimeToFirstToken?.Value || tpot > request.Workload.TimePerOutputToken?.Value
            || whole > request.EndToEnd?.Value || rent / throughput > request.CostLimit?.Value
            ? null
            :
            [
                .. request.Objectives.Select(objective => objective switch
                {
                    Objective.Speed => 1 / tpot,
                    Objective.Throughput => throughput / (paid + paidForPrefill),
                    Objective.FirstToken => -first,
                    Objective.Cost => -rent / throughput,
                    Objective.TokensPerWatt => throughput / power,
                    _ => -(paid + paidForPrefill),
                }),
            ];
    }
}
