using System.CommandLine;

namespace Chalkline.Cli.Commands;

/// <summary>How often a model is cut each way: four options and context parallelism where a command has it, each a count or not given.</summary>
internal sealed class DegreeOptions
{
    private readonly Option<string?> _tensor;
    private readonly Option<string?> _attention;
    private readonly Option<string?> _expert;
    private readonly Option<string?> _pipeline;
    private readonly Option<string?>? _context;

    /// <summary>Options with what the help says of them.</summary>
    /// <param name="tensor">Of tensor parallelism.</param>
    /// <param name="attention">Of attention-parallel groups.</param>
    /// <param name="expert">Of expert parallelism.</param>
    /// <param name="pipeline">Of pipeline stages.</param>
    /// <param name="prefix">What the options begin with, after the dashes.</param>
    /// <param name="stages">Name of the option for pipeline stages, after the prefix.</param>
    /// <param name="context">Of context parallelism; null for a command without.</param>
    public DegreeOptions(
        string tensor,
        string attention,
        string expert,
        string pipeline,
        string prefix = "",
        string stages = "pp",
        string? context = null)
    {
        _tensor = Inputs.Text($"--{prefix}tp", "COUNT", tensor);
        _attention = Inputs.Text($"--{prefix}attention-dp", "COUNT", attention);
        _expert = Inputs.Text($"--{prefix}ep", "COUNT", expert);
        _pipeline = Inputs.Text($"--{prefix}{stages}", "COUNT", pipeline);
        _context = context is null ? null : Inputs.Text($"--{prefix}cp", "COUNT", context);
    }

    private IEnumerable<Option<string?>> All
        => new[] { _tensor, _attention, _expert, _pipeline, _context }.OfType<Option<string?>>();

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The first of the options that is given; null when none is.</summary>
    public string? Given(ParseResult parsed)
        => All.FirstOrDefault(option => parsed.GetValue(option) is not null)?.Name;

    /// <summary>Reads them.</summary>
    /// <exception cref="ChalkException">One is not a count.</exception>
    public Degrees Read(ParseResult parsed) => new(
        Inputs.Count(parsed, _tensor, "devices"),
        Inputs.Count(parsed, _attention, "groups"),
        Inputs.Count(parsed, _expert, "groups"),
        Inputs.Count(parsed, _pipeline, "stages"),
        _context is null ? null : Inputs.Count(parsed, _context, "devices"));
}
