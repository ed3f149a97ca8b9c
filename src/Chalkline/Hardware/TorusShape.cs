using System.Collections.Immutable;

namespace Chalkline.Hardware;

/// <summary>The axes of a slice of a torus.</summary>
public static class TorusShape
{
    /// <summary>Axes of the whole torus; 0 for a network that is none.</summary>
    /// <param name="topology">The wiring.</param>
    public static int Dimensions(Topology topology) => topology switch
    {
        Topology.Torus3D => 3,
        Topology.Torus2D => 2,
        _ => 0,
    };

    /// <summary>Devices along each axis of the most cubic slice of that size, longest first: 16 in 3D is 4 x 2 x 2.</summary>
    /// <param name="topology">A torus.</param>
    /// <param name="devices">Devices of the slice, at least 1.</param>
    /// <remarks>Google's slices are of that shape unless asked otherwise; the sum of the axes is least.</remarks>
    /// <exception cref="ChalkException">The network is no torus.</exception>
    public static ImmutableArray<int> Axes(Topology topology, int devices) => Dimensions(topology) switch
    {
        3 => Divisors(devices)
            .Select(first => (ImmutableArray<int>)[first, .. Axes(Topology.Torus2D, devices / first)])
            .MinBy(axes => axes.Sum())
            .Sort((left, right) => right.CompareTo(left)),
        2 => Divisors(devices)
            .Select(first => (ImmutableArray<int>)[first, devices / first])
            .MinBy(axes => axes.Sum())
            .Sort((left, right) => right.CompareTo(left)),
        _ => throw new ChalkException($"A {topology} network has no axes; only a torus has."),
    };

    private static IEnumerable<int> Divisors(int number)
        => Enumerable.Range(1, number).Where(divisor => number % divisor == 0);
}
