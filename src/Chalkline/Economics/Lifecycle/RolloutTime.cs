using Chalkline.Quantities;

namespace Chalkline.Economics.Lifecycle;

/// <summary>How long the rollouts of an RL step take.</summary>
/// <remarks>
/// A synchronous step waits for its longest chain. An asynchronous one refills each place as soon as its chain ends, so
/// that a step takes what its mean chain takes; its weights are then older than those it trains.
/// </remarks>
/// <param name="Longest">Longest chain, tokens.</param>
/// <param name="Mean">Mean chain, tokens; at most the longest.</param>
/// <param name="TimePerToken">Time of a token of one chain (TPOT).</param>
public sealed record RolloutTime(Tokens Longest, Tokens Mean, Seconds TimePerToken)
{
    /// <summary>Longest chain times TPOT.</summary>
    public Seconds Synchronous => Longest.Value * TimePerToken;

    /// <summary>Mean chain times TPOT.</summary>
    public Seconds Asynchronous => Mean.Value * TimePerToken;

    /// <summary>Share of a synchronous step in which the mean chain's place is empty.</summary>
    public double Waiting => 1 - (Asynchronous / Synchronous);

    /// <summary>Checks the lengths.</summary>
    /// <exception cref="ChalkException">The mean is longer than the longest.</exception>
    public RolloutTime Checked() => Mean <= Longest
        ? this
        : throw new ChalkException($"The mean chain of {Mean} is longer than the longest, {Longest}; it must not be.");
}
