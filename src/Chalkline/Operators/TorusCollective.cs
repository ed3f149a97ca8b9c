using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Operators;

/// <summary>Collectives over some axes of a torus slice: rings both ways round, on all of those axes at once.</summary>
/// <remarks>
/// A gather or scatter of a message D over k devices sends D (k - 1) / k from each, over the links of its own axes
/// (Pope et al., arXiv:2211.05102, appendix A.1), and takes one hop a step of the rings: a - 1 along an axis of a.
/// An exchange of all with all crosses the middle of an axis: its bisection carries a / 4 of each device's message per
/// link direction. Axes that do not close have half the links, which the machine's bandwidth already says.
/// </remarks>
public static class TorusCollective
{
    /// <summary>Prepares a collective.</summary>
    /// <param name="kind">What moves; not point to point.</param>
    /// <param name="lengths">Devices along each axis of the group; axes of 1 do not matter.</param>
    /// <param name="system">The machine, a torus.</param>
    /// <param name="efficiency">Share of the links' bandwidth that is reached, in (0, 1].</param>
    /// <exception cref="ChalkException">The kind joins two devices alone, or the machine is no torus.</exception>
    public static Collective Over(
        CollectiveKind kind, ReadOnlySpan<int> lengths, MachineSystem system, double efficiency)
    {
        int dimensions = TorusShape.Dimensions(system.ScaleUp.Topology);
        if (dimensions == 0 || kind == CollectiveKind.PointToPoint)
        {
            throw new ChalkException(
                $"{kind} on {system.Id} is no collective over the axes of a torus; ask for {nameof(Collective)}.Over.");
        }

        int devices = 1;
        int axes = 0;
        double steps = 0;
        double reach = 0;
        double bisection = 0;
        bool closed = system.DomainSize >= system.WrapFrom;
        foreach (int length in lengths)
        {
            if (length > 1)
            {
                devices *= length;
                axes++;
                steps += length - 1;
                reach += closed ? Math.Floor(length / 2.0) : length - 1;
                bisection += length / 4.0;
            }
        }

        if (devices == 1)
        {
            return new(kind, 1, Seconds.Zero, Unused, Unused, 0, 0);
        }

        double ring = (devices - 1.0) / devices;
        (double hops, double share) = kind switch
        {
            CollectiveKind.AllToAll => (reach, bisection),
            CollectiveKind.AllReduce => (2 * steps, 2 * ring),
            _ => (steps, ring),
        };
        double bandwidth = efficiency * system.ScaleUp.Bandwidth.Value.Value * Math.Min(1, (double)axes / dimensions);
        return new(kind, devices, hops * system.ScaleUp.Latency.Value, new(bandwidth / share), Unused, share, 0);
    }

    private static BytesPerSecond Unused => new(double.PositiveInfinity);
}
