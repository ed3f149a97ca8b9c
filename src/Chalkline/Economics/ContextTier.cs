using Chalkline.Quantities;

namespace Chalkline.Economics;

/// <summary>Prices of prompts longer than a step, for the whole request.</summary>
/// <param name="Above">Prompts of more tokens than these pay them.</param>
/// <param name="Prices">What they pay.</param>
public sealed record ContextTier(Tokens Above, PricePair Prices);
