namespace Chalkline.Training;

/// <summary>
/// The widths of a model that a training step depends on. Unlike a catalogue model it may be cut down or made up, so it
/// needs no name.
/// </summary>
public sealed record TrainingShape
{
    /// <summary>Low-rank query width of latent attention (DeepSeek-V3, arXiv:2412.19437, section 4.2).</summary>
    private const double LatentQuery = 1536;

    /// <summary>Low-rank key-value width and the positional part beside it.</summary>
    private const double LatentKeyValue = 512 + 64;

    /// <summary>Layers.</summary>
    public required int Layers { get; init; }

    /// <summary>Width of the residual stream.</summary>
    public required double Hidden { get; init; }

    /// <summary>Query heads.</summary>
    public required double Heads { get; init; }

    /// <summary>Key-value heads; equal to <see cref="Heads"/> for multi-head attention.</summary>
    public required double KeyValueHeads { get; init; }

    /// <summary>Width of a head; 0 for latent attention, whose widths are those of DeepSeek-V3.</summary>
    public double HeadDim { get; init; }

    /// <summary>Inner width of the dense feed-forward.</summary>
    public required double FeedForward { get; init; }

    /// <summary>Whether the feed-forward is gated: three matrices, not two.</summary>
    public bool Gated { get; init; }

    /// <summary>Rows of the embedding; the head is as large.</summary>
    public double Vocabulary { get; init; }

    /// <summary>Routed experts of a layer; 0 for dense models.</summary>
    public double Experts { get; init; }

    /// <summary>Experts that a token visits.</summary>
    public double ExpertsPerToken { get; init; }

    /// <summary>Experts that every token visits.</summary>
    public double SharedExperts { get; init; }

    /// <summary>Inner width of an expert.</summary>
    public double ExpertWidth { get; init; }

    /// <summary>Layers with a dense feed-forward in a model of experts.</summary>
    public int DenseLayers { get; init; }

    /// <summary>Layers with experts.</summary>
    public int ExpertLayers => Experts > 0 ? Layers - DenseLayers : 0;

    /// <summary>Whether attention is latent.</summary>
    public bool Latent => HeadDim == 0;

    /// <summary>Width of all query heads.</summary>
    public double QueryWidth => Heads * (Latent ? 192 : HeadDim);

    /// <summary>Width of all value heads, which the output projection takes.</summary>
    public double ValueWidth => Heads * (Latent ? 128 : HeadDim);

    /// <summary>Width of all keys and values that attention reads, as training expands them.</summary>
    public double KeyValueWidth => Latent ? QueryWidth + ValueWidth : 2 * KeyValueHeads * HeadDim;

    /// <summary>Matrices of a feed-forward that read the residual stream.</summary>
    public double UpMatrices => Gated ? 2 : 1;

    /// <summary>Attention weights of a layer, parameters.</summary>
    public double AttentionWeights => Latent
        ? (Hidden * (LatentQuery + LatentKeyValue + ValueWidth)) + (LatentQuery * QueryWidth) + (512 * Heads * 256)
        : Hidden * (QueryWidth + KeyValueWidth + ValueWidth);

    /// <summary>Weights of the dense feed-forward of a layer.</summary>
    public double FeedForwardWeights => (UpMatrices + 1) * Hidden * FeedForward;

    /// <summary>Weights of one expert.</summary>
    public double ExpertWeights => (UpMatrices + 1) * Hidden * ExpertWidth;

    /// <summary>Weights of embedding or head.</summary>
    public double EmbeddingWeights => Vocabulary * Hidden;

    /// <summary>Weights of all layers, embedding and head, parameters.</summary>
    public double Parameters => (Layers * AttentionWeights) + ((Layers - ExpertLayers) * FeedForwardWeights)
        + (ExpertLayers * ((Experts + SharedExperts) * ExpertWeights + (Experts * Hidden))) + (2 * EmbeddingWeights);

    /// <summary>Weights that multiply each token, the head included and the embedding not, parameters.</summary>
    public double ActiveMatrixWeights => (Layers * AttentionWeights) + ((Layers - ExpertLayers) * FeedForwardWeights)
        + (ExpertLayers * ((ExpertsPerToken + SharedExperts) * ExpertWeights + (Experts * Hidden))) + EmbeddingWeights;

    /// <summary>
    /// Model FLOP of a token, forward and backward: six for each weight that multiplies it (four with frozen weights,
    /// whose gradient nobody takes), and attention over the whole window or, when causal, half of it (Narayanan et al.,
    /// arXiv:2104.04473, appendix; Chowdhery et al., arXiv:2204.02311, appendix B).
    /// </summary>
    /// <param name="sequence">Tokens of a sequence.</param>
    /// <param name="causal">Whether only the visible half of attention counts.</param>
    /// <param name="frozen">Whether the weights are frozen, as for adapters.</param>
    public double ModelFlopPerToken(double sequence, bool causal, bool frozen)
        => ((frozen ? 4 : 6) * ActiveMatrixWeights)
            + ((causal ? 0.5 : 1) * 6 * Layers * (QueryWidth + ValueWidth) * sequence);
}
