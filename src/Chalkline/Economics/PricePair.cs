using Chalkline.Quantities;

namespace Chalkline.Economics;

/// <summary>Prices of the two sides of a request.</summary>
/// <param name="Input">A token of the prompt.</param>
/// <param name="Output">A token written.</param>
/// <param name="CachedInput">A token of the prompt read from a cache; null when it is not named.</param>
public sealed record PricePair(UsdPerToken Input, UsdPerToken Output, UsdPerToken? CachedInput = null);
