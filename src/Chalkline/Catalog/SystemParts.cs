using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Derivations;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>Part of a box, several boxes, or a device alone, made from what the catalogue describes.</summary>
internal static class SystemParts
{
    /// <summary>A number of devices of an accelerator in its ordinary box.</summary>
    /// <exception cref="ChalkException">The boxes cannot be cut or joined to that number.</exception>
    public static MachineSystem Devices(MachineSystem box, int devices, string asked)
    {
        if (devices > box.DomainSize)
        {
            return devices % box.DomainSize == 0
                ? Domains(box with { Domains = 1 }, devices / box.DomainSize, asked)
                : throw Wrong(asked, box, $"at most {box.DomainSize} or a multiple of {box.DomainSize}");
        }

        if (!box.Slices.IsEmpty && !box.Slices.Contains(devices))
        {
            throw Wrong(asked, box, $"one of {string.Join(", ", box.Slices)}, or a multiple of {box.DomainSize}");
        }

        return devices == box.DomainSize ? box with { Domains = 1 } : Part(box, devices);
    }

    /// <summary>
    /// A system with another device in it: its links are those of the device, as many times faster or slower as the device's own figure
    /// is than that of the device it replaces.
    /// </summary>
    public static MachineSystem With(MachineSystem system, Accelerator accelerator)
    {
        Accelerator old = system.Accelerator;
        Network up = accelerator.ScaleUp is { } link && old.ScaleUp is { } before && link.Value != before.Value
            ? system.ScaleUp with
            {
                Bandwidth = system.ScaleUp.Bandwidth with
                {
                    Value = link.Value / before.Value * system.ScaleUp.Bandwidth.Value, Source = link.Source,
                },
            }
            : system.ScaleUp;
        Network? over = accelerator.ScaleOut is { } card && old.ScaleOut is { } other && card.Value != other.Value && system.ScaleOut is { } wide
            ? wide with { Bandwidth = wide.Bandwidth with { Value = card.Value / other.Value * wide.Bandwidth.Value, Source = card.Source } }
            : system.ScaleOut;
        return system with { Accelerator = accelerator, ScaleUp = up, ScaleOut = over };
    }

    /// <summary>Several of a system, joined by its scale-out network.</summary>
    /// <exception cref="ChalkException">It has no such network, or there would be too many.</exception>
    public static MachineSystem Domains(MachineSystem system, int count, string asked)
    {
        if (count > 1 && system.ScaleOut is null)
        {
            throw new ChalkException(
                $"'{asked}': {system.Id} has no network between domains, so there can be one of it, not {count}.");
        }

        long domains = (long)count * system.Domains;
        return domains * system.DomainSize > HardwareRequest.Most
            ? throw new ChalkException(string.Create(
                CultureInfo.InvariantCulture,
                $"'{asked}': {domains * system.DomainSize} devices are too many; the most is {HardwareRequest.Most}."))
            : count == 1 ? system : system with
            {
                Id = string.Create(CultureInfo.InvariantCulture, $"{system.Id}x{count}"),
                Name = string.Create(CultureInfo.InvariantCulture, $"{count} x {system.Name}"),
                Aliases = [],
                Domains = (int)domains,
            };
    }

    /// <summary>A device that no system in the catalogue holds: alone, with nothing to talk to.</summary>
    public static MachineSystem Alone(Accelerator accelerator)
    {
        Source source = accelerator.Memory.Bandwidth.Source with { Note = "a single device: nothing to talk to" };
        return new()
        {
            Id = accelerator.Id,
            Name = accelerator.Name,
            Accelerator = accelerator,
            DomainSize = 1,
            ScaleUp = new("none", Topology.None, new(new(0), source, []), new(new(0), source, [])),
            Source = source,
            Notes = accelerator.Notes,
        };
    }

    private static MachineSystem Part(MachineSystem box, int devices)
    {
        string of = string.Create(
            CultureInfo.InvariantCulture, $"{devices} of the {box.DomainSize} devices of {box.Id}");
        double share = (double)devices / box.DomainSize;
        return box with
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{box.Accelerator.Id}x{devices}"),
            Name = string.Create(CultureInfo.InvariantCulture, $"{devices} of {box.Name}"),
            Aliases = [],
            DomainSize = devices,
            Domains = 1,
            Slices = [],
            ScaleUp = PartNetwork(box, devices, of),
            Rack = null,
            HostBandwidth = box.HostBandwidth is { } read ? Scaled(read, share, $"the share of {of}") : null,
            Flash = box.Flash is { } flash
                ? new(
                    flash.Name,
                    Scaled(flash.Capacity, share, $"the share of {of}"),
                    Scaled(flash.Bandwidth, share, $"the share of {of}"))
                : null,
            HostMemory = box.HostMemory is { } memory ? Scaled(memory, share, $"the share of {of}") : null,
            DomainPower = box.DomainPower is { } power ? Scaled(power, share, $"the share of {of}") : null,
        };
    }

    /// <summary>
    /// What of the scale-up network is left in a part: in a full mesh only the links to devices that are there; in a
    /// torus too small to close its axes into rings, half.
    /// </summary>
    private static Network PartNetwork(MachineSystem box, int devices, string of)
    {
        Network whole = box.ScaleUp;
        if (devices == 1)
        {
            return whole with { Topology = Topology.None };
        }

        return whole.Topology switch
        {
            Topology.FullMesh => whole with
            {
                Bandwidth = Scaled(
                    whole.Bandwidth,
                    (devices - 1.0) / (box.DomainSize - 1.0),
                    string.Create(CultureInfo.InvariantCulture, $"{devices - 1} of {box.DomainSize - 1} links: {of}")),
            },
            Topology.HybridCube => whole with
            {
                Bandwidth = Scaled(
                    whole.Bandwidth,
                    HybridCubeMesh.Share(devices) / HybridCubeMesh.Share(box.DomainSize),
                    $"links of the rings that close: {of}"),
            },
            Topology.Torus2D or Topology.Torus3D when devices < box.WrapFrom => whole with
            {
                Bandwidth = Scaled(whole.Bandwidth, 0.5, $"half, without wrap-around: {of}"),
            },
            _ => whole,
        };
    }

    private static Datum<T> Scaled<T>(Datum<T> datum, double factor, string why)
        where T : struct, IQuantity<T>
    {
        string note = datum.Source.Note.Length > 0 ? $"{datum.Source.Note}; {why}" : why;
        ImmutableArray<Alternative<T>> alternatives =
            [.. datum.Alternatives.Select(other => other with { Value = other.Value * factor })];
        return new(datum.Value * factor, datum.Source with { Note = note }, alternatives);
    }

    private static ChalkException Wrong(string asked, MachineSystem box, string right) => new(
        $"'{asked}': {box.Id} holds {box.DomainSize} devices of {box.Accelerator.Id}, so the count must be {right}.");
}
