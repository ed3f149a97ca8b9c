using System.Collections.Immutable;
using Chalkline.Calibration;
using Chalkline.Models;
using Chalkline.Quantities;
using Chalkline.Serving;

namespace Chalkline.Engines;

/// <summary>
/// What a prediction of serving knows of itself that says how far a measurement may lie from it, before any is looked at.
/// </summary>
public sealed record ServedFacts
{
    /// <summary>Share of the running batch by which more requests must wait for waiting to decide.</summary>
    private const double WaitingShare = 0.5;

    /// <summary>What kind of serving it is.</summary>
    public required ServedMode Mode { get; init; }

    /// <summary>Whether more comes than is served at once, so that waiting decides over the time to a first token.</summary>
    public required bool OverCapacity { get; init; }

    /// <summary>Whether kernels were measured on the device; if not, a trend over other devices times them.</summary>
    public required bool OwnKernels { get; init; }

    /// <summary>Whether a replica spans scale-up domains.</summary>
    public required bool SeveralDomains { get; init; }

    /// <summary>Whether the model has experts.</summary>
    public required bool Experts { get; init; }

    /// <summary>How unsure the kernels of a decode step are.</summary>
    public required KernelWidth Decode { get; init; }

    /// <summary>How unsure the kernels of a prefill are.</summary>
    public required KernelWidth Prefill { get; init; }

    /// <summary>How unsure the kernels behind a metric are.</summary>
    public KernelWidth Width(ServedMetric metric) => metric switch
    {
        ServedMetric.TimeToFirstToken => Prefill,

        // A rate is work over time: fast kernels make it high.
        ServedMetric.Throughput => new(Decode.High, Decode.Low),
        _ => Decode,
    };

    /// <summary>The facts by which spreads are grouped, the weightiest first, each a word.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Words =>
    [
        new("served", Mode.ToString().ToLowerInvariant()),
        new("architecture", Experts ? "experts" : "dense"),
        new("load", OverCapacity ? "over" : "below"),
        new("kernels", OwnKernels ? "own" : "trend"),
        new("domains", SeveralDomains ? "several" : "one"),
    ];

    /// <summary>The keys of <see cref="Words"/>.</summary>
    public static ImmutableArray<string> Keys { get; } = ["served", "architecture", "load", "kernels", "domains"];

    /// <summary>The facts of a prediction at the calibrated fidelity.</summary>
    /// <param name="mode">What kind of serving it is.</param>
    /// <param name="prefill">The prepared model where prompts are processed.</param>
    /// <param name="decode">The prepared model where tokens are made; the same one when aggregated.</param>
    /// <param name="calibration">What times the kernels of the device.</param>
    /// <param name="load">What one replica does.</param>
    public static ServedFacts Of(
        ServedMode mode, PassModel prefill, PassModel decode, DeviceCalibration calibration, in ServedLoad load) => new()
    {
        Mode = mode,
        OverCapacity = load.OverCapacity,
        OwnKernels = calibration.Families.Any(family => family.OwnRows),
        SeveralDomains = Math.Max(prefill.Layout.Devices, decode.Layout.Devices) > decode.System.DomainSize,
        Experts = decode.Model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward),
        Decode = KernelWidth.Of(StepStack.Decode(
            decode, Math.Max(1, load.Running), load.Input + (load.Output / 2), Fidelity.Calibrated, load.Host)),
        Prefill = KernelWidth.Of(StepStack.Prefill(
            prefill, prefill.Layout.AttentionParallel, load.Input, load.Prefix, Fidelity.Calibrated, load.Host)),
    };

    /// <summary>Whether so many requests wait that they, and not the devices' speed, decide over a first token.</summary>
    /// <param name="waiting">Mean requests that wait.</param>
    /// <param name="running">Mean sequences that run.</param>
    public static bool WaitingDecides(double waiting, double running) => waiting > WaitingShare * running;
}

/// <summary>What one replica does, as far as <see cref="ServedFacts"/> needs it.</summary>
/// <param name="Running">Mean sequences that run at once.</param>
/// <param name="Input">Mean tokens of a prompt.</param>
/// <param name="Prefix">Tokens of it that are cached already.</param>
/// <param name="Output">Mean tokens of an answer.</param>
/// <param name="Host">Exposed time of a step outside the kernels.</param>
/// <param name="OverCapacity">Whether waiting decides.</param>
public readonly record struct ServedLoad(
    double Running, Tokens Input, Tokens Prefix, Tokens Output, Seconds Host, bool OverCapacity);
