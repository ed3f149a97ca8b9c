namespace Chalkline.Deduction;

/// <summary>One observation of a known sheet, for fitting what people make of costs.</summary>
/// <param name="Features">What explains it; the first is 1.</param>
/// <param name="Value">What was observed, a logarithm.</param>
/// <param name="Architecture">Number of its architecture.</param>
/// <param name="Provider">Who sells.</param>
internal sealed record PriceRow(double[] Features, double Value, int Architecture, string Provider);
