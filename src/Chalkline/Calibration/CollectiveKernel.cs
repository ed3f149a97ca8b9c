using System.Collections.Immutable;
using Chalkline.Formats;
using Chalkline.Hardware;

namespace Chalkline.Calibration;

/// <summary>
/// All-reduce, all-gather and reduce-scatter inside a scale-up domain: one equation with one set of parameters, because
/// one library moves them all over the same rings. Each step of a ring waits for the one before; each device sends its
/// share of the message and copies its own part; switches that add send a message once. Short messages go in a protocol
/// whose flags are half of what is sent, long ones pay a fixed time for fences instead.
/// </summary>
/// <remarks>
/// An engine's own all-reduce writes the whole message to every peer in one step, and falls back on the library where
/// that is faster.
/// </remarks>
internal sealed class CollectiveKernel : KernelModel
{
    private const double Micro = 1e-6;

    /// <summary>Devices that libraries join in one ring; no longer one was measured.</summary>
    private const double Box = 8;

    /// <inheritdoc />
    public override string Name => "collective";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("launchUs", 0.5, 60, 5, "time of the smallest collective before its first step"),
        new("stepUs", 0.05, 10, 0.8, "time of each step of a ring"),
        new("linkShare", 0.1, 1, 0.8, "share of a device's links that long messages reach"),
        new("ownRatio", 0.5, 20, 2, "rate at which a device copies its own part, over the rate it sends at"),
        new("fenceUs", 1, 500, 30, "time that the protocol of long messages takes beyond what it sends"),
        new("switchShare", 0.3, 1, 0.8, "rate through switches that add, over the rate of a ring"),
        new("directUs", 0.5, 60, 3, "time of the smallest all-reduce of an engine's own between two devices"),
        new("directDeviceUs", 0.005, 5, 0.1, "further time of it for each further device"),
        new("directShare", 0.1, 1, 0.6, "share of a device's links that it reaches"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work)
        => work is
        {
            Kind: KernelKind.AllReduce or KernelKind.AllGather or KernelKind.ReduceScatter,
            MessageBytes: > 0,
            Devices: > 1,
        };

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double link = device.ScaleUpBandwidth * CollectiveReach.Of(work.Devices, device);
        double library = Library(work, device, link, parameters);
        if (work.Algorithm != KernelAlgorithm.CustomAllReduce)
        {
            return library;
        }

        double start = parameters[6] + (parameters[7] * (work.Devices - 2));
        return Math.Min(
            library,
            (start * Micro) + ((work.Devices - 1) * work.MessageBytes / (parameters[8] * link)));
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device) => 0;

    private static double Library(
        in KernelWork work, KernelDevice device, double link, ReadOnlySpan<double> parameters)
    {
        double rounds = work.Kind == KernelKind.AllReduce ? 2 : 1;
        double steps = rounds * Steps(work.Devices);
        double sent = rounds * (work.Devices - 1) / work.Devices * work.MessageBytes;
        if (Adds(work, device))
        {
            // Each device hands the whole message to the switches and spreads its part of the sums.
            sent = Math.Min(sent, work.MessageBytes * (1 + (1.0 / work.Devices)) / parameters[5]);
        }

        double own = work.MessageBytes / work.Devices / parameters[3];
        double stream = ((sent / link) + (own / device.ScaleUpBandwidth)) / parameters[2];
        double fence = parameters[4] * Micro;
        double start = (parameters[0] + (parameters[1] * steps)) * Micro;
        return start + stream + (stream * fence / (stream + fence));
    }

    /// <summary>Steps one after another: around a ring, and up a tree of rings beyond eight devices.</summary>
    private static double Steps(int devices) => Math.Min(devices, Box) - 1 + Math.Log2(Math.Max(1, devices / Box));

    /// <summary>Whether switches do the sums: they know no 8-bit integers.</summary>
    private static bool Adds(in KernelWork work, KernelDevice device)
        => work.Kind == KernelKind.AllReduce
            && device.Topology == Topology.ReducingSwitch
            && work.Weights.Arithmetic != Arithmetic.Int8;
}
