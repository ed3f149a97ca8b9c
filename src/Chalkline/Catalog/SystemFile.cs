using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>
/// Reads one system from its JSON file (<c>data/schemas/system.schema.json</c>): either described in full, or as a
/// number of domains of another (<c>base</c>).
/// </summary>
internal static class SystemFile
{
    public const int MostDomains = 100_000;

    /// <summary>Reads the root object of a file.</summary>
    /// <param name="root">The file.</param>
    /// <param name="accelerator">Finds the accelerator that the field names.</param>
    /// <param name="system">Finds the system that a <c>base</c> names.</param>
    /// <exception cref="ChalkException">Something in the file is wrong.</exception>
    public static MachineSystem Read(
        JsonView root, Func<JsonView, Accelerator> accelerator, Func<JsonView, MachineSystem> system)
        => root.Has("base") ? Based(root, system) : Full(root, accelerator);

    private static MachineSystem Full(JsonView root, Func<JsonView, Accelerator> accelerator)
    {
        root.Only(HardwareFields.System);
        SourcedReader read = new(root);
        int size = root.Required("domainSize").Integer(1, AcceleratorFile.LargestDomain);
        int domains = root.Optional("domains")?.Integer(1, MostDomains) ?? 1;
        Network? scaleOut = root.Optional("scaleOut") is { } outside ? RackParts.Network(outside, read) : null;
        if (domains > 1 && scaleOut is null)
        {
            throw root.Required("domains").Wrong("needs a field 'scaleOut', the network that joins the domains");
        }

        return new()
        {
            Id = SourcedReader.NonEmpty(root.Required("id")),
            Name = SourcedReader.NonEmpty(root.Required("name")),
            Aliases = SourcedReader.Aliases(root),
            Accelerator = accelerator(root.Required("accelerator")),
            DomainSize = size,
            Domains = domains,
            Slices = root.Optional("slices") is { } slices ? Slices(slices, size) : [],
            WrapFrom = root.Optional("wrapFrom")?.Integer(1, size) ?? 0,
            ScaleUp = RackParts.Network(root.Required("scaleUp"), read),
            ScaleOut = scaleOut,
            Rack = root.Optional("rack") is { } rack ? RackParts.Rack(rack, read, size) : null,
            HostMemory = read.Optional<Bytes>(root, "hostMemory", ValueRange.HostMemory),
            HostBandwidth = read.Optional<BytesPerSecond>(root, "hostBandwidth", ValueRange.HostBandwidth),
            Flash = root.Optional("flash") is { } flash ? RackParts.Tier(flash, read) : null,
            DomainPower = read.Optional<Watts>(root, "domainPower", ValueRange.DomainPower),
            Source = Source(root, read),
            Notes = root.Optional("notes")?.Text() ?? "",
        };
    }

    private static MachineSystem Based(JsonView root, Func<JsonView, MachineSystem> system)
    {
        root.Only(HardwareFields.BasedSystem);
        SourcedReader read = new(root);
        MachineSystem one = system(root.Required("base"));
        JsonView domains = root.Required("domains");
        int count = domains.Integer(1, MostDomains);
        return count == 1 || one.ScaleOut is not null
            ? one with
            {
                Id = SourcedReader.NonEmpty(root.Required("id")),
                Name = SourcedReader.NonEmpty(root.Required("name")),
                Aliases = SourcedReader.Aliases(root),
                Domains = count,
                Source = Source(root, read),
                Notes = root.Optional("notes")?.Text() ?? one.Notes,
            }
            : throw domains.Wrong($"needs a network between domains, and {one.Id} has none", "put 1");
    }

    private static Source Source(JsonView root, SourcedReader read)
    {
        Verification verified = root.Optional("verified") is { } stated
            ? SourcedReader.Verified(stated)
            : Verification.Partial;
        return read.Named(root.Required("source"), verified);
    }

    private static ImmutableArray<int> Slices(JsonView view, int size)
    {
        ImmutableArray<int> slices = [.. view.Items().Select(item => item.Integer(1, size))];
        return slices.Length > 0 && slices.SequenceEqual(slices.Distinct().Order())
            ? slices
            : throw view.Wrong("must list sizes once each, smallest first");
    }
}
