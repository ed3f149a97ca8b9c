using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Search;
using Chalkline.Serving;

namespace Chalkline.Cli.Commands;

/// <summary>What a plan looks for, within which limits, and what is to be shown of it.</summary>
internal sealed class PlanOptions
{
    private readonly Option<string?> _objective = Inputs.Text(
        "--objective", "NAMES", "What to look for: cheapest, fastest, tokens-per-mw, least-gpus, or several with commas.\n"
            + "Default: cheapest,fastest.");

    private readonly Option<string?> _load = Inputs.Text(
        "--load", "RATE", "Load to carry on as few devices as will do: 20req/s, or output tokens as 20000tok/s.");

    private readonly Option<bool> _minimum = new("--min-gpus")
    {
        Description = "Use as few devices as will do; the same as --objective least-gpus.",
    };

    private readonly Option<string?> _endToEnd = Inputs.Text("--e2e", "TIME", "Longest time from a request to its last token, for example 20s.");
    private readonly Option<string?> _cost = Inputs.Text("--max-cost", "PRICE", "Most that an output token may cost, input included, for example 0.5$/Mtok.");
    private readonly Option<string?> _budget = Inputs.Text("--budget", "PRICE", "Most that the devices may cost an hour, for example 50$/h.");
    private readonly Option<string?> _power = Inputs.Text("--power", "POWER", "Most power that the devices may take, for example 100kW.");

    private readonly Option<string?> _prefill = Inputs.Text(
        "--prefill-on", "SYSTEM", "Another machine that takes the prompts; --on then decodes.");

    private readonly Option<string?> _prefillPrice = Inputs.Text("--prefill-price", "PRICE", "Price of a device of --prefill-on. Default: as for --price.");

    private readonly Option<string?> _modes = Inputs.Text(
        "--modes", "NAMES", "What may share devices: aggregated (all), disaggregated (prefill and decode apart), attention-ffn (attention\n"
            + "and feed-forward layers of decode apart as well), several with commas, or all. Default: aggregated,disaggregated.");

    private readonly Option<string?> _engine = Inputs.Text(
        "--engine", "NAMES", "Show how engines are started so: vllm, sglang, trtllm, several with commas, or all.");


    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            _objective, _load, _minimum, _endToEnd, _cost, _budget, _power, _prefill, _prefillPrice, _modes, _engine,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The points asked for, in the order given.</summary>
    public IReadOnlyList<PlanObjective> Objectives(ParseResult parsed)
    {
        List<PlanObjective> asked = parsed.GetValue(_objective) is { } list
            ? [.. Inputs.Names("--objective", list).Select(ObjectiveOf)]
            : [PlanObjective.Cheapest, PlanObjective.Fastest];
        if (parsed.GetValue(_minimum) && !asked.Contains(PlanObjective.LeastDevices))
        {
            asked.Insert(0, PlanObjective.LeastDevices);
        }

        return asked;
    }

    /// <summary>The engines to show commands of; empty when none is asked for.</summary>
    public IReadOnlyList<ServingEngine> Engines(ParseResult parsed) => parsed.GetValue(_engine) switch
    {
        null => [],
        "all" => Enum.GetValues<ServingEngine>(),
        string list => [.. Inputs.Names("--engine", list).Select(name => name.ToLowerInvariant() switch
        {
            "vllm" => ServingEngine.Vllm,
            "sglang" => ServingEngine.Sglang,
            "trtllm" or "tensorrt-llm" => ServingEngine.TensorRtLlm,
            _ => throw new ChalkException($"--engine {name} is not known; choose vllm, sglang, trtllm or all."),
        })],
    };

    /// <summary>Puts what is asked into a request.</summary>
    /// <exception cref="ChalkException">A limit is wrong, or contradicts another.</exception>
    public PlanRequest Apply(ParseResult parsed, PlanRequest request)
    {
        IReadOnlyList<PlanObjective> asked = Objectives(parsed);
        RequestsPerSecond? load = Load(parsed, request.Workload.Output);
        bool least = load is not null || asked.Contains(PlanObjective.LeastDevices);
        PrefillPool? pool = Pool(parsed);
        List<Objective> objectives = [Objective.Speed, Objective.Throughput];
        if (least)
        {
            objectives.Add(Objective.Devices);
        }

        if (least && pool is { Price: not null } && request.Price is not null)
        {
            objectives.Add(Objective.Cost);
        }

        if (asked.Contains(PlanObjective.TokensPerMegawatt))
        {
            objectives.Add(Objective.TokensPerWatt);
        }

        return (request with
        {
            Load = load ?? (least ? new RequestsPerSecond(0) : null),
            Prefill = pool,
            Modes = Modes(parsed) ?? request.Modes,
            EndToEnd = Inputs.Quantity<Seconds>(parsed, _endToEnd),
            CostLimit = Inputs.Quantity<UsdPerToken>(parsed, _cost),
            Budget = Inputs.Quantity<UsdPerHour>(parsed, _budget),
            Power = Inputs.Quantity<Watts>(parsed, _power),
            Objectives = [.. objectives],
        }).Checked();
    }

    private ImmutableArray<ServingMode>? Modes(ParseResult parsed) => parsed.GetValue(_modes) switch
    {
        null => null,
        "all" => [.. Enum.GetValues<ServingMode>()],
        string list => [.. Inputs.Names("--modes", list).Select(name => name.ToLowerInvariant() switch
        {
            "aggregated" => ServingMode.Aggregated,
            "disaggregated" => ServingMode.Disaggregated,
            "attention-ffn" => ServingMode.AttentionFeedForward,
            _ => throw new ChalkException($"--modes {name} is not known; choose aggregated, disaggregated, attention-ffn or all."),
        }).Distinct().Order()],
    };

    private PrefillPool? Pool(ParseResult parsed)
    {
        UsdPerDeviceHour? given = Inputs.DevicePrice(parsed, _prefillPrice);
        if (parsed.GetValue(_prefill) is not { } name)
        {
            return given is null ? null : throw new ChalkException("--prefill-price changes nothing without --prefill-on.");
        }

        MachineSystem system = HardwareCatalogue.Open(DataFolder.Default).FindSystem(name);
        return new(system, system.Devices, given ?? HardwareCatalogue.DefaultPrice(system.Accelerator)?.Price);
    }

    private RequestsPerSecond? Load(ParseResult parsed, Tokens output)
    {
        if (parsed.GetValue(_load) is not { } text)
        {
            return null;
        }

        return QuantityText.TryParse(text, TokensPerSecond.Info, out double tokens, out _) && tokens > 0 && double.IsFinite(tokens)
            ? new RequestsPerSecond(tokens / output.Value)
            : Inputs.Quantity<RequestsPerSecond>(parsed, _load);
    }

    private static PlanObjective ObjectiveOf(string name) => name.ToLowerInvariant() switch
    {
        "cheapest" => PlanObjective.Cheapest,
        "fastest" => PlanObjective.Fastest,
        "tokens-per-mw" => PlanObjective.TokensPerMegawatt,
        "least-gpus" => PlanObjective.LeastDevices,
        _ => throw new ChalkException(string.Create(
            CultureInfo.InvariantCulture, $"--objective {name} is not known; choose cheapest, fastest, tokens-per-mw or least-gpus.")),
    };
}
