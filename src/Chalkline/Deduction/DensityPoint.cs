namespace Chalkline.Deduction;

/// <summary>A point of two densities, both a natural logarithm of the quantity.</summary>
/// <param name="Value">The quantity.</param>
/// <param name="Prior">Density before the prices.</param>
/// <param name="Posterior">Density after them.</param>
public readonly record struct DensityPoint(double Value, double Prior, double Posterior);
