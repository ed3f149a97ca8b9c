using Chalkline.Measuring.Gpus;
using Chalkline.Measuring.Processors;

namespace Chalkline.Measuring;

/// <summary>Measures the machine that the program runs on.</summary>
public static class MachineMeasurement
{
    /// <summary>Measures the GPU where there is one that can be measured, else the processor.</summary>
    /// <param name="name">Name to give the device; null for its own.</param>
    /// <param name="processor">Whether to measure the processor even where there is a GPU.</param>
    /// <param name="options">How thoroughly.</param>
    /// <param name="clock">The clock to time with and to take the date from.</param>
    /// <param name="progress">Told what is being measured.</param>
    /// <param name="cancel">Stops between runs.</param>
    /// <exception cref="ChalkException">There is not enough memory, the GPU does not answer, or the name cannot name a
    /// device.</exception>
    public static Measurement Run(
        string? name,
        bool processor,
        MeasureOptions options,
        TimeProvider clock,
        Action<string> progress,
        CancellationToken cancel)
    {
        string[] remarks = ["The processor was measured, as asked."];
        if (!processor)
        {
            (CudaDriver? found, string reason) = CudaDriver.Open();
            using CudaDriver? driver = found;
            using CudaBlas? blas = driver is null ? null : CudaBlas.Find(driver.Queue);
            if (driver is not null && blas is not null)
            {
                using GpuMeasurement gpu = new(clock, options, driver, blas);
                return gpu.Run(name, progress, cancel);
            }

            reason = driver is null ? reason : "cuBLAS is not installed or its folder is not in LD_LIBRARY_PATH";
            remarks = [$"No GPU was measured, for {reason}; the processor was."];
        }

        IMatrixProduct product = (IMatrixProduct?)SystemBlas.Find() ?? new BlockedProduct();
        return new ProcessorMeasurement(clock, options, product).Run(name, remarks, progress, cancel);
    }
}
