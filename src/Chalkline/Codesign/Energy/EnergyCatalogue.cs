using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Files;

namespace Chalkline.Codesign.Energy;

/// <summary>The tables of energies of the data folder (<c>data/energy</c>).</summary>
public sealed class EnergyCatalogue
{
    private const string Folder = "energy";
    private const string ServedName = "served.json";

    private static readonly string[] Kinds = ["arithmetic", "sram", "wire", "memory", "link", "instruction", "node"];

    private static readonly string[] EntryFields =
        ["id", "name", "picojoules", "node", "voltage", "bytes", "overhead", "matches", "role", "default", "source"];

    private static readonly string[] ServedFields = ["model", "device", "tokensPerSecondPerKilowatt", "activeParameters", "source"];

    private EnergyCatalogue(ImmutableArray<EnergyTable> tables, ImmutableArray<ServedEnergy> served)
    {
        Tables = tables;
        Served = served;
    }

    /// <summary>The tables, by file.</summary>
    public ImmutableArray<EnergyTable> Tables { get; }

    /// <summary>Served tokens per kilowatt as measured or stated.</summary>
    public ImmutableArray<ServedEnergy> Served { get; }

    /// <summary>Reads the tables of a data folder.</summary>
    /// <exception cref="ChalkException">A file is wrong, or an identifier stands twice.</exception>
    public static EnergyCatalogue Open(DataFolder data)
    {
        string[] files = [.. data.Files(Folder, "*.json")];
        EnergyTable[] tables = [.. files.Where(file => Path.GetFileName(file) != ServedName).Select(file => Table(JsonView.Read(file)))];
        string? twice = tables.SelectMany(table => table.Entries).GroupBy(entry => entry.Id, StringComparer.Ordinal)
            .FirstOrDefault(group => group.Count() > 1)?.Key;
        return twice is null
            ? new([.. tables], [.. files.Where(file => Path.GetFileName(file) == ServedName).SelectMany(ServedRows)])
            : throw new ChalkException($"{Path.Combine(data.Path, Folder)}: '{twice}' stands in two places; identifiers are unique.");
    }

    /// <summary>All entries of a kind.</summary>
    public IEnumerable<EnergyEntry> Of(string kind) => Tables.Where(table => table.Kind == kind).SelectMany(table => table.Entries);

    /// <summary>An entry by its identifier.</summary>
    /// <exception cref="ChalkException">There is none.</exception>
    public EnergyEntry Find(string id) => Tables.SelectMany(table => table.Entries).FirstOrDefault(entry => entry.Id == id)
        ?? throw new ChalkException($"The tables of data/energy have no '{id}'; add it, or restore the shipped files.");

    /// <summary>The entry taken by default of a kind, or of a link's role.</summary>
    /// <exception cref="ChalkException">None is.</exception>
    public EnergyEntry Default(string kind, string role = "")
        => Of(kind).FirstOrDefault(entry => role.Length > 0 ? entry.Role == role : entry.IsDefault)
            ?? throw new ChalkException($"The tables of data/energy have no default {kind} {role}".TrimEnd() + "; restore the shipped files.");

    /// <summary>What a memory of a name costs a bit; null where no entry stands for it.</summary>
    public EnergyEntry? Memory(string name) => Of("memory")
        .SelectMany(entry => entry.Matches, (entry, match) => (entry, match))
        .Where(pair => name.StartsWith(pair.match, StringComparison.OrdinalIgnoreCase))
        .OrderByDescending(pair => pair.match.Length).Select(pair => pair.entry).FirstOrDefault();

    /// <summary>
    /// Energy of arithmetic at a node over that at 7 nm: the nearest node of the table, the larger of two as near.
    /// </summary>
    public EnergyEntry NodeScale(double node)
        => Of("node").OrderBy(entry => Math.Abs(Math.Log(entry.Node!.Value / node))).ThenByDescending(entry => entry.Node).First();

    private static EnergyTable Table(JsonView root)
    {
        root.Only(["$schema", "id", "name", "kind", "unit", "entries"]);
        JsonView kind = root.Required("kind");
        return Kinds.Contains(kind.Text(), StringComparer.Ordinal)
            ? new(
                SourcedReader.NonEmpty(root.Required("id")), SourcedReader.NonEmpty(root.Required("name")), kind.Text(),
                SourcedReader.NonEmpty(root.Required("unit")), [.. root.Required("entries").Items().Select(Entry)])
            : throw kind.Wrong($"must be one of {string.Join(", ", Kinds)}");
    }

    private static EnergyEntry Entry(JsonView view)
    {
        view.Only(EntryFields);
        JsonView energy = view.Required("picojoules");
        double value = energy.Number(-1e12, 1e12);
        return value > 0
            ? new(
                SourcedReader.NonEmpty(view.Required("id")), SourcedReader.NonEmpty(view.Required("name")), value,
                FormatFile.SourceOf(view.Required("source")))
            {
                Node = view.Optional("node")?.Number(1, 1000),
                Voltage = view.Optional("voltage")?.Number(0.1, 10),
                Bytes = view.Optional("bytes")?.Number(1, 1e12),
                Overhead = view.Optional("overhead")?.Number(0, 1000),
                Matches = view.Optional("matches") is { } matches ? [.. matches.Items().Select(SourcedReader.NonEmpty)] : [],
                Role = view.Optional("role")?.Text() ?? "",
                IsDefault = view.Optional("default")?.Flag() ?? false,
            }
            : throw energy.Wrong("must be more than zero", "nothing is moved or computed for free");
    }

    private static IEnumerable<ServedEnergy> ServedRows(string file)
    {
        JsonView root = JsonView.Read(file).Only(["$schema", "id", "name", "rows"]);
        return root.Required("rows").Items().Select(row =>
        {
            row.Only(ServedFields);
            return new ServedEnergy(
                SourcedReader.NonEmpty(row.Required("model")), SourcedReader.NonEmpty(row.Required("device")),
                row.Required("tokensPerSecondPerKilowatt").Number(1e-3, 1e9),
                new(row.Required("activeParameters").Number(1e6, 1e15)), FormatFile.SourceOf(row.Required("source")));
        });
    }
}
