using Chalkline.Quantities;

namespace Chalkline.Economics.Traffic;

/// <summary>What customers send.</summary>
/// <param name="Lengths">Lengths of prompts.</param>
/// <param name="Output">Tokens of an answer.</param>
/// <param name="HitRate">Share of the input tokens that a cache holds, from 0, below 1.</param>
/// <param name="BatchShare">Share of the requests that may wait, from 0 to 1.</param>
public sealed record RequestMix(LengthMix Lengths, Tokens Output, double HitRate, double BatchShare)
{
    /// <summary>Checks the shares.</summary>
    /// <exception cref="ChalkException">One is none.</exception>
    public RequestMix Checked()
        => !(HitRate is >= 0 and < 1)
        ? throw new ChalkException($"A hit rate of {HitRate:0.###} cannot be; it lies from 0 to below 1.")
            : !(BatchShare is >= 0 and <= 1)
            ? throw new ChalkException($"A batch share of {BatchShare:0.###} cannot be; it lies from 0 to 1.")
            : this;
}
