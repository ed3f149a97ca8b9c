using System.Collections.Immutable;
using Chalkline.Hardware;

namespace Chalkline.Calibration;

/// <summary>
/// Collectives of one kind and implementation inside a scale-up domain: a fixed time, a time for each further device,
/// and the bytes each device must send over a share of its links. Short messages go in a protocol that halves the rate
/// for less waiting; the knee is smooth.
/// </summary>
/// <param name="kind">What moves.</param>
/// <param name="custom">Whether an engine's own kernel over peer memory does it.</param>
internal sealed class CollectiveKernel(KernelKind kind, bool custom) : KernelModel
{
    private const double Micro = 1e-6;

    /// <inheritdoc />
    public override string Name { get; } = (custom ? "custom-" : "") + kind switch
    {
        KernelKind.AllReduce => "all-reduce",
        KernelKind.AllGather => "all-gather",
        KernelKind.ReduceScatter => "reduce-scatter",
        _ => "all-to-all",
    };

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("fixedUs", 0.5, 60, custom ? 4 : 10, "time of a message of no size between two devices"),
        new("deviceUs", 0.01, 10, 0.5, "further time for each further device"),
        new("linkShare", 0.1, 1.6, 0.75, "share of a device's links that long messages reach"),
        new("kneeBytes", 1e3, 3e7, 1e6, "message at which half that share is reached"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work)
        => work.Kind == kind && custom == (work.Algorithm == KernelAlgorithm.CustomAllReduce) && work.MessageBytes > 0;

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double sent = Share(work) * work.MessageBytes;
        double link = device.ScaleUpBandwidth * Reach(work, device);
        double start = (parameters[0] + (parameters[1] * (work.Devices - 2))) * Micro;
        double extra = sent > 0 ? Math.Sqrt(sent * parameters[3]) : 0;
        return start + ((sent + extra) / (parameters[2] * link));
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device) => 0;

    /// <summary>Bytes each device sends for every byte of the message.</summary>
    private static double Share(in KernelWork work) => work.Kind switch
    {
        KernelKind.AllReduce => 2.0 * (work.Devices - 1) / work.Devices,
        _ => (work.Devices - 1.0) / work.Devices,
    };

    /// <summary>In a full mesh only the links to the members of the group count.</summary>
    private static double Reach(in KernelWork work, KernelDevice device)
        => device.Topology == Topology.FullMesh && device.DomainSize > 1
            ? Math.Min(1, (work.Devices - 1.0) / (device.DomainSize - 1))
            : 1;
}
