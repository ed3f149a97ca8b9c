using System.Collections.Immutable;
using Chalkline.Economics;
using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>What is known of a model from outside.</summary>
public sealed record DeductionRequest
{
    /// <summary>Its prices.</summary>
    public required PriceSheet Sheet { get; init; }

    /// <summary>Whether it is the dearer, faster tier of a model that is also sold slower.</summary>
    public bool Fast { get; init; }

    /// <summary>The accelerator it is served on, by catalogue identifier; null when unknown.</summary>
    public string? Hardware { get; init; }

    /// <summary>Tokens a second that a stream sees, as measured; null when unknown.</summary>
    public TokensPerSecondPerUser? Speed { get; init; }

    /// <summary>
    /// Quantities that are known, in parameters, bytes a token, tokens a second or as ratios; all above 0. Active and
    /// total parameters and KV bytes are fixed; the others are known to 5 %.
    /// </summary>
    public ImmutableDictionary<DeducedQuantity, double> Given { get; init; } =
        ImmutableDictionary<DeducedQuantity, double>.Empty;

    /// <summary>Seed of the draws.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Draws of the prior to begin with; from 1,024. More are taken where too few of them matter.</summary>
    public int Draws { get; init; } = 1 << 16;
}
