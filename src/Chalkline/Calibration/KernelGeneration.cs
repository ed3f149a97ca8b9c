using System.Globalization;
using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Which devices are kin: those of one vendor whose matrix units know the same narrowest format and run at about the
/// same rate. They share a matrix unit and the kernels that are written for it, so that an unmeasured device follows
/// its kin more than it follows the rest. A unit cut down for export or for desktops is another unit.
/// </summary>
public static class KernelGeneration
{
    private const string Prefix = "generation-";
    private const double Tera = 1e12;

    /// <summary>
    /// Name of a device's generation, and of its file of calibrations: <c>generation-nvidia-fp8-8tf</c>.
    /// </summary>
    public static string Of(KernelDevice device)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{Prefix}{device.Vendor.ToLowerInvariant().Replace(' ', '-')}-{Narrowest(device)}-{Rate(device):0}tf");

    /// <summary>Whether a name is that of a generation, not of a device.</summary>
    public static bool Is(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>BF16 rate of one compute unit to the next power of two, TFLOP/s.</summary>
    private static double Rate(KernelDevice device)
        => Math.Pow(2, Math.Round(Math.Log2(device.Peak(Arithmetic.Bf16) / device.ComputeUnits / Tera)));

    private static string Narrowest(KernelDevice device)
    {
        double wide = device.Peak(Arithmetic.Bf16);
        double half = device.Peak(Arithmetic.Fp8);
        return device.Peak(Arithmetic.Fp4) > half ? "fp4"
            : half > wide ? "fp8"
            : device.Peak(Arithmetic.Int8) > wide ? "int8"
            : "bf16";
    }
}
