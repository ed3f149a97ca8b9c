using Chalkline.Quantities;

namespace Chalkline.Engines;

/// <summary>What clients send to one engine, and how it is measured.</summary>
public sealed record Traffic
{
    /// <summary>Mean tokens of a prompt.</summary>
    public required Tokens Input { get; init; }

    /// <summary>Mean tokens of an answer.</summary>
    public required Tokens Output { get; init; }

    /// <summary>Tokens of each prompt that are cached already.</summary>
    public Tokens Prefix { get; init; }

    /// <summary>Half width of the uniform distribution of lengths over their mean, in [0, 1): 0 makes all alike.</summary>
    public double Spread { get; init; }

    /// <summary>Requests always in flight (closed loop); 0 for an open loop.</summary>
    public double Concurrency { get; init; }

    /// <summary>Requests a second, arriving at random (open loop); 0 for a closed loop.</summary>
    public double Rate { get; init; }

    /// <summary>Requests that each closed-loop client sends one after another; in an open loop, requests over 100.</summary>
    public double Rounds { get; init; } = 10;
}
