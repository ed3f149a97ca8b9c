using Chalkline.Calibration;
using Chalkline.Catalog;
using Chalkline.Engines;
using Chalkline.Serving;
using Chalkline.Validation;

namespace Chalkline.Cli.Output;

/// <summary>Works the spreads of served figures out anew from the shipped measurements, and writes them.</summary>
internal static class SpreadFile
{
    /// <summary>Predicts the measurements, writes the spreads, and states the intervals they give.</summary>
    /// <param name="root">Root of the sources, with a folder <c>data</c>.</param>
    /// <param name="file">The measurements.</param>
    /// <param name="data">Where models, machines and calibrations are.</param>
    /// <param name="stop">Stops the work.</param>
    public static (ValidationResult Result, ServedSpread Spread) Write(
        string root, CaseFile file, DataFolder data, CancellationToken stop)
    {
        // The spreads that are there say nothing of those to come: the rows are predicted without.
        ServingPredictor predictor = new(
            ModelCatalogue.Open(data), HardwareCatalogue.Open(data), Fidelity.Calibrated, CalibrationSet.Open(data));
        ValidationResult bare = Validator.Run(file, predictor, [], stop);
        string path = Path.Combine(root, "data", ServedSpread.File);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        ServedIntervals.Of("data/measurements/serving.csv, rows of quality ok", bare.Rows).Write(path);

        // Read back, so that the figures are those that the written digits give.
        ServedSpread spread = ServedSpread.Read(path);
        ValidationResult stated = bare with { Rows = [.. bare.Rows.Select(row => ServedIntervals.State(row, spread))] };
        return (Validator.Regroup(file, stated, bare.GroupBy), spread);
    }
}
