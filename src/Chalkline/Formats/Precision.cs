namespace Chalkline.Formats;

/// <summary>The number format of each part of a model as it is served.</summary>
/// <param name="Attention">Weights of token mixers: attention projections, linear attention, state space.</param>
/// <param name="FeedForward">Weights of dense feed-forward layers and shared experts.</param>
/// <param name="Experts">Weights of routed experts.</param>
/// <param name="Embedding">Weights of the embedding, the LM head, norms and routers; usually left wide.</param>
/// <param name="Activations">What enters a quantised matrix multiplication; with the weights it picks the arithmetic.</param>
/// <param name="KeyValue">Entries of the KV cache.</param>
public sealed record Precision(
    NumberFormat Attention,
    NumberFormat FeedForward,
    NumberFormat Experts,
    NumberFormat Embedding,
    NumberFormat Activations,
    NumberFormat KeyValue)
{
    /// <summary>Everything in BF16.</summary>
    public static Precision Bf16 { get; } = Uniform(NumberFormat.Bf16, NumberFormat.Bf16);

    /// <summary>
    /// Every layer weight in one format; embedding and LM head stay BF16 unless wider. Activations follow the weights
    /// except for weight-only formats (INT4), which multiply in BF16.
    /// </summary>
    public static Precision Uniform(NumberFormat weights, NumberFormat keyValue)
    {
        NumberFormat embedding = weights.Storage > NumberFormat.Bf16.Storage ? weights : NumberFormat.Bf16;
        NumberFormat activations = weights == NumberFormat.Int4 ? NumberFormat.Bf16 : weights;
        return new(weights, weights, weights, embedding, activations, keyValue);
    }
}
