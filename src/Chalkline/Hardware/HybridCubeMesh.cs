using System.Collections.Immutable;

namespace Chalkline.Hardware;

/// <summary>
/// The wiring of eight V100 in a DGX-1: six links a device, one or two to each of four neighbours, and no switch. A
/// smaller group has only the links between its members, and a ring needs a closed way through all of them.
/// </summary>
/// <remarks>
/// Source: recalled, the link counts that <c>nvidia-smi topo -m</c> prints on such a box and that NVIDIA's DGX-1 V100
/// white paper draws; groups are the first devices, which is what schedulers hand out.
/// </remarks>
public static class HybridCubeMesh
{
    /// <summary>Devices of a whole mesh.</summary>
    public const int Devices = 8;

    /// <summary>Links of one device.</summary>
    private const double Links = 6;

    /// <summary>
    /// Rings, each direction counted, that the first 2, 3, ... 8 devices close without sharing a link. Five close none:
    /// sums go up and down a chain of single links, which is worth 2 (n - 1) / n = 1.6 of a ring.
    /// </summary>
    private static readonly double[] Rings = [1, 2, 4, 1.6, 2, 4, 6];

    /// <summary>Links between each pair, lower numbers first.</summary>
    public static ImmutableArray<(int One, int Other, int Links)> Pairs { get; } =
    [
        (0, 1, 1), (0, 2, 1), (0, 3, 2), (0, 4, 2), (1, 2, 2), (1, 3, 1), (1, 5, 2), (2, 3, 2), (2, 6, 1), (3, 7, 1),
        (4, 5, 1), (4, 6, 1), (4, 7, 2), (5, 6, 2), (5, 7, 1), (6, 7, 2),
    ];

    /// <summary>Share of a device's links that the rings of a group use.</summary>
    /// <param name="group">Devices of the group; at least 2.</param>
    public static double Share(int group) => Rings[Math.Clamp(group, 2, Devices) - 2] / Links;
}
