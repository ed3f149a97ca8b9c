using Chalkline.Derivations;

namespace Chalkline.Hardware;

/// <summary>The silicon of a device.</summary>
/// <param name="Node">Process node as the foundry names it, nm.</param>
/// <param name="Area">Area of all its compute dies, mm²; null when unknown.</param>
/// <param name="Source">Where both come from.</param>
public sealed record Die(double Node, double? Area, Source Source);
