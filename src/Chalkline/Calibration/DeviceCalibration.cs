namespace Chalkline.Calibration;

/// <summary>Times kernels on one machine, from its own calibration where it has one, else from the trend.</summary>
public sealed class DeviceCalibration
{
    private readonly CalibratedFamily[] _families;
    private bool _library;

    internal DeviceCalibration(KernelDevice device, CalibratedFamily[] families)
    {
        Device = device;
        _families = families;
    }

    /// <summary>The device.</summary>
    public KernelDevice Device { get; }

    /// <summary>The families with the parameters in use.</summary>
    public IReadOnlyList<CalibratedFamily> Families => _families;

    /// <summary>The same without an engine's own all-reduce: every collective goes through the library.</summary>
    public DeviceCalibration LibraryCollectives() => new(Device, _families) { _library = true };

    /// <summary>The family that times a kernel, or -1: to be looked up once for kernels of one shape.</summary>
    public int FamilyOf(in KernelWork work)
    {
        for (int i = 0; i < _families.Length; i++)
        {
            if (_families[i].Family.Covers(work))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Estimated time of a kernel of a family found by <see cref="FamilyOf"/>.</summary>
    public KernelEstimate Time(int family, in KernelWork work)
    {
        CalibratedFamily one = _families[family];
        KernelWork timed = _library && work.Algorithm == KernelAlgorithm.CustomAllReduce
            ? work with { Algorithm = KernelAlgorithm.Default }
            : work;
        double floor = one.Family.Floor(timed, Device);
        double time = Math.Max(floor, one.Family.Time(timed, Device, one.Parameters));
        return new(time, Math.Max(floor, time * one.Low), Math.Max(time, time * one.High));
    }
}

/// <summary>A family with the parameters in use on a device.</summary>
/// <param name="Family">The family.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Low">Measured over predicted: 10 % of kernels lie below.</param>
/// <param name="High">Measured over predicted: 10 % of kernels lie above.</param>
/// <param name="OwnRows">Whether the parameters come from rows of the device itself.</param>
public sealed record CalibratedFamily(KernelModel Family, double[] Parameters, double Low, double High, bool OwnRows);
