using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Search;

/// <summary>A way to prefill.</summary>
/// <param name="Layout">The layout of one worker.</param>
/// <param name="Rate">Requests a second.</param>
/// <param name="Wait">Seconds from a request to its KV cache in the other pool.</param>
/// <param name="Copies">Second copies of experts in each layer.</param>
internal sealed record PrefillWorker(Layout Layout, double Rate, double Wait, int Copies)
{
    /// <summary>Devices of a worker.</summary>
    public int Size { get; } = Layout.DevicesPerReplica;

    /// <summary>Device-seconds of a request.</summary>
    public double Effort { get; } = Layout.DevicesPerReplica / Rate;

    /// <summary>
    /// The workers that no other of the same size beats in both rate and time, least device-seconds a request first.
    /// Empty when the pools stand apart and a machine has no network between domains.
    /// </summary>
    public static PrefillWorker[] Useful(PlanRequest request, IEnumerable<PreparedLayout> layouts)
    {
        bool oneDomain = request.Prefill is null && request.DevicesPaid <= request.System.DomainSize;
        if (!oneDomain && (request.System.ScaleOut is null || request.Prefill is { System.ScaleOut: null }))
        {
            return [];
        }

        int most = request.Prefill?.Devices ?? request.DevicesPaid - 1;
        return
        [
            .. layouts
                .Where(layout => layout.Layout.DevicesPerReplica <= most)
                .Select(layout => new PrefillWorker(
                    layout.Layout with { Replicas = 1 },
                    1 / layout.Parts.PrefillShare.Value,
                    (layout.Parts.PrefillLatency + Transfer(request, layout.PromptCache, oneDomain)).Value,
                    layout.Copies))
                .GroupBy(worker => worker.Size)
                .OrderBy(group => group.Key)
                .SelectMany(group => ParetoFront.Of(group, worker => worker.Rate, worker => -worker.Wait))
                .OrderBy(worker => worker.Effort),
        ];
    }

    /// <summary>Between two machines the slower network decides.</summary>
    private static Seconds Transfer(PlanRequest request, Bytes held, bool oneDomain)
    {
        MachineSystem prefill = request.Prefill?.System ?? request.System;
        Seconds sent = ServingModel.Transfer(prefill, request.Efficiency, held, oneDomain);
        if (request.Prefill is null || request.System.ScaleOut is not { } other || prefill.ScaleOut is not { } own)
        {
            return sent;
        }

        Seconds received = other.Latency.Value + (held / (request.Efficiency.Network * other.Bandwidth.Value));
        return other.Bandwidth.Value < own.Bandwidth.Value ? Quantity.Max(sent, received) : sent;
    }
}
