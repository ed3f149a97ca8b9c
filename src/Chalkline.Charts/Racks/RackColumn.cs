using System.Collections.Immutable;

namespace Chalkline.Charts.Racks;

/// <summary>One rack.</summary>
/// <param name="Name">Its name, above it.</param>
/// <param name="Trays">Its trays from top to bottom.</param>
public sealed record RackColumn(string Name, ImmutableArray<RackTray> Trays);
