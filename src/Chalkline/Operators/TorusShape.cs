using System.Collections.Immutable;
using Chalkline.Hardware;

namespace Chalkline.Operators;

/// <summary>The axes of a group of devices in a torus: as near a square or a cube as its number allows.</summary>
/// <param name="Axes">Devices along each axis, shortest first; their product is the group.</param>
internal readonly record struct TorusShape(ImmutableArray<int> Axes)
{
    /// <summary>The shape of a group.</summary>
    /// <param name="devices">Devices, at least 1.</param>
    /// <param name="dimensions">2 or 3.</param>
    public static TorusShape Of(int devices, int dimensions)
    {
        int[] axes = new int[dimensions];
        int left = devices;
        for (int axis = 0; axis < dimensions; axis++)
        {
            // The largest divisor that leaves the other axes at least as long.
            int most = (int)Math.Floor(Math.Pow(left, 1.0 / (dimensions - axis)) + 1e-9);
            while (left % most != 0)
            {
                most--;
            }

            axes[axis] = axis == dimensions - 1 ? left : most;
            left /= axes[axis];
        }

        return new([.. axes.Order()]);
    }

    /// <summary>
    /// Seconds an all-to-all takes for each byte a device sends, its own part included. Along an axis of a devices a
    /// part travels a/4 links on average where the axis closes into a ring, over two links a device; the longest axis
    /// decides, since all are busy at once (JAX scaling book, sharding chapter: a quarter of an all-gather over a ring).
    /// Along an open axis the links in its middle carry twice as much.
    /// </summary>
    /// <param name="bandwidth">Bandwidth of a device over all its links, one direction.</param>
    /// <param name="system">The machine.</param>
    /// <param name="group">Devices of the group.</param>
    public double ExchangeTime(double bandwidth, MachineSystem system, int group)
    {
        int axis = Axes[^1];
        double link = bandwidth / (2 * Axes.Length);
        double distance = axis % 2 == 0 ? axis / 4.0 : (axis - (1.0 / axis)) / 4;

        // A part of a pod that is too small for rings has its bandwidth halved already (see the catalogue).
        bool open = group < system.WrapFrom && system.DomainSize >= system.WrapFrom;
        return distance / 2 / link * (open ? 2 : 1);
    }
}
