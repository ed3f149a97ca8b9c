using System.Collections.Immutable;
using Chalkline.Quantities;

namespace Chalkline.Deduction;

/// <summary>Where a cache that is offered for some time may lie.</summary>
/// <param name="Kept">The time offered; null when the sheet names none, then nothing is known.</param>
/// <param name="Tiers">Every kind of memory, likeliest first, of equals by name; each sums to 1.</param>
/// <param name="Bits">What the time says of the kind: divergence from the prior; 0 without a time.</param>
public sealed record CachePlace(Seconds? Kept, ImmutableArray<CacheTierShare> Tiers, double Bits);
