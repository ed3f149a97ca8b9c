using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>What an output token costs at a batch, the layout held.</summary>
/// <param name="Batch">Sequences of a replica.</param>
/// <param name="Output">Cost of an output token, idle capacity included.</param>
/// <param name="Step">Time of a decode step.</param>
public sealed record BatchCost(double Batch, UsdPerToken Output, Seconds Step);
