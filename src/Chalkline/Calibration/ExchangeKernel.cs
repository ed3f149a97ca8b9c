using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>
/// All-to-all inside a scale-up domain: all pairs at once, so no steps; the part for itself each device copies. Every
/// message pays for the handshake of its pair once it no longer fits beside its flag.
/// </summary>
internal sealed class ExchangeKernel : KernelModel
{
    private const double Micro = 1e-6;

    /// <inheritdoc />
    public override string Name => "all-to-all";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("launchUs", 0.5, 60, 8, "time of the smallest exchange"),
        new("deviceUs", 0.01, 10, 0.2, "further time for each further device"),
        new("linkShare", 0.1, 1, 0.75, "share of a device's links that long messages reach"),
        new("ownRatio", 0.5, 20, 2, "rate at which a device copies its own part, over the rate it sends at"),
        new("fenceUs", 1, 500, 15, "time that the protocol of long messages takes beyond what it sends"),
        new("shortRatio", 1, 200, 10, "how much slower than that short messages are sent"),
    ];

    /// <inheritdoc />
    public override bool Covers(in KernelWork work)
        => work is { Kind: KernelKind.AllToAll, MessageBytes: > 0 } && !ExpertExchangeKernel.Is(work);

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double link = device.ScaleUpBandwidth * CollectiveReach.Of(work.Devices, device);
        double own = work.MessageBytes / work.Devices;
        double stream = (work.MessageBytes - own + (own / parameters[3])) / (parameters[2] * link);
        double fence = parameters[4] * Micro;
        double slow = parameters[5] * stream;
        double start = (parameters[0] + (parameters[1] * (work.Devices - 2))) * Micro;
        return start + stream + (slow * fence / (slow + fence));
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device) => 0;
}
