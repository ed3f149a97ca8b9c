namespace Chalkline.Deduction;

/// <summary>How well a posterior was sampled.</summary>
/// <param name="Draws">Draws of the prior that were weighed.</param>
/// <param name="EffectiveSamples">
/// How many equally weighted draws they are worth, (sum w)^2 / sum w^2; quantiles want some hundreds.
/// </param>
/// <param name="BetweenBatches">
/// R-hat over eight batches of the draws, the largest of active and total parameters and KV bytes: 1 when batches
/// agree, above 1.05 when they do not.
/// </param>
public sealed record DeductionDiagnostics(int Draws, double EffectiveSamples, double BetweenBatches)
{
    /// <summary>Fewest effective samples of a posterior that is called well sampled.</summary>
    public const double EnoughSamples = 1000;

    /// <summary>Whether there are enough samples and the batches agree.</summary>
    public bool IsWellSampled => EffectiveSamples >= EnoughSamples && BetweenBatches < 1.05;
}
