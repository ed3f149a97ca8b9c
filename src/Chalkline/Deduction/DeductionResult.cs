using System.Collections.Immutable;

namespace Chalkline.Deduction;

/// <summary>What prices give away about a model.</summary>
public sealed record DeductionResult
{
    /// <summary>What was asked.</summary>
    public required DeductionRequest Request { get; init; }

    /// <summary>Each quantity, in the order of <see cref="DeducedQuantity"/>.</summary>
    public required ImmutableArray<Marginal> Marginals { get; init; }

    /// <summary>What each observation says of each quantity.</summary>
    public required ImmutableArray<ObservationBits> Observations { get; init; }

    /// <summary>What it may be served on, likeliest first.</summary>
    public required ImmutableArray<HardwareShare> Hardware { get; init; }

    /// <summary>
    /// Where caches may lie, a place for each time that is offered; without a time one place of which nothing is known.
    /// </summary>
    public required ImmutableArray<CachePlace> Caches { get; init; }

    /// <summary>What the sheet names and the posterior does not use, and why; may be empty.</summary>
    public required ImmutableArray<string> Unused { get; init; }

    /// <summary>How likely the model is sparse, before and after the prices.</summary>
    public required (double Prior, double Posterior) Sparse { get; init; }

    /// <summary>Draws of the posterior, each as likely as the others.</summary>
    public required ImmutableArray<DeductionSample> Samples { get; init; }

    /// <summary>How well the posterior was sampled.</summary>
    public required DeductionDiagnostics Diagnostics { get; init; }

    /// <summary>What a reader should know before believing it; may be empty.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>One quantity.</summary>
    public Marginal this[DeducedQuantity quantity] => Marginals[(int)quantity];
}
