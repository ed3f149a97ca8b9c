using Chalkline.Formats;
using Chalkline.Hardware;

namespace Chalkline.Calibration;

/// <summary>
/// The datasheet figures of a device that kernel models use, as plain numbers in SI units so that timing a kernel
/// looks nothing up.
/// </summary>
public sealed class KernelDevice
{
    private readonly double[] _peaks;

    /// <summary>The figures of a machine's device and networks.</summary>
    public KernelDevice(MachineSystem system)
    {
        Accelerator accelerator = system.Accelerator;
        Id = accelerator.Kernels ?? accelerator.Id;
        Vendor = accelerator.Vendor;
        Bandwidth = accelerator.Memory.Bandwidth.Value.Value;
        ComputeUnits = accelerator.ComputeUnits ?? DefaultComputeUnits(accelerator);
        ScaleUpBandwidth = system.ScaleUp.Bandwidth.Value.Value;
        ScaleUpLatency = system.ScaleUp.Latency.Value.Value;
        ScaleOutBandwidth = system.ScaleOut?.Bandwidth.Value.Value ?? 0;
        ScaleOutLatency = system.ScaleOut?.Latency.Value.Value ?? 0;
        DomainSize = system.DomainSize;
        Topology = system.ScaleUp.Topology;
        _peaks = new double[Enum.GetValues<Arithmetic>().Length];
        foreach (Arithmetic arithmetic in Enum.GetValues<Arithmetic>())
        {
            _peaks[(int)arithmetic] = Supports(accelerator, arithmetic) ? accelerator.Peak(arithmetic).Value : double.NaN;
        }
    }

    /// <summary>Catalogue identifier of the accelerator.</summary>
    public string Id { get; }

    /// <summary>Who makes it.</summary>
    public string Vendor { get; }

    /// <summary>Memory bandwidth, bytes/s.</summary>
    public double Bandwidth { get; }

    /// <summary>Streaming multiprocessors, compute units or cores that work independently.</summary>
    public double ComputeUnits { get; }

    /// <summary>Scale-up bandwidth of a device, one direction, bytes/s.</summary>
    public double ScaleUpBandwidth { get; }

    /// <summary>Latency of the scale-up network, s.</summary>
    public double ScaleUpLatency { get; }

    /// <summary>Scale-out bandwidth of a device, one direction, bytes/s; 0 without.</summary>
    public double ScaleOutBandwidth { get; }

    /// <summary>Latency of the scale-out network, s; 0 without.</summary>
    public double ScaleOutLatency { get; }

    /// <summary>Devices in a scale-up domain.</summary>
    public int DomainSize { get; }

    /// <summary>Wiring of the scale-up network.</summary>
    public Topology Topology { get; }

    /// <summary>Dense peak in an arithmetic, or in the next wider one the device has, FLOP/s.</summary>
    public double Peak(Arithmetic arithmetic) => _peaks[(int)arithmetic];

    private static bool Supports(Accelerator accelerator, Arithmetic arithmetic)
    {
        try
        {
            _ = accelerator.Peak(arithmetic);
            return true;
        }
        catch (ChalkException)
        {
            return false;
        }
    }

    /// <summary>
    /// Where the catalogue does not say: a matrix core of the last ten years does about 5 TFLOP/s of dense BF16.
    /// </summary>
    private static double DefaultComputeUnits(Accelerator accelerator)
        => Supports(accelerator, Arithmetic.Bf16) ? Math.Max(1, Math.Round(accelerator.Peak(Arithmetic.Bf16).Value / 5e12)) : 1;
}
