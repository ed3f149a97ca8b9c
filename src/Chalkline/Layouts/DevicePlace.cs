using System.Collections.Immutable;

namespace Chalkline.Layouts;

/// <summary>What a device does in a layout.</summary>
/// <param name="Domain">Its scale-up domain, from 0.</param>
/// <param name="Slot">Its place in the domain, from 0.</param>
/// <param name="Work">What it holds; null when it is idle.</param>
public sealed record DevicePlace(int Domain, int Slot, DeviceWork? Work);

/// <summary>What a device that works holds.</summary>
/// <param name="Replica">Copy of the whole, from 0.</param>
/// <param name="Stage">Pipeline stage, from 0.</param>
/// <param name="AttentionGroup">Attention-parallel group, from 0.</param>
/// <param name="TensorRank">Place in its tensor-parallel group, from 0.</param>
/// <param name="ExpertGroup">Expert-parallel group, from 0.</param>
/// <param name="Experts">Numbers of the experts it holds in each layer with experts; empty when there are none.</param>
public sealed record DeviceWork(
    int Replica, int Stage, int AttentionGroup, int TensorRank, int ExpertGroup, ImmutableArray<int> Experts)
{
    /// <summary>Place among the devices that share each sequence's cache, from 0; 0 without such.</summary>
    public int ContextRank { get; init; }
}
