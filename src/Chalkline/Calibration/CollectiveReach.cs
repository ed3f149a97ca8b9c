using Chalkline.Hardware;

namespace Chalkline.Calibration;

/// <summary>How much of a device's links a group inside a scale-up domain can use.</summary>
internal static class CollectiveReach
{
    /// <summary>
    /// Share of the links: in a full mesh only those to the members of the group, in a hybrid cube those of the rings
    /// that close; through switches all.
    /// </summary>
    /// <param name="group">Devices of the group; at least 2.</param>
    /// <param name="device">The device with its domain.</param>
    public static double Of(int group, KernelDevice device) => device.Topology switch
    {
        Topology.FullMesh when device.DomainSize > 1 => Math.Min(1, (group - 1.0) / (device.DomainSize - 1)),
        Topology.HybridCube => Math.Min(1, HybridCubeMesh.Share(group) / HybridCubeMesh.Share(device.DomainSize)),
        _ => 1,
    };
}
