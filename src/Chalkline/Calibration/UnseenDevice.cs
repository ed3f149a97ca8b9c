using System.Collections.Immutable;

namespace Chalkline.Calibration;

/// <summary>A device judged without its own rows.</summary>
/// <param name="Name">Its catalogue identifier.</param>
/// <param name="HasKin">Whether others of its generation were measured.</param>
/// <param name="Near">Measured and predicted times, by the kin's parameters where there are kin, else the trend's.</param>
/// <param name="Far">The same by a trend without its generation.</param>
internal sealed record UnseenDevice(
    string Name,
    bool HasKin,
    ImmutableArray<(double Measured, double Predicted)> Near,
    ImmutableArray<(double Measured, double Predicted)> Far)
{
    /// <summary>What the devices say together about the next one.</summary>
    public static LeftOut Together(ImmutableArray<UnseenDevice> devices)
    {
        double covered = 0;
        foreach (UnseenDevice device in devices)
        {
            // The interval that would have been given for it: from the errors of the others, never from its own.
            ImmutableArray<UnseenDevice> others = devices.Length > 1 ? devices.Remove(device) : devices;
            ErrorSpread spread = device.HasKin ? NearSpread(others) : FarSpread(others);
            covered += device.Near.Count(pair => spread.Holds(pair.Measured / pair.Predicted));
        }

        return new(
            devices.Length,
            ErrorSpread.Of(devices.SelectMany(device => device.Near)).MedianError,
            ErrorSpread.Of(devices.SelectMany(device => device.Far)).MedianError,
            covered / devices.Sum(device => device.Near.Length));
    }

    /// <summary>Errors to expect of a device with kin; those without kin stand in where no device has any.</summary>
    public static ErrorSpread NearSpread(ImmutableArray<UnseenDevice> devices)
        => devices.Any(device => device.HasKin)
            ? ErrorSpread.OfDevices([.. devices.Where(device => device.HasKin).Select(device => device.Near)])
            : FarSpread(devices);

    /// <summary>Errors to expect of a device without kin.</summary>
    public static ErrorSpread FarSpread(ImmutableArray<UnseenDevice> devices)
        => ErrorSpread.OfDevices([.. devices.Select(device => device.Far)]);
}
