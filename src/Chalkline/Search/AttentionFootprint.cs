using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Serving.Split;

namespace Chalkline.Search;

/// <summary>What one attention device of a split holds; the parts add up to its memory.</summary>
/// <param name="Weights">Weights of token mixers, norms, routers and vocabulary.</param>
/// <param name="KeyValue">KV cache of the sequences in flight, at the end of their answers.</param>
/// <param name="Workspace">Activations of the largest chunk.</param>
/// <param name="Capacity">Memory of the device.</param>
public sealed record AttentionFootprint(Bytes Weights, Bytes KeyValue, Bytes Workspace, Bytes Capacity)
{
    /// <summary>Memory left unused on purpose.</summary>
    public Bytes Reserve => (1 - Footprint.UsableShare) * Capacity;

    /// <summary>What is left.</summary>
    public Bytes Free => Capacity - Reserve - Weights - KeyValue - Workspace;

    /// <summary>Counts the devices of a point; null when its layers share their devices.</summary>
    public static AttentionFootprint? Of(PlanRequest request, ServingPoint point)
    {
        if (point.Mode != ServingMode.AttentionFeedForward
            || SplitUnits.Request(request, 2).Prepare(request.System, point.Decode with { Replicas = 1 }) is not { } pass)
        {
            return null;
        }

        return new(
            pass.Weights(SplitSide.Attention),
            point.Batch / point.Decode.Replicas * pass.KeyValue(request.Workload.FinalContext),
            pass.Workspace(SplitSide.Attention, new(Footprint.ChunkTokens)),
            request.System.Accelerator.Memory.Capacity.Value);
    }
}
