using Chalkline.Derivations;
using Chalkline.Workloads;

namespace Chalkline.Economics.Traffic;

/// <summary>What the customers of a service send, and how fast they are answered; what is not known is null.</summary>
public sealed record TrafficProfile
{
    /// <summary>Whose traffic, and of which time.</summary>
    public required string Name { get; init; }

    /// <summary>Where it was read.</summary>
    public required Source Source { get; init; }

    /// <summary>The usual prompt and answer, and the service levels; nothing of the prompt is in a cache.</summary>
    public required Workload Usual { get; init; }

    /// <summary>How long prompts are; null when only the usual one is known.</summary>
    public LengthMix? Lengths { get; init; }

    /// <summary>Share of the input tokens that a cache holds, from 0, below 1.</summary>
    public double? HitRate { get; init; }

    /// <summary>Share of the requests that may wait for idle hours, from 0 to 1.</summary>
    public double? BatchShare { get; init; }

    /// <summary>What a reader should know.</summary>
    public string Notes { get; init; } = "";
}
