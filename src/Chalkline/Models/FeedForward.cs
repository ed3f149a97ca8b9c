namespace Chalkline.Models;

/// <summary>The part of a layer that works on each token by itself.</summary>
public abstract record FeedForward;

/// <summary>A layer without one.</summary>
public sealed record NoFeedForward : FeedForward;

/// <summary>A dense MLP: up, (gate,) down.</summary>
/// <param name="Intermediate">Inner width, elements.</param>
/// <param name="Gated">Three matrices (SwiGLU and kin) instead of two.</param>
/// <param name="Bias">Biases on its projections.</param>
public sealed record DenseFeedForward(int Intermediate, bool Gated, bool Bias = false) : FeedForward;

/// <summary>A mixture of experts.</summary>
/// <param name="Experts">Routed experts.</param>
/// <param name="ExpertsPerToken">Routed experts each token visits (top-k).</param>
/// <param name="Intermediate">Inner width of a routed expert.</param>
/// <param name="Gated">Three matrices an expert instead of two.</param>
public sealed record ExpertFeedForward(int Experts, int ExpertsPerToken, int Intermediate, bool Gated) : FeedForward
{
    /// <summary>Summed inner width of the shared experts, which every token visits; 0 when there are none.</summary>
    public int SharedIntermediate { get; init; }

    /// <summary>Shared experts; 0 when there are none.</summary>
    public int SharedExperts { get; init; }

    /// <summary>A learned scalar gate on the shared expert (Qwen).</summary>
    public bool SharedGate { get; init; }

    /// <summary>
    /// Width routed experts work in when it is not the residual width (latent MoE); two projections lead there and
    /// back.
    /// </summary>
    public int? Latent { get; init; }

    /// <summary>Biases on experts and router (gpt-oss).</summary>
    public bool Bias { get; init; }

    /// <summary>One bias an expert on the router alone, for balancing (DeepSeek-V3).</summary>
    public bool RouterBias { get; init; }

    /// <summary>
    /// How unevenly tokens ask for the experts: exponent of the power law of their popularity, at least 0; 0 when all are
    /// asked for alike.
    /// </summary>
    public double Skew { get; init; }

    /// <summary>Of <see cref="Experts"/>, second copies of those asked for most; 0 when each is held once.</summary>
    public int Copies { get; init; }
}
