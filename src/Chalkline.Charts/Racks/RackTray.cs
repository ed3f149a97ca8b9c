using System.Collections.Immutable;

namespace Chalkline.Charts.Racks;

/// <summary>One tray of a rack.</summary>
/// <param name="Cells">Its devices from left to right; empty for a switch tray.</param>
/// <param name="Name">What a tray without devices is; empty for others.</param>
public sealed record RackTray(ImmutableArray<RackCell> Cells, string Name = "");
