using Chalkline.Pipelines;
using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>What one layer, the embedding or the head takes on one device.</summary>
/// <param name="Passes">Times of one micro-batch; gradients are zero in serving.</param>
/// <param name="Weights">Bytes of its weights.</param>
/// <param name="KeyValue">Cache bytes of one sequence.</param>
public readonly record struct LayerProfile(StagePasses Passes, Bytes Weights, Bytes KeyValue)
{
    /// <summary>Both together.</summary>
    public LayerProfile Add(LayerProfile other)
        => new(Passes + other.Passes, Weights + other.Weights, KeyValue + other.KeyValue);
}
