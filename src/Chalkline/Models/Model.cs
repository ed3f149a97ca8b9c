using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Formats;

namespace Chalkline.Models;

/// <summary>The architecture of a language model: what a forward pass reads and computes.</summary>
/// <remarks>Only the text decoder: a vision tower is neither counted nor timed.</remarks>
public sealed record Model
{
    /// <summary>Full name, usually <c>organisation/name</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Width of the residual stream (d_model), elements.</summary>
    public required int Hidden { get; init; }

    /// <summary>Rows of the embedding.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>True when the LM head shares the embedding's weights.</summary>
    public required bool TiedEmbeddings { get; init; }

    /// <summary>The layers in order.</summary>
    public required ImmutableArray<Layer> Layers { get; init; }

    /// <summary>Extra multi-token-prediction layers after the trunk; not part of total or active parameters.</summary>
    public ImmutableArray<Layer> PredictionLayers { get; init; } = [];

    /// <summary>Norms have a bias beside their weight (LayerNorm rather than RMSNorm).</summary>
    public bool NormBias { get; init; }

    /// <summary>Weights outside the layers that every token meets, beside embedding, final norm and LM head.</summary>
    public long OtherParameters { get; init; }

    /// <summary>Weights of further tables a token reads one row of: learned positions, per-layer embeddings.</summary>
    public long LookupParameters { get; init; }

    /// <summary>Longest context the configuration allows, tokens; null when it does not say.</summary>
    public int? MaximumContext { get; init; }

    /// <summary>Formats the published weights are stored in.</summary>
    public Precision Native { get; init; } = Precision.Bf16;

    /// <summary>Published total parameters, when the publisher states them; never used in a computation.</summary>
    public double? PublishedParameters { get; init; }

    /// <summary>Published active parameters, when the publisher states them; never used in a computation.</summary>
    public double? PublishedActiveParameters { get; init; }

    /// <summary>Where the configuration was read.</summary>
    public required Source Source { get; init; }
}
