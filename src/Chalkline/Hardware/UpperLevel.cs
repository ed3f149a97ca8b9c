using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>
/// What joins groups of a network's devices: the spine above leaf switches, the long links of a dragonfly.
/// </summary>
/// <param name="Name">Spine, long links, ...</param>
/// <param name="GroupDevices">Devices that reach each other without it, at least 1.</param>
/// <param name="Oversubscription">
/// Bandwidth of a device inside its group over its share beyond it: 1 where nothing is lost, 2 for the usual 2:1.
/// </param>
/// <param name="Latency">Time of an empty message that crosses it, all of the way; null when unknown.</param>
public sealed record UpperLevel(
    string Name, int GroupDevices, Datum<double> Oversubscription, Datum<Seconds>? Latency);
