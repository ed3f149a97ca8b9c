namespace Chalkline.Calibration;

/// <summary>A measured kernel.</summary>
/// <param name="Line">Line of the file it was read from, counted from 1.</param>
/// <param name="Id">Stable identifier.</param>
/// <param name="Source">Collection it comes from.</param>
/// <param name="Hardware">Accelerator or rack, for example <c>h100_sxm</c>; empty when unknown.</param>
/// <param name="Library">Algorithm or library as the source names it.</param>
/// <param name="Quality">Whether it may be trusted.</param>
/// <param name="QualityReason">Why it is weak or dropped.</param>
/// <param name="Time">Measured time, s; null when the source gives only a rate.</param>
/// <param name="Work">What was timed; null when the shape is not stated well enough.</param>
/// <param name="Unusable">Why <paramref name="Work"/> is null; empty otherwise.</param>
public sealed record KernelCase(
    int Line,
    string Id,
    string Source,
    string Hardware,
    string Library,
    CaseQuality Quality,
    string QualityReason,
    double? Time,
    KernelWork? Work,
    string Unusable);
