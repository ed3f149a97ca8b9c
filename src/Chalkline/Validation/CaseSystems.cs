using Chalkline.Catalog;
using Chalkline.Hardware;

namespace Chalkline.Validation;

/// <summary>The machines that rows ran on, as the catalogue states them; safe to ask from several threads.</summary>
/// <param name="hardware">Where they are looked up.</param>
internal sealed class CaseSystems(HardwareCatalogue hardware)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Hardware, int Devices), MachineSystem?> _found = [];

    /// <summary>
    /// So many devices in their ordinary box, or the machine itself where that number cannot be had of it; the same
    /// instance each time. Null when the name is not in the catalogue.
    /// </summary>
    /// <exception cref="ChalkException">A file of the catalogue is wrong.</exception>
    public MachineSystem? Find(string name, int devices)
    {
        lock (_gate)
        {
            if (!_found.TryGetValue((name, devices), out MachineSystem? system))
            {
                system = name.Length == 0 || hardware.Kind(name) is not { } kind ? null : Look(name, devices, kind);
                _found.Add((name, devices), system);
            }

            return system;
        }
    }

    private MachineSystem Look(string name, int devices, HardwareKind kind)
    {
        // A rack is a rack, whatever part of it worked; an accelerator comes in boxes.
        if (kind == HardwareKind.Accelerator)
        {
            try
            {
                return hardware.FindSystem(FormattableString.Invariant($"{name}x{devices}"));
            }
            catch (ChalkException)
            {
                // The number cannot be had in boxes; what the device itself does is still known, or its file is wrong.
            }
        }

        return hardware.FindSystem(name);
    }
}
