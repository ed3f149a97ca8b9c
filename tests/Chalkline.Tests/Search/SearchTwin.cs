using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;
using Chalkline.Workloads;

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
                foreach (int microBatches in MicroBatches(decode))
                {
                    double step = Step(request, decode, batch, microBatches);
                    if (request.Prefill is null && request.Modes.Contains(ServingMode.Aggregated)
                        && Together(request, decode, parts, batch, step) is { } figures)
                    {
                        yield return figures;
                    }

                    if (request.Modes.Contains(ServingMode.Disaggregated))
                    {
                        foreach (double[] pair in Apart(request, decode.Pass.Layout.DevicesPerReplica, batch, step, prefills))
                        {
                            yield return pair;
                        }
                    }
                }
            }
        }

        foreach ((int devices, double batch, double step) in request.Splits ? SplitTwin.Units(request) : [])
        {
            foreach (double[] pair in Apart(request, devices, batch, step, prefills))
            {
                yield return pair;
            }
        }
    }

    /// <summary>Every number of copies of every layout: those that fill its groups, up to two more on each device.</summary>
    private static IEnumerable<ServingModel> Models(PlanRequest request)
    {
        int experts = request.Model.Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>()
            .Where(layer => layer.Skew > 0).Select(layer => layer.Experts).FirstOrDefault();
        return
            from copies in Enumerable.Range(0, experts + 1)
            let asked = request.WithCopies(copies)
            from layout in copies == 0
                ? LayoutSpace.Enumerate(request)
                : LayoutSpace.Enumerate(asked.Model, request.System, request.DevicesPaid)
            where copies == 0 || (layout.ExpertParallel > 1 && copies / layout.ExpertParallel <= 2)
            let model = PreparedLayout.Serving(asked, layout)
            where model.LargestBatch >= layout.AttentionParallel
            select model;
    }

    /// <summary>Batches of a replica that are tried.</summary>
    public static IEnumerable<double> Batches(ServingModel model, int perDoubling)
    {
        double least = model.Pass.Layout.AttentionParallel;
        double most = Math.Min(model.LargestBatch, 65536);
        return Enumerable.Range(0, 20 * perDoubling)
            .Select(step => Math.Round(least * Math.Pow(2, (double)step / perDoubling)))
            .Where(batch => batch < most).Append(most).Distinct();
    }

    /// <summary>Fewer micro-batches than stages too, which the search leaves out.</summary>
    private static IEnumerable<int> MicroBatches(ServingModel model)
    {
        int stages = model.Pass.Layout.PipelineStages;
        return new[] { 1, (stages + 1) / 2, Math.Max(1, stages - 1), stages, 2 * stages }.Distinct();
    }

    private static double Step(PlanRequest request, ServingModel model, double batch, int microBatches)
    {
        Layout layout = model.Pass.Layout;
        double each = Math.Max(batch / microBatches, Math.Min(batch, layout.AttentionParallel));
        PassLoad load = PassLoad.Split(
            Pass.Decode(each, request.Workload.MeanContext), Pass.None, layout.AttentionParallel);
        PassTime time = model.Pass.Time(load, request.Fidelity);
        double handOver = 0;
        foreach (ref readonly Operator op in model.Pass.Operators)
        {
            bool hop = op.Kind == OperatorKind.Collective && op.Collective.Kind == CollectiveKind.PointToPoint;
            handOver += hop ? model.Pass.Time(op, load, request.Fidelity).Cost.Time.Value : 0;
        }

        double exchange = request.Splits ? time.Exchange.Value : 0;
        double trip = layout.PipelineStages * time.Estimate.Value;
        double busy = Math.Max(time.Estimate.Value - handOver - exchange, exchange);
        return microBatches > layout.PipelineStages && handOver + exchange > 0
            ? Math.Max(trip, batch / each * busy)
            : microBatches > layout.PipelineStages ? batch / each * time.Estimate.Value : trip;
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
        PlanRequest request, int size, double batch, double step, (ServingModel Model, AggregatedParts Parts)[] prefills)
        => prefills.SelectMany(prefill => Apart(request, size, batch, step, prefill.Model, prefill.Parts));

    private static IEnumerable<double[]> Apart(
        PlanRequest request, int size, double batch, double step, ServingModel prefill, AggregatedParts parts)
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
        int most = request.DevicesPaid / size;
        int mostPrefill = (request.Prefill?.Devices ?? request.DevicesPaid) / prefill.Pass.Layout.DevicesPerReplica;
        for (int decodes = 1; decodes <= most; decodes++)
        {
            for (int prefills = 1; prefills <= mostPrefill; prefills++)
            {
                int used = decodes * size;
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
