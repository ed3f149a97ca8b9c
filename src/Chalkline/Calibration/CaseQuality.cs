namespace Chalkline.Calibration;

/// <summary>Whether a row may be trusted.</summary>
public enum CaseQuality
{
    /// <summary>Yes.</summary>
    Ok,

    /// <summary>With its reason in mind.</summary>
    Weak,

    /// <summary>No; kept only so that it can be traced.</summary>
    Drop,
}
