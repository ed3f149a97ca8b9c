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

    /// <summary>Host memory a domain; null when unknown.</summary>
    public Datum<Bytes>? HostMemory { get; init; }

    /// <summary>Power of a whole domain, hosts and switches included; null when unknown.</summary>
    public Datum<Watts>? DomainPower { get; init; }

    /// <summary>Where the description comes from.</summary>
    public required Source Source { get; init; }

    /// <summary>Notes a reader should see.</summary>
    public string Notes { get; init; } = "";

    /// <summary>All devices.</summary>
    public int Devices => DomainSize * Domains;

    /// <summary>The device count as a quantity.</summary>
    public Devices DeviceCount => new(Devices);
}
