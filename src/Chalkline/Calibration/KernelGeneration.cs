using Chalkline.Formats;

namespace Chalkline.Calibration;

/// <summary>
/// Which devices are kin: those of one vendor whose matrix units know the same narrowest format. They share a matrix unit
/// and the kernels that are written for it, so that an unmeasured device follows its kin more than it follows the rest.
/// </summary>
public static class KernelGeneration
{
    private const string Prefix = "generation-";

    /// <summary>Name of a device's generation, for example <c>generation-nvidia-fp8</c>; a file of calibrations is called that.</summary>
    public static string Of(KernelDevice device)
        => $"{Prefix}{device.Vendor.ToLowerInvariant().Replace(' ', '-')}-{Narrowest(device)}";

    /// <summary>Whether a name is that of a generation, not of a device.</summary>
    public static bool Is(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

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
