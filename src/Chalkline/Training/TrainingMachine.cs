using Chalkline.Calibration;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Training;

/// <summary>The figures of a machine that a training step depends on, in SI units, looked up once.</summary>
internal sealed class TrainingMachine
{
    private readonly Accelerator _accelerator;

    /// <summary>The figures of a system's device and networks.</summary>
    /// <param name="system">The machine.</param>
    /// <param name="node">Devices that share a scale-up domain in the run.</param>
    /// <param name="scaleOut">Scale-out bandwidth a device and direction, bytes/s; 0 for the system's own.</param>
    public TrainingMachine(MachineSystem system, int node, double scaleOut = 0)
    {
        _accelerator = system.Accelerator;
        Node = node;
        Bandwidth = _accelerator.Memory.Bandwidth.Value.Value;
        Capacity = _accelerator.Memory.Capacity.Value.Value;
        ScaleUp = system.ScaleUp.Bandwidth.Value.Value;
        ScaleOut = scaleOut > 0 ? scaleOut : system.ScaleOut?.Bandwidth.Value.Value ?? DefaultScaleOut;
        Peak16 = _accelerator.Peak(Arithmetic.Bf16).Value;
        ComputeUnits = new KernelDevice(system).ComputeUnits;
        EnergyPerFlop = (_accelerator.Power?.Value.Value ?? (Peak16 * DefaultEnergy)) / Peak16;
    }

    /// <summary>A machine whose devices are clocked for another memory and power.</summary>
    /// <param name="other">The machine.</param>
    /// <param name="bandwidth">Memory bandwidth, bytes/s.</param>
    /// <param name="power">Board power, W.</param>
    public TrainingMachine(TrainingMachine other, double bandwidth, double power)
    {
        _accelerator = other._accelerator;
        Node = other.Node;
        Bandwidth = bandwidth;
        Capacity = other.Capacity;
        ScaleUp = other.ScaleUp;
        ScaleOut = other.ScaleOut;
        Peak16 = other.Peak16;
        ComputeUnits = other.ComputeUnits;
        EnergyPerFlop = power / Peak16;
    }

    /// <summary>One 200 Gbit/s card for each device where nothing is known.</summary>
    private const double DefaultScaleOut = 25e9;

    /// <summary>Half a picojoule for a FLOP, what recent parts are sold with.</summary>
    private const double DefaultEnergy = 0.5e-12;

    /// <summary>Devices in a scale-up domain.</summary>
    public int Node { get; }

    /// <summary>Memory bandwidth, bytes/s.</summary>
    public double Bandwidth { get; }

    /// <summary>Memory, bytes.</summary>
    public double Capacity { get; }

    /// <summary>Scale-up bandwidth of a device, one direction, bytes/s.</summary>
    public double ScaleUp { get; }

    /// <summary>Scale-out bandwidth of a device, one direction, bytes/s.</summary>
    public double ScaleOut { get; }

    /// <summary>Dense peak in 16 bits, FLOP/s.</summary>
    public double Peak16 { get; }

    /// <summary>Compute units, each of which works on one tile of a product.</summary>
    public double ComputeUnits { get; }

    /// <summary>
    /// Board power over the dense 16-bit peak, J: how little energy a FLOP may take before clocks fall.
    /// </summary>
    public double EnergyPerFlop { get; }

    /// <summary>The largest dense peak that any source gives for an arithmetic or a wider one, FLOP/s.</summary>
    public double FastestPeak(Arithmetic arithmetic)
    {
        double most = Peak(arithmetic);
        foreach ((Arithmetic other, Datum<FlopPerSecond> datum) in _accelerator.Peaks)
        {
            if (other is not (Arithmetic.Fp8 or Arithmetic.Int8 or Arithmetic.Fp4) || arithmetic != Arithmetic.Bf16)
            {
                bool wider = other != Arithmetic.Fp4 || arithmetic == Arithmetic.Fp4;
                most = wider ? Math.Max(most, datum.Alternatives.Aggregate(
                    datum.Value.Value, (value, alternative) => Math.Max(value, alternative.Value.Value))) : most;
            }
        }

        return most;
    }

    /// <summary>Dense peak of an arithmetic, or of the next wider one, FLOP/s.</summary>
    public double Peak(Arithmetic arithmetic) => _accelerator.Peak(arithmetic).Value;
}
