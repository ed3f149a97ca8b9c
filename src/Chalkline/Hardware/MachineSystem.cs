using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Quantities;

namespace Chalkline.Hardware;

/// <summary>
/// Accelerators in scale-up domains, and the scale-out network between domains. The domain size is a property of the
/// machine, never of a flag.
/// </summary>
public sealed record MachineSystem
{
    /// <summary>Identifier in the catalogue, for example <c>gb200-nvl72</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name as sold.</summary>
    public required string Name { get; init; }

    /// <summary>Other identifiers it answers to.</summary>
    public ImmutableArray<string> Aliases { get; init; } = [];

    /// <summary>The device.</summary>
    public required Accelerator Accelerator { get; init; }

    /// <summary>Devices in one scale-up domain.</summary>
    public required int DomainSize { get; init; }

    /// <summary>The part sizes of a domain that can be had; empty when any number of its devices can.</summary>
    public ImmutableArray<int> Slices { get; init; } = [];

    /// <summary>
    /// The smallest slice of a torus whose axes close into rings; a smaller one is a mesh, where each axis lacks the
    /// link between its ends and a ring over it gets half the bandwidth. 0 when every slice has its rings.
    /// </summary>
    public int WrapFrom { get; init; }

    /// <summary>Domains: 1 for a single box or rack.</summary>
    public int Domains { get; init; } = 1;

    /// <summary>The network inside a domain.</summary>
    public required Network ScaleUp { get; init; }

    /// <summary>The network between domains; null when the machine has none.</summary>
    public Network? ScaleOut { get; init; }

    /// <summary>The trays of a rack; null when unknown.</summary>
    public Rack? Rack { get; init; }

    /// <summary>Host memory a domain; null when unknown.</summary>
    public Datum<Bytes>? HostMemory { get; init; }

    /// <summary>Bandwidth of all the host memory of a domain; null when unknown.</summary>
    public Datum<BytesPerSecond>? HostBandwidth { get; init; }

    /// <summary>Flash of a domain, all drives together; null when unknown.</summary>
    public MemoryTier? Flash { get; init; }

    /// <summary>Power of a whole domain, hosts and switches included; null when unknown.</summary>
    public Datum<Watts>? DomainPower { get; init; }

    /// <summary>Where the description comes from.</summary>
    public required Source Source { get; init; }

    /// <summary>Notes a reader should see.</summary>
    public string Notes { get; init; } = "";

    /// <summary>Host memory of a domain as a tier; null when its size or its bandwidth is unknown.</summary>
    public MemoryTier? HostTier
        => HostMemory is { } capacity && HostBandwidth is { } bandwidth ? new("host DRAM", capacity, bandwidth) : null;

    /// <summary>
    /// The memories beside that of the devices whose size and bandwidth are both known, fastest to drain first.
    /// </summary>
    public ImmutableArray<MemoryTier> LowerTiers
        => [.. new[] { HostTier, Flash }.OfType<MemoryTier>().OrderBy(tier => tier.DrainTime.Value)];

    /// <summary>Scale-up over scale-out bandwidth of a device (the lecture's 8); null without a scale-out network.</summary>
    public double? BandwidthRatio
        => ScaleOut is { } outer ? ScaleUp.Bandwidth.Value / outer.Bandwidth.Value : null;

    /// <summary>All devices.</summary>
    public int Devices => DomainSize * Domains;

    /// <summary>The device count as a quantity.</summary>
    public Devices DeviceCount => new(Devices);

    /// <summary>So many of its domains, joined by its scale-out network.</summary>
    /// <param name="domains">Domains, at least 1.</param>
    /// <exception cref="ChalkException">There is no such network, or there are no domains.</exception>
    public MachineSystem Of(int domains)
        => domains < 1 ? throw new ChalkException($"{domains} domains of {Id} are none; there must be at least 1.")
            : domains > 1 && ScaleOut is null ? throw new ChalkException(
                $"{Id} has no network between domains, so there can be one of it, not {domains}.")
            : domains == Domains ? this : this with { Domains = domains };
}
