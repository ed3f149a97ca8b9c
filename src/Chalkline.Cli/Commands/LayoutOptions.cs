using System.CommandLine;
using Chalkline.Layouts;
using Chalkline.Models;

namespace Chalkline.Cli.Commands;

/// <summary>A layout, degree by degree.</summary>
internal sealed class LayoutOptions
{
    private readonly Option<string?> _tensor;
    private readonly Option<string?> _attention;
    private readonly Option<string?> _expert;
    private readonly Option<string?> _pipeline;
    private readonly Option<string?> _context;

    /// <summary>The layout that a command asks for.</summary>
    public LayoutOptions()
    {
        _tensor = Inputs.Text(
            "--tp",
            "COUNT",
            "Tensor parallelism. Default, with the four below: the fewest devices that hold model and batch.");
        _attention = Inputs.Text("--attention-dp", "COUNT", "Groups that hold different sequences and share the experts.");
        _expert = Inputs.Text("--ep", "COUNT", "Expert parallelism. Default: 1, or all devices of a stage with --attention-dp.");
        _pipeline = Inputs.Text("--pp", "COUNT", "Pipeline stages.");
        _context = Inputs.Text(
            "--cp", "COUNT", "Context parallelism: devices that share each sequence's cache by tokens.");
    }

    /// <summary>A second layout beside it.</summary>
    /// <param name="prefix">What its options begin with, after the dashes.</param>
    /// <param name="whose">Whose layout it is, and its default, for the help.</param>
    public LayoutOptions(string prefix, string whose)
    {
        _tensor = Inputs.Text($"--{prefix}tp", "COUNT", $"Tensor parallelism {whose}");
        _attention = Inputs.Text($"--{prefix}attention-dp", "COUNT", $"Attention-parallel groups {whose}");
        _expert = Inputs.Text($"--{prefix}ep", "COUNT", $"Expert parallelism {whose}");
        _pipeline = Inputs.Text($"--{prefix}pp", "COUNT", $"Pipeline stages {whose}");
        _context = Inputs.Text($"--{prefix}cp", "COUNT", $"Context parallelism {whose}");
    }

    /// <summary>The first of the options that is given; null when none is.</summary>
    public string? Given(ParseResult parsed)
        => new[] { _tensor, _attention, _expert, _pipeline, _context }
            .FirstOrDefault(option => parsed.GetValue(option) is not null)?.Name;

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_tensor);
        command.Options.Add(_attention);
        command.Options.Add(_expert);
        command.Options.Add(_pipeline);
        command.Options.Add(_context);
    }

    /// <summary>Reads them; null when none is given.</summary>
    public Layout? Read(ParseResult parsed, Model model)
    {
        int? tensor = Inputs.Count(parsed, _tensor, "devices");
        int? attention = Inputs.Count(parsed, _attention, "groups");
        int? expert = Inputs.Count(parsed, _expert, "groups");
        int? pipeline = Inputs.Count(parsed, _pipeline, "stages");
        int? context = Inputs.Count(parsed, _context, "devices");
        if (tensor is null && attention is null && expert is null && pipeline is null && context is null)
        {
            return null;
        }

        int groups = attention ?? 1;
        int stage = (tensor ?? 1) * (context ?? 1) * groups;
        bool experts = model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward);
        return new(tensor ?? 1, pipeline ?? 1, groups, expert ?? (experts && groups > 1 ? stage : 1), 1)
        {
            ContextParallel = context ?? 1,
        };
    }
}
