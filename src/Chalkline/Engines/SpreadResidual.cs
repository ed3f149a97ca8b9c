namespace Chalkline.Engines;

/// <summary>A measured value held against its prediction.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Facts">What the prediction knew of itself.</param>
/// <param name="Ratio">Measured over predicted, above 0.</param>
/// <param name="Collection">Whose rows are not independent of it: model, machine and source.</param>
public sealed record SpreadResidual(ServedMetric Metric, ServedFacts Facts, double Ratio, string Collection);
