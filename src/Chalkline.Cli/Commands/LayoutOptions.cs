using System.CommandLine;
using Chalkline.Layouts;
using Chalkline.Models;

namespace Chalkline.Cli.Commands;

/// <summary>A layout, degree by degree.</summary>
internal sealed class LayoutOptions
{
    private readonly DegreeOptions _degrees;

    /// <summary>The layout that a command asks for.</summary>
    public LayoutOptions() => _degrees = new(
        "Tensor parallelism. Default, with the four below: the fewest devices that hold model and batch.",
        "Groups that hold different sequences and share the experts.",
        "Expert parallelism. Default: 1, or all devices of a stage with --attention-dp.",
        "Pipeline stages.",
        context: "Context parallelism: devices that share each sequence's cache by tokens.");

    /// <summary>A second layout beside it.</summary>
    /// <param name="prefix">What its options begin with, after the dashes.</param>
    /// <param name="whose">Whose layout it is, and its default, for the help.</param>
    public LayoutOptions(string prefix, string whose) => _degrees = new(
        $"Tensor parallelism {whose}",
        $"Attention-parallel groups {whose}",
        $"Expert parallelism {whose}",
        $"Pipeline stages {whose}",
        prefix,
        context: $"Context parallelism {whose}");

    /// <summary>The first of the options that is given; null when none is.</summary>
    public string? Given(ParseResult parsed) => _degrees.Given(parsed);

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command) => _degrees.AddTo(command);

    /// <summary>Reads them; null when none is given.</summary>
    public Layout? Read(ParseResult parsed, Model model)
    {
        Degrees degrees = _degrees.Read(parsed);
        return Given(parsed) is null ? null : degrees.Layout(model);
    }
}
