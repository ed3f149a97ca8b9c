using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Deduction.Points;

/// <summary>
/// What the lecture's deductions take as known: each is an assumption that a reader sees beside the result.
/// </summary>
public sealed record PointAssumptions
{
    /// <summary>The lecture's F/W, in multiplies a byte-wide weight: "about 300" (theory notes, section 0.2).</summary>
    public const double LectureRatio = 300;

    /// <summary>Active parameters; more than 0.</summary>
    public required Parameters Active { get; init; }

    /// <summary>Total parameters; at least the active ones.</summary>
    public required Parameters Total { get; init; }

    /// <summary>KV bytes of a token as known otherwise; null to compare with nothing.</summary>
    public BytesPerToken? KeyValue { get; init; }

    /// <summary>Where sizes come from, in a few words, for example <c>median of the posterior</c>.</summary>
    public required string SizesFrom { get; init; }

    /// <summary>The accelerator, by catalogue identifier.</summary>
    public required string Hardware { get; init; }

    /// <summary>Why that one, in a few words, for example <c>as given</c>.</summary>
    public required string HardwareFrom { get; init; }

    /// <summary>Its dense peak at the width of the weights.</summary>
    public required FlopPerSecond Peak { get; init; }

    /// <summary>Its memory bandwidth.</summary>
    public required BytesPerSecond Bandwidth { get; init; }

    /// <summary>Its memory.</summary>
    public required Bytes Capacity { get; init; }

    /// <summary>Stored bytes of a weight.</summary>
    public required BytesPerParameter Width { get; init; }

    /// <summary>Rent of one device.</summary>
    public required UsdPerHour Rent { get; init; }

    /// <summary>Where the device's figures come from.</summary>
    public Source? HardwareSource { get; init; }

    /// <summary>Where the rent comes from.</summary>
    public Source? RentSource { get; init; }

    /// <summary>MFU of prefill: the notes' 40 % (inferred there, not said in the lecture). From above 0 to 1.</summary>
    public double PrefillUtilisation { get; init; } = 0.4;

    /// <summary>
    /// Speed of the fast mode over the normal one; null when not known, and then nothing is said of it.
    /// </summary>
    public double? FastSpeed { get; init; }
}
