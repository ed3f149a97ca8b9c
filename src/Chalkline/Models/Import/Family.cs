namespace Chalkline.Models.Import;

/// <summary>How a family of models is read where its configuration leaves things unsaid.</summary>
internal sealed record Family
{
    /// <summary>Values of <c>model_type</c>.</summary>
    public required string[] Types { get; init; }

    /// <summary>Values of <c>architectures</c> that stand for it when <c>model_type</c> is missing.</summary>
    public string[] Architectures { get; init; } = [];

    /// <summary>Reads the token mixer of a layer.</summary>
    public Func<LayerContext, TokenMixer> Mixer { get; init; } = AttentionReader.Read;

    /// <summary>Reads the feed-forward of a layer.</summary>
    public Func<LayerContext, FeedForward> FeedForward { get; init; } = FeedForwardReader.Dense;

    /// <summary>Reads the whole trunk, where layers are not described one by one; null otherwise.</summary>
    public Func<ConfigFields, Family, int, IReadOnlyList<Layer>>? Trunk { get; init; }

    /// <summary>Which layers have a window.</summary>
    public Func<LayerContext, int?> Window { get; init; } = WindowReader.None;

    /// <summary>Whether embeddings are tied when the file does not say.</summary>
    public bool Tied { get; init; }

    /// <summary>Biases on query, key and value when the file does not say.</summary>
    public bool QueryKeyValueBias { get; init; }

    /// <summary>Bias on the output projection whenever the file's <c>attention_bias</c> is set.</summary>
    public bool OutputBiasFollows { get; init; }

    /// <summary>Bias on the output projection in any case.</summary>
    public bool OutputBias { get; init; }

    /// <summary>Norms on queries and keys.</summary>
    public QueryKeyNormKind QueryKeyNorm { get; init; }

    /// <summary>Those norms are there only where <c>use_qk_norm</c> says so.</summary>
    public bool QueryKeyNormWhenAsked { get; init; }

    /// <summary>Learned attention sinks.</summary>
    public bool Sinks { get; init; }

    /// <summary>A gate on the attention output.</summary>
    public bool OutputGate { get; init; }

    /// <summary>Norm vectors a layer.</summary>
    public int Norms { get; init; } = 2;

    /// <summary>Norms have a bias.</summary>
    public bool NormBias { get; init; }

    /// <summary>Feed-forward layers and experts have a gate matrix.</summary>
    public bool Gated { get; init; } = true;

    /// <summary>Biases on dense feed-forward layers.</summary>
    public bool FeedForwardBias { get; init; }

    /// <summary>Biases on experts and router.</summary>
    public bool ExpertBias { get; init; }

    /// <summary>Positions are a learned table of the longest context.</summary>
    public bool LearnedPositions { get; init; }

    /// <summary>Key-value heads when the file does not say: as many as query heads, or one.</summary>
    public bool MultiQuery { get; init; }

    /// <summary>The inner width is four times the residual width when the file does not say.</summary>
    public bool FourfoldIntermediate { get; init; }
}

/// <summary>Norms on queries and keys.</summary>
internal enum QueryKeyNormKind
{
    /// <summary>None, unless <c>use_qk_norm</c> says otherwise.</summary>
    None,

    /// <summary>One weight an element of a head, shared by all heads.</summary>
    Head,

    /// <summary>One weight an element of all heads together.</summary>
    Full,

    /// <summary>Norms without weights: nothing to count.</summary>
    Weightless,
}
