using System.CommandLine;
using System.Globalization;
using Chalkline.Hardware;
using Chalkline.Layouts;
using Chalkline.Models;

namespace Chalkline.Cli.Commands;

/// <summary>How a model is cut and its experts are placed.</summary>
internal sealed class PlacementOptions
{
    private const int UsualTensor = 8;
    private const double DefaultExponent = 1.2;
    private const int MostCopies = 100_000;

    private readonly Option<string?> _perDevice = Inputs.Text(
        "--experts-per-gpu", "COUNT", "Experts each device holds in a layer, copies included. Default: as --ep says.");

    private readonly DegreeOptions _degrees = new(
        "Tensor parallelism. Default: 1 with experts, else up to 8 devices of a rack.",
        "Groups that hold different sequences and share the experts. Default: --ep over --tp and --cp.",
        "Expert parallelism. Default: what the search chooses, or, beside another\n"
            + "option of these seven, the most devices of a rack that share the experts evenly.",
        "Pipeline stages. Default: 1.",
        context: "Context parallelism: devices that share each sequence's cache by tokens. Default: 1.");

    private readonly Option<string?> _redundant = Inputs.Text(
        "--redundant-experts", "COUNT", "Copies of experts in each layer, of the most visited first. Default: 0.");

    private readonly Option<string?> _routing = Inputs.Text(
        "--routing", "LAW",
        "balanced: every expert alike, chance alone; power-law: some are visited far more. Default: balanced.");

    private readonly Option<string?> _exponent = Inputs.Text(
        "--exponent", "NUMBER", "Exponent of the power law, above 0 to 5. Default: 1.2.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _degrees.AddTo(command);
        foreach (Option option in new Option[] { _perDevice, _redundant, _routing, _exponent })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The first option given that says how the model is cut; null without, and then a search chooses.</summary>
    public string? LayoutOption(ParseResult parsed)
        => _degrees.Given(parsed) ?? new[] { _perDevice, _redundant }
            .FirstOrDefault(option => parsed.GetValue(option) is not null)?.Name;

    /// <summary>Reads them; degrees that are not given follow from those that are.</summary>
    /// <exception cref="ChalkException">One is wrong, or two say different things.</exception>
    public Placed Read(ParseResult parsed, Model model, MachineSystem system)
    {
        ExpertFeedForward? experts =
            model.Layers.Select(layer => layer.FeedForward).OfType<ExpertFeedForward>().FirstOrDefault();
        if (experts is null && new[] { _perDevice, _redundant, _routing, _exponent }
            .FirstOrDefault(option => parsed.GetValue(option) is not null) is { } vain)
        {
            throw new ChalkException($"{vain.Name}: {model.Name} has no experts to place.");
        }

        int redundant = Copies(parsed.GetValue(_redundant));
        (int? tensor, int? attention, int? asked, int? pipeline, int? shared) = _degrees.Read(parsed);
        int? expert = Groups(parsed, asked, experts?.Experts + redundant);
        int stages = pipeline ?? 1;
        int context = shared ?? 1;
        int size = system.DomainSize;
        Layout layout;
        if (experts is null)
        {
            int shards = tensor ?? Shards(model, system, (attention ?? 1) * stages, context);
            layout = new(shards, stages, attention ?? 1, expert ?? 1, 1);
        }
        else
        {
            int shards = tensor ?? 1;
            int held = experts.Experts + redundant;
            int groups = expert
                ?? (attention is { } wanted
                    ? wanted * shards * context
                    : new ExpertPlacement(held, size).Checked().Used);
            layout = new(shards, stages, attention ?? Math.Max(1, groups / (shards * context)), groups, 1);
        }

        return new(layout with { ContextParallel = context }, redundant, Exponent(parsed));
    }

    /// <summary>Expert parallelism, from either of the two options that say it.</summary>
    private int? Groups(ParseResult parsed, int? groups, int? held)
    {
        if (Inputs.Count(parsed, _perDevice, "experts") is not { } each || held is not { } all)
        {
            return groups;
        }

        if (all % each != 0)
        {
            throw new ChalkException(
                $"--experts-per-gpu {each}: {all} experts, copies included, do not divide into groups of {each}; "
                + $"{each - (all % each)} more copies would.");
        }

        return groups is null || groups == all / each
            ? all / each
            : throw new ChalkException(
                $"--ep {groups}: {each} experts a device make {all / each} groups of {all}; leave one of the two out.");
    }

    private int Copies(string? text)
        => text is null ? 0
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int copies) && copies <= MostCopies
                ? copies
                : throw new ChalkException(
                    $"{_redundant.Name} {text}: must be a whole number of copies from 0 to {MostCopies}.");

    private double Exponent(ParseResult parsed)
    {
        string? law = parsed.GetValue(_routing)?.ToLowerInvariant();
        string? text = parsed.GetValue(_exponent);
        if (law is not (null or "balanced" or "power-law"))
        {
            throw new ChalkException($"--routing {law} is not known; choose balanced or power-law.");
        }

        if (text is null)
        {
            return law == "power-law" ? DefaultExponent : 0;
        }

        if (law != "power-law")
        {
            throw new ChalkException($"--exponent {text}: belongs to --routing power-law.");
        }

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double exponent)
            && exponent is > 0 and <= 5
            ? exponent
            : throw new ChalkException($"--exponent {text}: must be a number above 0 and at most 5.");
    }

    /// <summary>The widest usual tensor parallelism that the model allows.</summary>
    private static int Shards(Model model, MachineSystem system, int others, int context)
    {
        int widest = Math.Min(UsualTensor, system.DomainSize);
        while (widest > 1 && (widest * others * context > system.Devices
            || LayoutCheck.Problem(model, system, new(widest, 1, 1, 1, 1) { ContextParallel = context }) is not null))
        {
            widest--;
        }

        return widest;
    }
}

/// <summary>What the options said.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="Redundant">Copies of experts.</param>
/// <param name="Exponent">Exponent of the power law; 0 for even popularity.</param>
internal sealed record Placed(Layout Layout, int Redundant, double Exponent);
