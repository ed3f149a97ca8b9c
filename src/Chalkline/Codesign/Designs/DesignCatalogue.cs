using System.Collections.Immutable;
using Chalkline.Catalog;
using Chalkline.Codesign.NumberFormats;
using Chalkline.Codesign.Quality;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Codesign.Designs;

/// <summary>Reads designs from their JSON files (<c>data/schemas/design.schema.json</c>).</summary>
public sealed class DesignCatalogue
{
    private const string Folder = "designs";

    private static readonly string[] RootFields = ["$schema", "id", "name", "model", "hardware", "batch", "context", "notes"];
    private static readonly string[] ModelFields =
        ["name", "weights", "activations", "kv", "recipe", "eN", "eD", "trainingTokens", "source"];

    private static readonly string[] HardwareFields =
        ["device", "set", "devices", "weightMemory", "layerLatency", "marks"];

    private readonly DataFolder _data;
    private readonly FormatCatalogue _formats;
    private readonly HardwareCatalogue _hardware;
    private readonly ModelCatalogue _models;
    private readonly Lazy<ImmutableArray<KnownRecipe>> _recipes;

    private DesignCatalogue(DataFolder data)
    {
        _data = data;
        _formats = FormatCatalogue.Open(data);
        _hardware = HardwareCatalogue.Open(data);
        _models = ModelCatalogue.Open(data);
        _recipes = new(() => KnownRecipe.All(_formats, ScalingLawCatalogue.Open(data)));
    }

    /// <summary>Identifiers of the shipped designs.</summary>
    public IReadOnlyList<string> Ids => [.. _data.Files(Folder, "*.json").Select(file => Path.GetFileNameWithoutExtension(file))];

    /// <summary>Opens the designs of a data folder; none is read yet.</summary>
    public static DesignCatalogue Open(DataFolder data) => new(data);

    /// <summary>Finds a shipped design, or reads one from a JSON file.</summary>
    /// <exception cref="ChalkException">There is no such design, or its file is wrong.</exception>
    public Design Find(string name) => Read(_data.Named(Folder, name, "a known design"));

    private Design Read(JsonView root)
    {
        root.Only(RootFields);
        string id = SourcedReader.NonEmpty(root.Required("id"));
        return new()
        {
            Id = id,
            Name = SourcedReader.NonEmpty(root.Required("name")),
            Model = ModelOf(id, root.Required("model")),
            Hardware = HardwareOf(id, root.Required("hardware")),
            Batch = root.Required("batch").Integer(1, 1_000_000),
            Context = new(root.Required("context").Integer(1, 100_000_000)),
            Notes = root.Optional("notes")?.Text() ?? "",
        };
    }

    private ModelSide ModelOf(string id, JsonView view)
    {
        view.Only(ModelFields);
        FormatAnatomy weights = Format(view, "weights", "bf16");
        FormatAnatomy activations = Format(view, "activations", weights.Id);
        IsoLoss change = new(view.Optional("eN")?.Number(1e-3, 10) ?? 1, view.Optional("eD")?.Number(1e-3, 10) ?? 1);
        Source? source = view.Optional("source") is { } given ? FormatFile.SourceOf(given) : null;
        if (view.Optional("recipe") is { } recipe)
        {
            if (view.Has("eN") || view.Has("eD"))
            {
                throw recipe.Wrong("contradicts 'eN' and 'eD', which say the same", "give either the recipe or its efficiencies");
            }

            KnownRecipe known = _recipes.Value.FirstOrDefault(one => one.Name == recipe.Text())
                ?? throw recipe.Wrong($"is not a known recipe; it must be one of {string.Join(", ", _recipes.Value.Select(one => one.Name))}");
            (change, source) = (known.Change, known.Source);
        }
        else if ((change.Parameters != 1 || change.Tokens != 1) && source is null)
        {
            throw view.Wrong("changes quality without saying whence", "add 'source' with where, date and verified");
        }

        return new(
            id, _models.Find(SourcedReader.NonEmpty(view.Required("name"))), weights, activations, Format(view, "kv", "fp8"), change,
            new(view.Optional("trainingTokens")?.Number(1e6, 1e18) ?? 15e12), source);
    }

    private FormatAnatomy Format(JsonView view, string field, string usual)
        => view.Optional(field) is not { } named ? _formats.Find(usual)
            : _formats.Named(named.Text()) is { } known ? known
            : named.Text().EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? _formats.Find(named.Text())
            : throw named.Wrong("is not a number format", $"choose one of {string.Join(", ", _formats.All.Select(format => format.Id))}, or a JSON file");

    private HardwareSide HardwareOf(string id, JsonView view)
    {
        view.Only(HardwareFields);
        JsonView device = view.Required("device");
        Accelerator accelerator = _hardware.FindAccelerator(device.Text());
        if (view.Optional("set") is { } set)
        {
            try
            {
                accelerator = HardwareChange.Apply(
                    accelerator, HardwareChange.ReadAll(set.Items().Select(item => item.Text())), $"{accelerator.Id} of {id}");
            }
            catch (ChalkException wrong)
            {
                throw set.Wrong($"cannot be: {wrong.Message.TrimEnd('.')}");
            }
        }

        return new(id, accelerator, view.Optional("devices")?.Integer(1, 1_000_000) ?? 1)
        {
            WeightMemory = view.Optional("weightMemory") is { } memory ? OnDie(memory, accelerator) : null,
            LayerLatency = view.Optional("layerLatency")?.Quantity<Seconds>() ?? Seconds.Zero,
            Marks = view.Optional("marks") is { } marks ? [.. marks.Items().Select(SourcedReader.NonEmpty)] : [],
        };
    }

    private static OnDieMemory OnDie(JsonView view, Accelerator accelerator)
    {
        view.Only(["capacity", "bandwidth"]);
        JsonView capacity = view.Required("capacity");
        Bytes size = capacity.Quantity<Bytes>();
        Accelerator with = accelerator with { OnChipMemory = new(size, accelerator.Memory.Capacity.Source, []) };
        return OnChipLimit.ShareOfDie(with) is > 1 and var share
            ? throw capacity.Wrong(FormattableString.Invariant(
                $"is more SRAM than a die of {accelerator.Die!.Area:0} mm2 holds: its cells alone take {100 * share:0} % of it"))
            : new(size, view.Required("bandwidth").Quantity<BytesPerSecond>());
    }
}
