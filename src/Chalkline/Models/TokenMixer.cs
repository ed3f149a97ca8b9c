namespace Chalkline.Models;

/// <summary>The part of a layer in which tokens see each other.</summary>
public abstract record TokenMixer;

/// <summary>A layer without token mixing.</summary>
public sealed record NoMixer : TokenMixer;

/// <summary>Softmax attention with a KV cache: MHA, GQA or MQA, global, windowed or sparse.</summary>
/// <param name="QueryHeads">Query heads.</param>
/// <param name="KeyValueHeads">Key-value heads; equal to the query heads in MHA, 1 in MQA.</param>
/// <param name="HeadDim">Width of a query or key head, elements.</param>
/// <param name="ValueHeadDim">Width of a value head, elements.</param>
public sealed record Attention(int QueryHeads, int KeyValueHeads, int HeadDim, int ValueHeadDim) : TokenMixer
{
    /// <summary>Tokens a query sees at most (sliding window or chunk); null for global attention.</summary>
    public int? Window { get; init; }

    /// <summary>Biases on the query, key and value projections.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Bias on the output projection.</summary>
    public bool OutputBias { get; init; }

    /// <summary>A learned gate of the attention output's width.</summary>
    public bool OutputGate { get; init; }

    /// <summary>Keys and values are one tensor: half the projections and half the cache.</summary>
    public bool KeyIsValue { get; init; }

    /// <summary>
    /// False when the layer reads the KV cache of an earlier layer and has no key or value projections.
    /// </summary>
    public bool OwnsKeyValue { get; init; } = true;

    /// <summary>Tokens folded into one cache entry; 1 for an ordinary cache.</summary>
    public int Compression { get; init; } = 1;

    /// <summary>
    /// Width of a low-rank query projection (Step-3, DeepSeek-V4); null when queries come straight from the residual.
    /// </summary>
    public int? QueryRank { get; init; }

    /// <summary>Rank and groups of a factored output projection (DeepSeek-V4); null when it is one matrix.</summary>
    public (int Groups, int Rank)? OutputFactors { get; init; }

    /// <summary>How entries are selected, when attention is sparse; null when every visible token is read.</summary>
    public SparseSelection? Sparse { get; init; }

    /// <summary>Weights of the norms on queries and keys (QK-norm), elements; 0 when there are none.</summary>
    public int QueryKeyNorm { get; init; }

    /// <summary>A learned sink logit for every query head.</summary>
    public bool Sinks { get; init; }

    /// <summary>
    /// Each compressed entry is made from two neighbouring blocks, with twice the projections (DeepSeek-V4, ratio 4).
    /// </summary>
    public bool CompressionOverlap { get; init; }

    /// <summary>
    /// Recent tokens also kept uncompressed beside compressed entries (DeepSeek-V4); 0 when there are none.
    /// </summary>
    public int LocalWindow { get; init; }
}

/// <summary>
/// Multi-head latent attention (DeepSeek-V2, section 2.1): the cache holds a compressed vector and a shared rotary
/// key.
/// </summary>
/// <param name="Heads">Heads.</param>
/// <param name="QueryRank">Rank of the query compression; null when there is none.</param>
/// <param name="KeyValueRank">Width of the cached latent.</param>
/// <param name="NopeDim">Key width a head without rotary position.</param>
/// <param name="RopeDim">Width of the shared rotary key.</param>
/// <param name="ValueDim">Value width a head.</param>
public sealed record LatentAttention(
    int Heads, int? QueryRank, int KeyValueRank, int NopeDim, int RopeDim, int ValueDim) : TokenMixer
{
    /// <summary>A learned gate of the attention output's width.</summary>
    public bool OutputGate { get; init; }

    /// <summary>
    /// How entries are selected, when attention is sparse (DSA); null when every visible token is read.
    /// </summary>
    public SparseSelection? Sparse { get; init; }
}

/// <summary>Selection of the cache entries a query reads.</summary>
/// <param name="TopK">Tokens read at most.</param>
/// <param name="IndexHeads">Heads of the indexer that scores every cached token.</param>
/// <param name="IndexDim">Width of an index key; one key a token is cached.</param>
/// <param name="QueryInput">Width the index queries are projected from (the query rank, or the residual width).</param>
public sealed record SparseSelection(int TopK, int IndexHeads, int IndexDim, int QueryInput)
{
    /// <summary>
    /// False when the layer reuses the selection of an earlier one and has neither indexer nor index keys.
    /// </summary>
    public bool OwnsIndex { get; init; } = true;

    /// <summary>A projection from the residual that weighs the index heads for every token (DSA).</summary>
    public bool HeadWeights { get; init; } = true;

    /// <summary>Weights of the norms on index queries and keys.</summary>
    public int Norms { get; init; }
}

/// <summary>Linear attention with a fixed state: gated delta net, Kimi delta attention, lightning attention.</summary>
/// <param name="Kind">Which recurrence.</param>
/// <param name="KeyHeads">Query and key heads.</param>
/// <param name="ValueHeads">Value heads; the state has one matrix each.</param>
/// <param name="KeyDim">Width of a key head.</param>
/// <param name="ValueDim">Width of a value head.</param>
/// <param name="ConvolutionKernel">Taps of the short convolution; 0 when there is none.</param>
public sealed record LinearAttention(
    LinearAttentionKind Kind, int KeyHeads, int ValueHeads, int KeyDim, int ValueDim, int ConvolutionKernel)
    : TokenMixer
{
    /// <summary>The output gate is one matrix rather than two of rank <see cref="ValueDim"/> (Kimi K3).</summary>
    public bool FullRankGate { get; init; }
}

/// <summary>Recurrences of linear attention.</summary>
public enum LinearAttentionKind
{
    /// <summary>Gated delta rule (Qwen3-Next).</summary>
    GatedDeltaNet,

    /// <summary>Kimi delta attention: a gate for every key channel.</summary>
    KimiDelta,

    /// <summary>Lightning attention (MiniMax): a fixed decay a head.</summary>
    Lightning,
}

/// <summary>
/// A gated short convolution (LFM2): a projection to three times the channels, taps for each channel between two gates, a
/// projection back. It keeps the last tokens of its taps and no cache.
/// </summary>
/// <param name="Channels">Channels.</param>
/// <param name="Kernel">Taps of the convolution.</param>
/// <param name="Bias">Biases on projections and taps.</param>
public sealed record ShortConvolution(int Channels, int Kernel, bool Bias = false) : TokenMixer;

/// <summary>A Mamba state-space layer (arXiv:2312.00752): a state for each channel, and rates that hang on the token.</summary>
/// <param name="Channels">Channels.</param>
/// <param name="StateDim">State a channel.</param>
/// <param name="RateRank">Rank of the projection to the rates (dt).</param>
/// <param name="ConvolutionKernel">Taps of the short convolution.</param>
public sealed record SelectiveScan(int Channels, int StateDim, int RateRank, int ConvolutionKernel) : TokenMixer
{
    /// <summary>Norms on rates, B and C (Jamba).</summary>
    public bool Norms { get; init; }
}

/// <summary>A Mamba-2 state-space layer.</summary>
/// <param name="Heads">Heads.</param>
/// <param name="HeadDim">Width of a head.</param>
/// <param name="StateDim">State a channel.</param>
/// <param name="Groups">Groups that share B and C.</param>
/// <param name="ConvolutionKernel">Taps of the short convolution.</param>
public sealed record StateSpace(int Heads, int HeadDim, int StateDim, int Groups, int ConvolutionKernel) : TokenMixer;
