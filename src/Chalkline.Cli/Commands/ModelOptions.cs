using System.CommandLine;
using System.CommandLine.Parsing;
using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Models;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary>Model, machine, formats and price: what most commands start from.</summary>
/// <param name="required">Whether the machine must be given; false where a command checks that itself.</param>
/// <param name="named">Whether the model must be named; false where a command can do with its figures.</param>
internal sealed class ModelOptions(bool required = true, bool named = true)
{
    private readonly Argument<string> model = new("MODEL")
    {
        Description = "A model of the catalogue (deepseek-v3, deepseek-ai/DeepSeek-V3) or a path to a config.json.",
        Arity = named ? ArgumentArity.ExactlyOne : ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> system = new("--on")
    {
        Description = "The machine: a system (gb200-nvl72, hgx-h100), so many of it (gb200-nvl72x4), so many devices (h100x8), or a file."
            + (required || !named ? "" : "\nNeeded, except to compare saved plans."),
        HelpName = "SYSTEM",
        Required = required,
    };

    private readonly Option<string?> weights = Inputs.Text(
        "--weights", "FORMAT", "Number format of the layers' weights: bf16, fp8, nvfp4, mxfp4, int4, any of `catalog list formats`, or a file. Default: as published.");

    private readonly Option<string?> keyValue = Inputs.Text(
        "--kv", "FORMAT", "Number format of the KV cache. Default: bf16.");

    private readonly Option<string?> price = Inputs.Text(
        "--price", "PRICE", "Price of one device, for example 2.2$/h. Default: the newest three-year rent known, or the next best; the answer names it.");

    private readonly Option<string[]> changes = new("--set")
    {
        Description = "Figures of the device to change, as hbm.bandwidth=8TB/s or peaks=2x; `hardware fields` lists them. May be repeated.",
        HelpName = "FIELD=VALUE",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(model);
        command.Options.Add(system);
        command.Options.Add(weights);
        command.Options.Add(keyValue);
        command.Options.Add(price);
        command.Options.Add(changes);
    }

    /// <summary>Whether a machine is named, or several: reading two would fail before the second is refused.</summary>
    public bool NamesMachine(CommandResult command) => command.GetResult(system) is { Implicit: false };

    /// <summary>The name of the machine; null when none is given.</summary>
    public string? Machine(ParseResult parsed) => parsed.GetValue(system);

    /// <summary>The price of one device that was given; null when none is.</summary>
    public UsdPerDeviceHour? GivenPrice(ParseResult parsed) => Inputs.DevicePrice(parsed, price);

    /// <summary>Whether a model is named.</summary>
    public bool NamesModel(ParseResult parsed) => parsed.GetValue(model) is not null;

    /// <summary>What stands in the place of the model.</summary>
    public string Model(ParseResult parsed) => parsed.GetRequiredValue(model);

    /// <summary>Reads the model and the format of its KV cache, where no machine is named.</summary>
    /// <exception cref="ChalkException">A name or format is wrong, or an option needs a machine.</exception>
    public (Model Model, NumberFormat Cache) ReadModel(ParseResult parsed)
    {
        foreach ((string option, string? text) in new[]
            { ("--weights", parsed.GetValue(weights)), ("--set", parsed.GetValue(changes)?.FirstOrDefault()) })
        {
            if (text is not null)
            {
                throw new ChalkException($"{option} {text}: needs a machine; name one with --on.");
            }
        }

        return (ModelCatalogue.Open(DataFolder.Default).Find(Model(parsed)), Cache(parsed));
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="ChalkException">A name, format or price is wrong.</exception>
    public ModelInputs Read(ParseResult parsed) => Read(parsed, parsed.GetRequiredValue(system)!, parsed.GetValue(weights));

    /// <summary>Reads them where several machines and several formats may be given, with commas between.</summary>
    /// <exception cref="ChalkException">A list is empty or names something twice; a name, format or price is wrong.</exception>
    public IReadOnlyList<ModelInputs> ReadAll(ParseResult parsed) =>
    [
        .. from machine in Inputs.Names("--on", parsed.GetRequiredValue(system)!)
           from format in parsed.GetValue(weights) is { } list ? (IEnumerable<string?>)Inputs.Names("--weights", list) : [null]
           select Read(parsed, machine, format),
    ];

    private ModelInputs Read(ParseResult parsed, string machineName, string? formatName)
    {
        DataFolder data = DataFolder.Default;
        Model chosen = ModelCatalogue.Open(data).Find(parsed.GetRequiredValue(model));
        HardwareCatalogue hardware = HardwareCatalogue.Open(data);
        MachineSystem machine = HardwareChange.Apply(
            hardware.FindSystem(machineName), HardwareChange.ReadAll(parsed.GetValue(changes) ?? []));
        NumberFormat cache = Cache(parsed);
        Precision precision = formatName is { } format
            ? Precision.Uniform(FormatCatalogue.Stored(data, format), cache)
            : chosen.Native with { KeyValue = cache };
        PricePoint? list = HardwareCatalogue.DefaultPrice(machine.Accelerator);
        UsdPerDeviceHour? given = Inputs.DevicePrice(parsed, price);
        string source = given is not null ? "given" : list is null ? "" : $"{list.Metric}, {list.Source.Date}, {list.Source.Where}";
        return new(chosen, machine, precision, given ?? list?.Price, source, given is null ? list?.Source : null)
        {
            WeightsGiven = parsed.GetValue(weights) is not null,
        };
    }

    private NumberFormat Cache(ParseResult parsed) => parsed.GetValue(keyValue) is { } name
        ? FormatCatalogue.Stored(DataFolder.Default, name)
        : NumberFormat.Bf16;
}

/// <summary>What was read.</summary>
/// <param name="Model">The model.</param>
/// <param name="System">The machine.</param>
/// <param name="Precision">Formats.</param>
/// <param name="Price">Price of a device; null when neither given nor known.</param>
/// <param name="PriceSource">Where the price comes from, in words.</param>
/// <param name="PriceDatum">Where the price comes from; null when the user gave it or none is known.</param>
internal sealed record ModelInputs(
    Model Model, MachineSystem System, Precision Precision, UsdPerDeviceHour? Price, string PriceSource, Source? PriceDatum)
{
    /// <summary>Whether the format of the weights was asked for.</summary>
    public bool WeightsGiven { get; init; }

    /// <summary>Formats in a line.</summary>
    public string Formats
    {
        get
        {
            Precision p = Precision;
            string weights = p.Attention == p.Experts && p.Experts == p.FeedForward
                ? $"{p.Attention} weights"
                : $"{p.Experts} experts, {p.Attention} attention";
            return $"{weights}, {p.KeyValue} KV cache";
        }
    }

    /// <summary>Model and machine in a line.</summary>
    public string Subject => $"{Model.Name} on {System.Id} ({System.Devices:N0} x {System.Accelerator.Name})";
}
