using Chalkline.Catalog;
using Chalkline.Training;

namespace Chalkline.Validation;

/// <summary>The machines that training rows ran on.</summary>
/// <param name="hardware">Where they are looked up.</param>
internal sealed class TrainingMachines(HardwareCatalogue hardware)
{
    /// <summary>
    /// A part of H100 that only one published source ran on: HBM2e at 2.4 TB/s, clocked for 500 W (torchtitan, note
    /// below its tables).
    /// </summary>
    private const string SlowH100 = "h100_sxm_hbm2e";

    private readonly CaseSystems _systems = new(hardware);

    /// <summary>The machine of a row; null when the name is not in the catalogue.</summary>
    /// <exception cref="ChalkException">A file of the catalogue is wrong.</exception>
    public TrainingMachine? Find(TrainingCase row)
    {
        int devices = row.Job!.Layout.Devices;
        bool slow = row.Hardware == SlowH100;
        if (_systems.Find(slow ? "h100_sxm" : row.Hardware, devices) is not { } system)
        {
            return null;
        }

        TrainingMachine machine = new(system, Math.Min(devices, system.DomainSize), row.ScaleOut ?? 0);
        return slow ? new(machine, 2.4e12, 500) : machine;
    }
}
