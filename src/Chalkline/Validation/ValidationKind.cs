namespace Chalkline.Validation;

/// <summary>What the rows of a table of measurements are.</summary>
public enum ValidationKind
{
    /// <summary>Operating points of serving systems: <c>data/measurements/serving.csv</c>.</summary>
    Serving,

    /// <summary>Timed kernels and collectives: <c>data/measurements/kernels.csv</c>.</summary>
    Kernels,

    /// <summary>Training configurations.</summary>
    Training,

    /// <summary>Price sheets.</summary>
    Prices,
}
