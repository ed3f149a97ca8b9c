using Chalkline.Calibration;
using Chalkline.Training;

namespace Chalkline.Validation;

/// <summary>A measured training configuration. Null means that the source does not say.</summary>
internal sealed record TrainingCase
{
    /// <summary>Line of the file it was read from, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Stable identifier.</summary>
    public required string Id { get; init; }

    /// <summary>Accelerator or rack, for example <c>h100_sxm</c>; empty when unknown.</summary>
    public required string Hardware { get; init; }

    /// <summary>Whether the row may be trusted.</summary>
    public required CaseQuality Quality { get; init; }

    /// <summary>Why it is weak, dropped, or ran out of memory.</summary>
    public required string QualityReason { get; init; }

    /// <summary>Whether the run ended for want of memory: no metric, but an answer to whether it fits.</summary>
    public bool OutOfMemory { get; init; }

    /// <summary>What was run; null when the row does not say enough.</summary>
    public TrainingJob? Job { get; init; }

    /// <summary>Why <see cref="Job"/> is null; empty otherwise.</summary>
    public string Unusable { get; init; } = "";

    /// <summary>What was taken for granted because the row does not say it; may be empty.</summary>
    public string Assumed { get; init; } = "";

    /// <summary>Scale-out bandwidth a device and direction, bytes/s.</summary>
    public double? ScaleOut { get; init; }

    /// <summary>Time of an optimizer step, s.</summary>
    public double? Iteration { get; init; }

    /// <summary>Tokens a second and device.</summary>
    public double? TokensPerDevice { get; init; }

    /// <summary>Model FLOP utilisation of the dense peak, percent.</summary>
    public double? Utilisation { get; init; }

    /// <summary>Whether that counts the visible half of attention only.</summary>
    public bool Causal { get; init; }

    /// <summary>Peak memory of a device, GiB.</summary>
    public double? PeakMemory { get; init; }
}
