using Chalkline.Operators;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>The memory of one device of the busiest stage, by what fills it.</summary>
/// <param name="Experts">Weights of routed experts.</param>
/// <param name="OtherWeights">All other weights.</param>
/// <param name="Cache">KV cache of its share of the batch.</param>
/// <param name="Workspace">Activations of the largest prefill chunk.</param>
/// <param name="Reserve">Left to the driver and to fragmentation.</param>
/// <param name="Capacity">All of it.</param>
public sealed record DeviceMemory(
    Bytes Experts, Bytes OtherWeights, Bytes Cache, Bytes Workspace, Bytes Reserve, Bytes Capacity)
{
    /// <summary>Weights of every kind.</summary>
    public Bytes Weights => Experts + OtherWeights;

    /// <summary>What is needed, the reserve included.</summary>
    public Bytes Needed => Weights + Cache + Workspace + Reserve;

    /// <summary>Whether it fits.</summary>
    public bool Fits => Needed <= Capacity;

    /// <summary>What is left; zero when it does not fit.</summary>
    public Bytes Free => Fits ? Capacity - Needed : Bytes.Zero;

    /// <summary>The memory of a device in a footprint.</summary>
    /// <param name="footprint">The footprint.</param>
    /// <param name="sequences">Sequences whose cache the device holds its part of.</param>
    /// <param name="context">Tokens each holds.</param>
    public static DeviceMemory Of(Footprint footprint, double sequences, Tokens context)
    {
        Bytes experts = footprint.Weights.TryGetValue(ModelPart.Experts, out Bytes held) ? held : Bytes.Zero;
        return new(
            experts,
            footprint.AllWeights - experts,
            sequences * footprint.KeyValue(context),
            footprint.Workspace,
            footprint.Reserve,
            footprint.Capacity);
    }
}
