using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>
/// Dispatch and combine of experts for few tokens, every pair of devices writing directly: what stays in the domain
/// goes over its links while the rest leaves over the network of the device.
/// </summary>
internal sealed class ExpertExchangeKernel : KernelModel
{
    private const double Micro = 1e-6;

    /// <inheritdoc />
    public override string Name => "expert-exchange";

    /// <inheritdoc />
    public override ImmutableArray<KernelParameter> Parameters { get; } =
    [
        new("launchUs", 0.5, 100, 15, "time of an exchange of no size"),
        new("upShare", 0.05, 1, 0.6, "share of the links of the domain"),
        new("outShare", 0.2, 1, 0.85, "share of the network between domains"),
    ];

    /// <summary>Whether a kernel is such an exchange.</summary>
    public static bool Is(in KernelWork work)
        => work.Algorithm is KernelAlgorithm.LowLatencyDispatch or KernelAlgorithm.LowLatencyCombine;

    /// <inheritdoc />
    public override bool Covers(in KernelWork work)
        => work is { Kind: KernelKind.AllToAll, MessageBytes: > 0 } && Is(work);

    /// <inheritdoc />
    public override double Time(in KernelWork work, KernelDevice device, ReadOnlySpan<double> parameters)
    {
        double inside = Math.Min(1, (double)device.DomainSize / work.Devices);
        double up = inside * work.MessageBytes / (parameters[1] * device.ScaleUpBandwidth);
        double away = inside < 1 ? (1 - inside) * work.MessageBytes / (parameters[2] * device.ScaleOutBandwidth) : 0;
        return (parameters[0] * Micro) + Math.Max(up, away);
    }

    /// <inheritdoc />
    public override double Floor(in KernelWork work, KernelDevice device) => 0;
}
