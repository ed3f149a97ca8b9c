using Chalkline.Models;

namespace Chalkline.Training;

/// <summary>
/// Bytes of activations that a layer of any architecture leaves of one token, in 16 bits, attention fused and nothing
/// recomputed: the tensors of <see cref="MemoryModel"/> at the layer's own widths.
/// </summary>
/// <param name="Held">Bytes from the forward pass to the gradient of the input.</param>
/// <param name="Kept">
/// Bytes from there to the gradient of the weights: inputs of the products and gradients of their outputs (M_W of
/// arXiv:2401.10241, section 2.3); no more than is held, for the gradients take the room of what is freed.
/// </param>
internal readonly record struct LayerActivations(double Held, double Kept)
{
    /// <summary>The activations of a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="hidden">Width of the residual stream.</param>
    /// <param name="tensor">Tensor parallelism; norms and residuals are not cut by it.</param>
    public static LayerActivations Of(Layer layer, double hidden, double tensor)
    {
        (double mixed, double values, double heads) = Mixer(layer.Mixer);
        (double matrices, double width, double copies) = Inner(layer.FeedForward);
        double held = (8 * hidden)
            + (((2 * mixed) + (2 * values) + (4 * heads) + (((2 * matrices) + 2) * width)
                + (4 * copies * hidden)) / tensor);
        double inputs = (4 * hidden) + (((2 * values) + (2 * width) + (2 * copies * hidden)) / tensor);
        double gradients = (4 * hidden) + (((2 * mixed) + (2 * matrices * width)) / tensor);
        return new(held, Math.Min(held, inputs + gradients));
    }

    /// <summary>Widths of queries, keys and values; of what the output projection takes; heads of a softmax.</summary>
    private static (double Mixed, double Values, double Heads) Mixer(TokenMixer mixer) => mixer switch
    {
        Attention a => (
            (a.QueryHeads * (double)a.HeadDim)
                + (!a.OwnsKeyValue ? 0 : a.KeyValueHeads * (double)(a.HeadDim + (a.KeyIsValue ? 0 : a.ValueHeadDim))),
            a.QueryHeads * (double)a.ValueHeadDim,
            a.QueryHeads),
        LatentAttention l => (
            l.Heads * ((2.0 * (l.NopeDim + l.RopeDim)) + l.ValueDim), l.Heads * (double)l.ValueDim, l.Heads),
        LinearAttention l => (
            (2.0 * l.KeyHeads * l.KeyDim) + (l.ValueHeads * (double)l.ValueDim), l.ValueHeads * (double)l.ValueDim, 0),
        ShortConvolution c => (3.0 * c.Channels, c.Channels, 0),
        SelectiveScan s => ((3.0 * s.Channels) + s.RateRank + (2.0 * s.StateDim), s.Channels, 0),
        StateSpace s => (
            (2.0 * s.Heads * s.HeadDim) + (2.0 * s.Groups * s.StateDim), s.Heads * (double)s.HeadDim, 0),
        _ => (0, 0, 0),
    };

    /// <summary>Matrices up, the inner width that a token meets, and copies of a token that experts get.</summary>
    private static (double Matrices, double Width, double Copies) Inner(FeedForward feedForward) => feedForward switch
    {
        DenseFeedForward d => (d.Gated ? 2 : 1, d.Intermediate, 0),
        ExpertFeedForward e => (
            e.Gated ? 2 : 1, (e.ExpertsPerToken * (double)e.Intermediate) + e.SharedIntermediate, e.ExpertsPerToken),
        _ => (0, 0, 0),
    };
}
