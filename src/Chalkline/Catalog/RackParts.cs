using System.Collections.Immutable;
using Chalkline.Files;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Catalog;

/// <summary>Reads the parts of a system file that describe its networks, its trays and its lower memories.</summary>
internal static class RackParts
{
    private const int MostTrays = 1000;

    /// <summary>A network, with its upper level and its cards where they are known.</summary>
    public static Network Network(JsonView view, SourcedReader read)
    {
        view.Only(HardwareFields.Network);
        JsonView? cards = view.Optional("cardsPerDevice");
        if (cards is not null != view.Has("cardBandwidth"))
        {
            throw view.Required(cards is null ? "cardBandwidth" : "cardsPerDevice").Wrong(
                "needs its fellow", "give cardsPerDevice and cardBandwidth together");
        }

        return new(
            SourcedReader.NonEmpty(view.Required("name")),
            TopologyOf(view.Required("topology")),
            read.Datum<BytesPerSecond>(view.Required("bandwidth"), ValueRange.NetworkBandwidth),
            read.Datum<Seconds>(view.Required("latency"), ValueRange.Latency))
        {
            Upper = view.Optional("upper") is { } upper ? Upper(upper, read) : null,
            Cards = cards is not null
                ? new(cards.Number(0.01, 100), read.Datum<BitsPerSecond>(view.Required("cardBandwidth"), ValueRange.CardBandwidth))
                : null,
        };
    }

    /// <summary>The trays of a rack; a domain is one rack or several of them.</summary>
    public static Rack Rack(JsonView view, SourcedReader read, int domainSize)
    {
        view.Only(HardwareFields.Rack);
        JsonView trays = view.Required("trays");
        ImmutableArray<TrayStack> stacks = [.. trays.Items().Select(Stack)];
        Rack rack = new(
            view.Required("devicesPerTray").Integer(1, AcceleratorFile.LargestDomain),
            stacks,
            view.Required("ordered").Flag(),
            read.Named(
                view.Required("source"),
                SourcedReader.Verified(view.Required("verified")),
                view.Optional("note") is { } note ? SourcedReader.NonEmpty(note) : ""))
        {
            TrayLatency = read.Optional<Seconds>(view, "trayLatency", ValueRange.Latency),
        };
        return rack.Devices > 0 && domainSize % rack.Devices == 0
            ? rack
            : throw trays.Wrong(
                $"hold {rack.Devices} devices, and a domain has {domainSize}",
                "a domain is one rack, or a whole number of them");
    }

    /// <summary>A memory below that of the devices.</summary>
    public static MemoryTier Tier(JsonView view, SourcedReader read)
    {
        view.Only(HardwareFields.Tier);
        return new(
            SourcedReader.NonEmpty(view.Required("name")),
            read.Datum<Bytes>(view.Required("capacity"), ValueRange.HostMemory),
            read.Datum<BytesPerSecond>(view.Required("bandwidth"), ValueRange.HostBandwidth));
    }

    private static UpperLevel Upper(JsonView view, SourcedReader read)
    {
        view.Only(HardwareFields.Upper);
        return new(
            SourcedReader.NonEmpty(view.Required("name")),
            view.Required("groupDevices").Integer(1, AcceleratorFile.LargestDomain),
            read.Ratio(view.Required("oversubscription"), ValueRange.Oversubscription),
            read.Optional<Seconds>(view, "latency", ValueRange.Latency));
    }

    private static TrayStack Stack(JsonView view)
    {
        view.Only(HardwareFields.TrayStack);
        JsonView kind = view.Required("kind");
        return new(
            kind.Text() switch
            {
                nameof(TrayKind.Compute) => TrayKind.Compute,
                nameof(TrayKind.Switch) => TrayKind.Switch,
                _ => throw kind.Wrong("must be Compute or Switch"),
            },
            view.Required("count").Integer(1, MostTrays));
    }

    private static Topology TopologyOf(JsonView view) => view.Text() switch
    {
        nameof(Topology.Switched) => Topology.Switched,
        nameof(Topology.ReducingSwitch) => Topology.ReducingSwitch,
        nameof(Topology.HybridCube) => Topology.HybridCube,
        nameof(Topology.FullMesh) => Topology.FullMesh,
        nameof(Topology.Torus2D) => Topology.Torus2D,
        nameof(Topology.Torus3D) => Topology.Torus3D,
        nameof(Topology.Ring) => Topology.Ring,
        nameof(Topology.Dragonfly) => Topology.Dragonfly,
        nameof(Topology.None) => Topology.None,
        _ => throw view.Wrong(
            "must be Switched, ReducingSwitch, HybridCube, FullMesh, Torus2D, Torus3D, Ring, Dragonfly or None"),
    };
}
