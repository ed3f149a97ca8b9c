using Chalkline.Calibration;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Operators;
using Chalkline.Quantities;
using Chalkline.Serving;
using Chalkline.Workloads;

namespace Chalkline.Search;

/// <summary>What a plan is asked for.</summary>
public sealed record PlanRequest
{
    /// <summary>The model.</summary>
    public required Model Model { get; init; }

    /// <summary>The machine.</summary>
    public required MachineSystem System { get; init; }

    /// <summary>Lengths and service levels.</summary>
    public required Workload Workload { get; init; }

    /// <summary>Formats.</summary>
    public required Precision Precision { get; init; }

    /// <summary>Devices to use and pay for; all of the machine by default.</summary>
    public int? Devices { get; init; }

    /// <summary>Price of a device; null when none is known, and then costs are left out.</summary>
    public UsdPerDeviceHour? Price { get; init; }

    /// <summary>Where the price comes from; null when the user gave it.</summary>
    public Source? PriceSource { get; init; }

    /// <summary>Which model of time.</summary>
    public Fidelity Fidelity { get; init; } = Fidelity.Operator;

    /// <summary>What the calibrated fidelity times kernels by; may be null for the others.</summary>
    public CalibrationSet? Calibrations { get; init; }

    /// <summary>Stated efficiencies.</summary>
    public Efficiency Efficiency { get; init; } = Efficiency.Stated;

    /// <summary>Kernel times on the machine; null when no calibrations are given.</summary>
    public DeviceCalibration? Calibration => Calibrations?.For(System);

    /// <summary>Devices paid for.</summary>
    public int DevicesPaid => Devices ?? System.Devices;
}
