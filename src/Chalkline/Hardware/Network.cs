using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>A network that joins devices.</summary>
/// <param name="Name">NVLink 4, InfiniBand NDR, ICI, ...</param>
/// <param name="Topology">How its devices are wired.</param>
/// <param name="Bandwidth">Bandwidth a device can send at, one direction, over all its links.</param>
/// <param name="Latency">Time an empty message takes from device to device.</param>
public sealed record Network(string Name, Topology Topology, Datum<BytesPerSecond> Bandwidth, Datum<Seconds> Latency)
{
    /// <summary>What lies above its groups of devices: a spine, long links; null when it is flat, or nothing is known.</summary>
    public UpperLevel? Upper { get; init; }

    /// <summary>Network cards; null inside a domain, and where their number is unknown.</summary>
    public NetworkCards? Cards { get; init; }

    /// <summary>Devices that reach each other without the upper level, of a group of so many.</summary>
    /// <param name="devices">Devices of the group, at least 1.</param>
    public int Near(int devices) => Upper is { } upper ? Math.Min(devices, upper.GroupDevices) : devices;
}

/// <summary>How the devices of a network are wired.</summary>
public enum Topology
{
    /// <summary>Every device reaches every other at full bandwidth through switches.</summary>
    Switched,

    /// <summary>
    /// As switched, and the switches add what passes through them, so that an all-reduce sends a message once: NVSwitch
    /// from its third generation on (NVLink SHARP), not that of A100.
    /// </summary>
    ReducingSwitch,

    /// <summary>Every pair has its own link; one peer sees bandwidth / (n - 1).</summary>
    FullMesh,

    /// <summary>Two squares of four with diagonals, joined at their corners: see <see cref="HybridCubeMesh"/>.</summary>
    HybridCube,

    /// <summary>A two-dimensional torus.</summary>
    Torus2D,

    /// <summary>A three-dimensional torus.</summary>
    Torus3D,

    /// <summary>A ring, or PCIe through a host.</summary>
    Ring,

    /// <summary>Groups joined by long links.</summary>
    Dragonfly,

    /// <summary>A single device.</summary>
    None,
}
