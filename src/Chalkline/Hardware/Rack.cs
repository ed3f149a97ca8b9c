using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>How a rack is built: its trays, and the devices in one.</summary>
/// <param name="DevicesPerTray">Devices of a compute tray, at least 1.</param>
/// <param name="Trays">Trays of a kind that stand together; from top to bottom when <paramref name="Ordered"/>.</param>
/// <param name="Ordered">Whether the order is known, from top to bottom.</param>
/// <param name="Source">Where that is said.</param>
public sealed record Rack(int DevicesPerTray, ImmutableArray<TrayStack> Trays, bool Ordered, Source Source)
{
    /// <summary>
    /// Time of an empty message between two devices of a tray; null when unknown, or when it is that of the rack.
    /// </summary>
    public Datum<Seconds>? TrayLatency { get; init; }

    /// <summary>Devices of the rack.</summary>
    public int Devices => DevicesPerTray * Count(TrayKind.Compute);

    /// <summary>Trays of a kind.</summary>
    public int Count(TrayKind kind) => Trays.Where(stack => stack.Kind == kind).Sum(stack => stack.Count);
}
