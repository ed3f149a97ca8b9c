using System.Collections.Immutable;

namespace Chalkline.Deduction;

/// <summary>What one observation says.</summary>
/// <param name="Name">The observation, for example <c>output over input</c>.</param>
/// <param name="Added">
/// Bits it gives about each quantity when it is seen alone: divergence from the prior, in the order of
/// <see cref="DeducedQuantity"/>.
/// </param>
/// <param name="LeftOut">Bits that are lost when it alone is left out of all: divergence of the posterior from
/// that.</param>
public sealed record ObservationBits(string Name, ImmutableArray<double> Added, ImmutableArray<double> LeftOut);
