using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Serving.Split;

/// <summary>
/// A question of attention/FFN disaggregation: so many devices that decode, as two pools or as one. Prompts are
/// processed elsewhere in either case.
/// </summary>
public sealed record SplitRequest
{
    /// <summary>The model.</summary>
    public required Model Model { get; init; }

    /// <summary>Formats.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Lengths; its TPOT limit is kept, at the mean context. Its TTFT limit is not looked at.</summary>
    public required Workload Workload { get; init; }

    /// <summary>Machine of the attention side; as many of its domains as are needed.</summary>
    public required MachineSystem AttentionOn { get; init; }

    /// <summary>Machine of the feed-forward side.</summary>
    public required MachineSystem FeedForwardOn { get; init; }

    /// <summary>Devices of both sides together, and of the one pool they are compared with; 2 to 4,096.</summary>
    public required int Devices { get; init; }

    /// <summary>Devices of the feed-forward side when they are fixed; null to look for the best number.</summary>
    public int? FeedForwardDevices { get; init; }

    /// <summary>Price of a device of the attention side; null when unknown.</summary>
    public UsdPerDeviceHour? AttentionPrice { get; init; }

    /// <summary>Price of a device of the feed-forward side; null when unknown.</summary>
    public UsdPerDeviceHour? FeedForwardPrice { get; init; }

    /// <summary>Which model of time: <c>operator</c> or <c>calibrated</c>.</summary>
    public Fidelity Fidelity { get; init; } = Fidelity.Operator;

    /// <summary>What the calibrated fidelity times kernels by; may be null for the other.</summary>
    public CalibrationSet? Calibrations { get; init; }

    /// <summary>Stated efficiencies.</summary>
    public Efficiency Efficiency { get; init; } = Efficiency.Stated;

    /// <summary>Whether activations arrive at once: what a split would do if its link were free.</summary>
    internal bool FreeLink { get; init; }

    /// <summary>Whether both sides stand in one scale-up domain: devices of one kind that it has room for.</summary>
    public bool OneDomain => AttentionOn.Id == FeedForwardOn.Id && Devices <= AttentionOn.DomainSize;

    /// <summary>Checks the request.</summary>
    /// <exception cref="ChalkException">It cannot be answered.</exception>
    public SplitRequest Checked()
    {
        Workload.Checked();
        if (Devices is < 2 or > 4096)
        {
            throw new ChalkException($"A split of {Devices} devices cannot be looked at; it takes 2 to 4,096.");
        }

        if (FeedForwardDevices is { } fixedDevices && (fixedDevices < 1 || fixedDevices >= Devices))
        {
            throw new ChalkException(
                $"{fixedDevices} of {Devices} devices cannot be the feed-forward side; name 1 to {Devices - 1}.");
        }

        if (Fidelity == Fidelity.Chalk)
        {
            throw new ChalkException(
                "The closed form (fidelity chalk) knows no operators to split; choose operator or calibrated.");
        }

        foreach (MachineSystem side in (ReadOnlySpan<MachineSystem>)[AttentionOn, FeedForwardOn])
        {
            if (!OneDomain && side.ScaleOut is null)
            {
                throw new ChalkException(
                    $"The two sides of {Devices} devices do not stand in one domain, and {side.Id} has "
                    + $"no scale-out network; ask for {side.DomainSize} devices of one kind at most.");
            }
        }

        return this;
    }

    /// <summary>Prepares a pool of one kind of layer; null when the layout is impossible.</summary>
    internal SidePass? Prepare(MachineSystem system, Layout layout)
    {
        int domains = (Devices + system.DomainSize - 1) / system.DomainSize;
        MachineSystem enough = system with { Domains = Math.Max(system.Domains, domains) };
        DeviceCalibration? calibration = Calibrations?.For(system);
        return LayoutCheck.Problem(Model, enough, layout) is null
            ? new(Model, model => PassModel.Prepare(model, enough, layout, Precision, Efficiency, calibration))
            : null;
    }

    /// <summary>Bytes of a token's activation on the way out: as wide as products take it, 8 bits at least.</summary>
    internal BytesPerToken OutWidth => new(Model.Hidden * Math.Clamp(Precision.Activations.BytesPerElement, 1, 2));

    /// <summary>Bytes of a token's activation on the way back: BF16.</summary>
    internal BytesPerToken BackWidth => new(Model.Hidden * 2.0);
}
