using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>What tokens cost in requests of one length.</summary>
/// <param name="Length">Tokens of the prompt.</param>
/// <param name="Input">Mean cost of a token of the prompt, idle capacity included.</param>
/// <param name="Rest">
/// Mean cost of a token computed behind the share of the prompt that a cache holds: dearer, for it sees all of that
/// share.
/// </param>
/// <param name="Output">Cost of a token written behind it, idle capacity included.</param>
/// <param name="Batch">
/// Sequences of a replica that decode together: as at the normal length, or as many as memory holds.
/// </param>
public sealed record LengthCost(Tokens Length, UsdPerToken Input, UsdPerToken Rest, UsdPerToken Output, double Batch);
