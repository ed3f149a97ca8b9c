using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>Which predictor answers for a kind of table.</summary>
public static class CasePredictors
{
    /// <summary>The predictor of a kind.</summary>
    /// <param name="kind">What the rows are.</param>
    /// <param name="fidelity">The model of time; null for the best there is for the kind.</param>
    /// <param name="data">Where models and machines are looked up.</param>
    /// <exception cref="ChalkException">The kind is not predicted at that fidelity.</exception>
    public static ICasePredictor For(ValidationKind kind, Fidelity? fidelity, DataFolder data)
    {
        HardwareCatalogue hardware = HardwareCatalogue.Open(data);
        return (kind, fidelity) switch
        {
            (ValidationKind.Prices, _) => throw new ChalkException(
                "Prices cannot be validated in this version: nothing is deduced from them yet; "
                + "choose serving, kernels or training."),
            (ValidationKind.Training, _) => throw new ChalkException(
                "Training cannot be validated in this version: no step time is predicted yet; choose serving or kernels."),
            (ValidationKind.Kernels, null or Fidelity.Calibrated) =>
                new KernelPredictor(hardware, Fidelity.Calibrated, CalibrationSet.Open(data)),
            (ValidationKind.Kernels, { } chosen) => new KernelPredictor(hardware, chosen),
            (_, Fidelity.Calibrated) => new ServingCasePredictor(
                new(ModelCatalogue.Open(data), hardware, Fidelity.Calibrated, CalibrationSet.Open(data)), Fidelity.Calibrated),
            _ => new ServingStepPredictor(ModelCatalogue.Open(data), hardware, fidelity ?? Fidelity.Operator),
        };
    }
}
