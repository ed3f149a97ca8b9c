using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Files;

namespace Chalkline.Codesign.SramMachines;

/// <summary>A machine that keeps weights in SRAM.</summary>
/// <param name="Id">Its identifier.</param>
/// <param name="Name">Its name.</param>
/// <param name="Sram">SRAM of one, bytes.</param>
/// <param name="Bandwidth">Bandwidth of that SRAM, B/s; null where not stated.</param>
/// <param name="Peak">Dense peak, FLOP/s.</param>
/// <param name="Format">Format of that peak.</param>
/// <param name="Hop">Time from one to another, s; null where not stated.</param>
/// <param name="Source">Where it was read.</param>
public sealed record SramMachine(
    string Id, string Name, double Sram, double? Bandwidth, double Peak, string Format, double? Hop, Source Source)
{
    /// <summary>Time to read all of it once, s; null where the bandwidth is not stated.</summary>
    public double? Drain => Sram / Bandwidth;

    /// <summary>Chips that hold so many bytes.</summary>
    public double Chips(double bytes) => Math.Ceiling(bytes / Sram);

    /// <summary>Reads <c>data/sram/machines.json</c>.</summary>
    /// <exception cref="ChalkException">The file is wrong.</exception>
    public static ImmutableArray<SramMachine> All(DataFolder data)
    {
        JsonView root = JsonView.Read(Path.Combine(data.Path, "sram", "machines.json"));
        return
        [
            .. root.Required("machines").Items().Select(view => new SramMachine(
                SourcedReader.NonEmpty(view.Required("id")), SourcedReader.NonEmpty(view.Required("name")),
                view.Required("sramBytes").Number(1e6, 1e13), view.Optional("bytesPerSecond")?.Number(1e12, 1e19),
                view.Required("flopPerSecond").Number(1e12, 1e20), SourcedReader.NonEmpty(view.Required("format")),
                view.Optional("hopSeconds")?.Number(1e-9, 1e-3), FormatFile.SourceOf(view.Required("source")))),
        ];
    }
}

/// <summary>A published speed of one user.</summary>
/// <param name="System">Whose.</param>
/// <param name="Machine">Its machine in the table; null where it is none of them.</param>
/// <param name="Model">The model.</param>
/// <param name="Speed">tok/s/user.</param>
/// <param name="Layers">Layers of the model.</param>
/// <param name="Weights">Bytes of its weights; null where not stated.</param>
/// <param name="Devices">Machines of the run; null where not stated.</param>
/// <param name="Conditions">What else was said.</param>
/// <param name="Source">Where it was read.</param>
public sealed record PublishedSpeed(
    string System, string? Machine, string Model, double Speed, double Layers, double? Weights, double? Devices, string Conditions, Source Source)
{
    /// <summary>Time of a layer that the speed implies, everything in it, s.</summary>
    public double PerLayer => 1 / (Speed * Layers);

    /// <summary>Reads <c>data/sram/speeds.json</c>.</summary>
    /// <exception cref="ChalkException">The file is wrong.</exception>
    public static ImmutableArray<PublishedSpeed> All(DataFolder data)
    {
        JsonView root = JsonView.Read(Path.Combine(data.Path, "sram", "speeds.json"));
        return
        [
            .. root.Required("speeds").Items().Select(view => new PublishedSpeed(
                SourcedReader.NonEmpty(view.Required("system")), view.Optional("machine")?.Text(), SourcedReader.NonEmpty(view.Required("model")),
                view.Required("tokensPerSecondPerUser").Number(1, 1e6), view.Required("layers").Number(1, 1000),
                view.Optional("parameters")?.Number(1e6, 1e15) * view.Optional("bytesPerParameter")?.Number(0.1, 8),
                view.Optional("devices")?.Number(1, 1e6), view.Required("conditions").Text(), FormatFile.SourceOf(view.Required("source")))),
        ];
    }
}
