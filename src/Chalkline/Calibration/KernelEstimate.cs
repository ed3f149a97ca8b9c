namespace Chalkline.Calibration;

/// <summary>Estimated time of a kernel.</summary>
/// <param name="Time">The estimate, s.</param>
/// <param name="Low">Lower end of its 80 % interval, s.</param>
/// <param name="High">Upper end, s.</param>
public readonly record struct KernelEstimate(double Time, double Low, double High);
