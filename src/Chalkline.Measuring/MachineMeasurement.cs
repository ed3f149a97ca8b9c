using Chalkline.Measuring.Processors;

namespace Chalkline.Measuring;

/// <summary>Measures the machine that the program runs on.</summary>
public static class MachineMeasurement
{
    /// <summary>Measures the processor.</summary>
    /// <param name="name">Name to give the device; null for its own.</param>
    /// <param name="options">How thoroughly.</param>
    /// <param name="clock">The clock to time with and to take the date from.</param>
    /// <param name="progress">Told what is being measured.</param>
    /// <param name="cancel">Stops between runs.</param>
    /// <exception cref="ChalkException">There is not enough memory, or the name cannot name a device.</exception>
    public static Measurement Run(
        string? name, MeasureOptions options, TimeProvider clock, Action<string> progress, CancellationToken cancel)
    {
        IMatrixProduct product = (IMatrixProduct?)SystemBlas.Find() ?? new BlockedProduct();
        return new ProcessorMeasurement(clock, options, product).Run(name, [], progress, cancel);
    }
}
