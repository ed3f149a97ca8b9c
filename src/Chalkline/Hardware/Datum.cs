using System.Collections.Immutable;
using Chalkline.Derivations;

namespace Chalkline.Hardware;

/// <summary>A value with its source, and what other sources say.</summary>
/// <param name="Value">The value used.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Alternatives">Values of sources that disagree.</param>
public sealed record Datum<T>(T Value, Source Source, ImmutableArray<Alternative<T>> Alternatives);

/// <summary>What another source says.</summary>
public sealed record Alternative<T>(T Value, string Source);
