using Chalkline.Formats;

namespace Chalkline.Training;

/// <summary>How long a device takes for products, attention and element-wise work.</summary>
internal sealed class DeviceSpeed
{
    /// <summary>Power over peak of the device whose share is the constant: A100, 400 W for 312 TFLOP/s.</summary>
    private const double ReferenceEnergy = 400 / 312e12;

    /// <summary>Rows and columns of a tile of products.</summary>
    private const double TileRows = 128;

    private const double TileColumns = 256;

    private readonly TrainingMachine _machine;
    private readonly TrainingConstants _constants;
    private readonly double _share;

    public DeviceSpeed(TrainingMachine machine, TrainingConstants constants)
    {
        _machine = machine;
        _constants = constants;
        _share = constants.ComputeShare * Math.Pow(machine.EnergyPerFlop / ReferenceEnergy, constants.PowerExponent);
    }

    /// <summary>Time of a product C[m,n] = A[m,k] B[k,n], <paramref name="groups"/> times, s.</summary>
    /// <remarks>
    /// Whole tiles; the tail of the last wave; and the fill of a tile's pipe, which a short inner width does not pay
    /// off (NVIDIA, Matrix Multiplication Background, tile and wave quantisation).
    /// </remarks>
    public double Product(double m, double n, double k, Arithmetic arithmetic, double groups = 1)
    {
        double rows = Math.Ceiling(m / TileRows) * TileRows;
        double columns = Math.Ceiling(n / TileRows) * TileRows;
        double tiles = groups * rows * columns / (TileRows * TileColumns);
        double waves = 1 + (_constants.LostWaves * _machine.ComputeUnits / tiles);
        double arithmeticTime = 2 * groups * rows * columns * (k + _constants.HalfDepth) * waves / Rate(arithmetic);
        double bytes = 2 * groups * ((m * k) + (k * n) + (m * n));
        return Math.Max(arithmeticTime, bytes / Memory);
    }

    /// <summary>Time of the products of attention, s.</summary>
    /// <param name="flop">Its FLOP.</param>
    /// <param name="narrow">Whether the step uses narrow arithmetic, whose library brings its own attention.</param>
    public double Attention(double flop, bool narrow)
    {
        bool tuned = narrow || _machine.Peak(Arithmetic.Fp4) > _machine.Peak(Arithmetic.Fp8);
        return flop / (Rate(Arithmetic.Bf16) * (tuned ? _constants.TunedAttentionShare : _constants.AttentionShare));
    }

    /// <summary>Time to move bytes through memory, s.</summary>
    public double Move(double bytes) => bytes / Memory;

    private double Memory => _machine.Bandwidth * _constants.BandwidthShare;

    private double Rate(Arithmetic arithmetic) => _machine.Peak(arithmetic) * Math.Min(1, _share * Narrow(arithmetic));

    private double Narrow(Arithmetic arithmetic) => arithmetic switch
    {
        Arithmetic.Fp8 or Arithmetic.Int8 => _machine.Peak(arithmetic) > _machine.Peak16 ? _constants.Share8 : 1,
        Arithmetic.Fp4 => _constants.Share4,
        _ => 1,
    };
}
