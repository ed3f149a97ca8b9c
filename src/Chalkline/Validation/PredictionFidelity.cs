namespace Chalkline.Validation;

/// <summary>Which model of time predicts the rows.</summary>
public enum PredictionFidelity
{
    /// <summary>The closed form: ideal compute against ideal memory.</summary>
    Chalk,

    /// <summary>Every operator at stated efficiencies.</summary>
    Operator,

    /// <summary>Every operator at efficiencies fitted to measured kernels, with intervals.</summary>
    Calibrated,
}
