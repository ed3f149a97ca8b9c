using System.CommandLine;
using Chalkline.Layouts;
using Chalkline.Models;

namespace Chalkline.Cli.Commands;

/// <summary>A layout, degree by degree.</summary>
internal sealed class LayoutOptions
{
    private readonly Option<string?> _tensor = Inputs.Text(
        "--tp", "COUNT", "Tensor parallelism. Default, with the three below: the fewest devices that hold model and batch.");

    private readonly Option<string?> _attention = Inputs.Text(
        "--attention-dp", "COUNT", "Groups that hold different sequences and share the experts.");

    private readonly Option<string?> _expert = Inputs.Text(
        "--ep", "COUNT", "Expert parallelism. Default: 1, or all devices of a stage with --attention-dp.");

    private readonly Option<string?> _pipeline = Inputs.Text("--pp", "COUNT", "Pipeline stages.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_tensor);
        command.Options.Add(_attention);
        command.Options.Add(_expert);
        command.Options.Add(_pipeline);
    }

    /// <summary>Reads them; null when none is given.</summary>
    public Layout? Read(ParseResult parsed, Model model)
    {
        int? tensor = Inputs.Count(parsed, _tensor, "devices");
        int? attention = Inputs.Count(parsed, _attention, "groups");
        int? expert = Inputs.Count(parsed, _expert, "groups");
        int? pipeline = Inputs.Count(parsed, _pipeline, "stages");
        if (tensor is null && attention is null && expert is null && pipeline is null)
        {
            return null;
        }

        int groups = attention ?? 1;
        int stage = (tensor ?? 1) * groups;
        bool experts = model.Layers.Any(layer => layer.FeedForward is ExpertFeedForward);
        return new(tensor ?? 1, pipeline ?? 1, groups, expert ?? (experts && groups > 1 ? stage : 1), 1);
    }
}
