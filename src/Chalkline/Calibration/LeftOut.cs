namespace Chalkline.Calibration;

/// <summary>What a family's equation is worth on devices that took no part in the fit.</summary>
/// <param name="Devices">Devices that were left out, each in its turn.</param>
/// <param name="DeviceError">
/// Median absolute error as a fraction, each device judged by its kin where others of them were measured, else by the
/// trend over the rest.
/// </param>
/// <param name="GenerationError">The same with the device's whole generation left out.</param>
/// <param name="Coverage">
/// Share of rows in the 80 % interval that the errors of the other left-out devices give: no device's own rows widen
/// it.
/// </param>
public sealed record LeftOut(int Devices, double DeviceError, double GenerationError, double Coverage);
