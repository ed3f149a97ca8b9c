using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>A draw of the posterior.</summary>
/// <param name="Active">Active parameters.</param>
/// <param name="Total">Total parameters.</param>
/// <param name="KeyValue">KV bytes of a token in BF16.</param>
/// <param name="Batch">Sequences of a decode step.</param>
/// <param name="PriceOverCost">Price over cost of three tokens read and one written.</param>
public readonly record struct DeductionSample(
    Parameters Active, Parameters Total, BytesPerToken KeyValue, double Batch, double PriceOverCost);
