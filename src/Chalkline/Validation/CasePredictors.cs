using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Deduction;
using Chalkline.Serving;

namespace Chalkline.Validation;

/// <summary>Which predictor answers for a kind of table.</summary>
public static class CasePredictors
{
    /// <summary>The predictor of a kind.</summary>
    /// <param name="kind">What the rows are.</param>
    /// <param name="fidelity">The model of time; null for the best there is for the kind.</param>
    /// <param name="data">Where models and machines are looked up.</param>
    /// <param name="calibrations">What the calibrated fidelity uses; null for those of the data folder.</param>
    /// <exception cref="ChalkException">The kind is not predicted at that fidelity.</exception>
    public static ICasePredictor For(ValidationKind kind, Fidelity? fidelity, DataFolder data, CalibrationSet? calibrations = null)
    {
        Fidelity chosen = fidelity ?? Fidelity.Calibrated;
        return kind switch
        {
            ValidationKind.Prices when chosen == Fidelity.Calibrated => new PricePredictor(Deducer.Open(data)),
            ValidationKind.Prices => throw new ChalkException(
                "Prices are deduced with markups fitted to open models' sheets alone; choose --fidelity calibrated, or leave "
                + "it out."),
            ValidationKind.Training when chosen == Fidelity.Calibrated
                => new TrainingPredictor(HardwareCatalogue.Open(data)),
            ValidationKind.Training => throw new ChalkException(
                "Training is predicted with constants fitted to measured steps alone; choose --fidelity calibrated, "
                + "or leave it out."),
            ValidationKind.Kernels => new KernelPredictor(
                HardwareCatalogue.Open(data), chosen, Used(chosen, data, calibrations)),
            _ => new ServingPredictor(
                ModelCatalogue.Open(data), HardwareCatalogue.Open(data), chosen, Used(chosen, data, calibrations),
                chosen == Fidelity.Calibrated ? ServedIntervals.Open(data) : null),
        };
    }

    private static CalibrationSet? Used(Fidelity fidelity, DataFolder data, CalibrationSet? given)
        => fidelity != Fidelity.Calibrated ? null : given ?? CalibrationSet.Open(data);
}
