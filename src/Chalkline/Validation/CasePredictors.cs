using Chalkline.Catalog;

namespace Chalkline.Validation;

/// <summary>Which predictor answers for a kind of table.</summary>
public static class CasePredictors
{
    /// <summary>The predictor of a kind.</summary>
    /// <param name="kind">What the rows are.</param>
    /// <param name="fidelity">The model of time; null for the best there is for the kind.</param>
    /// <param name="data">Where models and machines are looked up.</param>
    /// <exception cref="ChalkException">The kind is not predicted at that fidelity.</exception>
    public static ICasePredictor For(ValidationKind kind, PredictionFidelity? fidelity, DataFolder data)
    {
        PredictionFidelity chosen = fidelity ?? PredictionFidelity.Operator;
        return (kind, chosen) switch
        {
            (ValidationKind.Prices, _) => throw new ChalkException(
                "Prices cannot be validated in this version: nothing is deduced from them yet; "
                + "choose serving, kernels or training."),
            (ValidationKind.Training, _) when fidelity is null or PredictionFidelity.Calibrated
                => new TrainingPredictor(HardwareCatalogue.Open(data)),
            (ValidationKind.Training, _) => throw new ChalkException(
                "Training is predicted with constants fitted to measured steps only; choose --fidelity calibrated or leave it out."),
            (_, PredictionFidelity.Calibrated) => throw new ChalkException(
                $"--fidelity calibrated is not there for {CaseFile.Word(kind)} in this version; choose chalk or operator."),
            (ValidationKind.Kernels, _) => new KernelPredictor(HardwareCatalogue.Open(data), chosen),
            _ => new ServingStepPredictor(ModelCatalogue.Open(data), HardwareCatalogue.Open(data), chosen),
        };
    }
}
