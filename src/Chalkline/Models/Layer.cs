namespace Chalkline.Models;

/// <summary>One decoder layer.</summary>
/// <param name="Mixer">What mixes tokens: attention, linear attention, a state space, or nothing.</param>
/// <param name="FeedForward">What works on each token: a dense MLP, experts, or nothing.</param>
/// <param name="Norms">Norm vectors of the residual width in the layer.</param>
public sealed record Layer(TokenMixer Mixer, FeedForward FeedForward, int Norms = 2)
{
    /// <summary>
    /// Weights beside mixer, feed-forward and norms that every token meets: residual mixing (hyper-connections),
    /// per-layer
    /// inputs, a linear layer in place of attention, the projection into a prediction layer.
    /// </summary>
    public long OtherParameters { get; init; }

    /// <summary>
    /// True when the mixer runs beside that of the next layer and both are summed: devices exchange one result for the two.
    /// </summary>
    public bool JoinsNext { get; init; }
}
