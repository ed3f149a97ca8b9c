using System.CommandLine;

namespace Chalkline.Cli.Commands;

/// <summary>Prefill and decode on separate workers.</summary>
internal sealed class PoolOptions
{
    private readonly Option<string?> _prefill = Inputs.Text(
        "--prefill-workers",
        "COUNT",
        "Workers that only take prompts, apart from those that decode. Needs --decode-workers.");

    private readonly Option<string?> _decode = Inputs.Text(
        "--decode-workers",
        "COUNT",
        "Workers that only decode, each in the layout of --tp and so on. Needs --prefill-workers.");

    /// <summary>The layout of a prefill worker.</summary>
    public LayoutOptions Layout { get; } = new("prefill-", "of a prefill worker. Default: as a decode worker.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_prefill);
        command.Options.Add(_decode);
        Layout.AddTo(command);
    }

    /// <summary>Reads the numbers of workers; null when prefill and decode share devices.</summary>
    /// <exception cref="ChalkException">One is given without the other, or contradicts replicas.</exception>
    public (int Prefill, int Decode)? Read(ParseResult parsed, int? replicas)
    {
        int? prefill = Inputs.Count(parsed, _prefill, "workers");
        int? decode = Inputs.Count(parsed, _decode, "workers");
        return (prefill, decode) switch
        {
            (null, null) when Layout.Given(parsed) is { } option => throw new ChalkException(
                $"{option} changes nothing without prefill workers; give --prefill-workers and --decode-workers."),
            (null, null) => null,
            ({ } before, { } after) when replicas is null => (before, after),
            ({ } before, { } after) => throw new ChalkException(
                $"--replicas contradicts --prefill-workers {before} and --decode-workers {after}, "
                + "which count the copies; leave it out."),
            (null, _) => throw new ChalkException(
                $"--decode-workers {decode}: needs --prefill-workers, for example 1."),
            _ => throw new ChalkException($"--prefill-workers {prefill}: needs --decode-workers, for example 1."),
        };
    }
}
