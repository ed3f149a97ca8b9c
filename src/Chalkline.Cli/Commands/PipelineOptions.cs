using System.CommandLine;
using Chalkline.Formats;
using Chalkline.Pipelines;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary>What a pipeline is made of and works through.</summary>
internal sealed class PipelineOptions
{
    private readonly DegreeOptions _degrees = new(
        "Tensor parallelism of a stage. Default: 1.",
        "Groups of a stage that hold different sequences and share the experts. Default: 1.",
        "Expert parallelism of a stage. Default: 1, or all devices of a stage with --attention-dp.",
        "Pipeline stages. Default: 4.",
        stages: "stages");

    private readonly Option<string?> _micro = Inputs.Text(
        "--micro-batches", "COUNT",
        "Micro-batches of a step, or groups of sequences in flight. "
            + "Default: 4 for each stage in training, one in serving.");

    private readonly Option<string?> _schedule = Inputs.Text(
        "--schedule", "NAME", $"{string.Join(", ", Schedules.OfTraining.Select(row => row.Name))}. Default: 1f1b.");

    private readonly Option<bool> _train = new("--train") { Description = "A training step. This is the default." };

    private readonly Option<bool> _serve = new("--serve")
    {
        Description = "Decoding, a token a turn, in place of training.",
    };

    private readonly Option<string?> _chunks = Inputs.Text(
        "--chunks", "COUNT", "Parts of the model on a stage, for the interleaved schedule. Default: 2.");

    private readonly Option<string?> _layers = Inputs.Text(
        "--layers-per-stage", "LIST",
        "Layers of each part of the model in order, such as 15,16,16,14. Default: evenly.");

    private readonly Option<string?> _sequence = Inputs.Text(
        "--sequence", "TOKENS", "Tokens of a training sequence. Default: 4096.");

    private readonly Option<string?> _batch = Inputs.Text(
        "--micro-batch", "COUNT", "Sequences of a micro-batch. Default: 1 a group in training, 64 in serving.");

    private readonly Option<string?> _context = Inputs.Text(
        "--context", "TOKENS", "Tokens each sequence holds in serving. Default: 4096.");

    private readonly Option<string?> _residuals = Inputs.Text(
        "--residuals", "COUNT",
        "Streams of earlier blocks that each hand-over carries beside the residual stream. Default: 0.");

    private readonly Option<string?> _hop = Inputs.Text(
        "--hop", "TIME", "Time of a hand-over between stages. Default: from the machine's network.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        _degrees.AddTo(command);
        foreach (Option option in new Option[]
        {
            _micro, _schedule, _train, _serve, _chunks, _layers, _sequence, _batch, _context, _residuals, _hop,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="ChalkException">One is wrong, or two do not go together.</exception>
    public PipelineInputs Read(ParseResult parsed, ModelInputs inputs)
    {
        bool serves = parsed.GetValue(_serve);
        ScheduleKind schedule = serves ? ScheduleKind.Decode
            : parsed.GetValue(_schedule) is { } name ? Schedules.Find(name) : ScheduleKind.OneForwardOneBackward;
        Conflict(parsed, serves, schedule);
        Degrees degrees = _degrees.Read(parsed);
        int stages = degrees.Pipeline ?? 4;
        if (stages > inputs.Model.Layers.Length)
        {
            throw new ChalkException(FormattableString.Invariant(
                $"--stages {stages}: {inputs.Model.Name} has {inputs.Model.Layers.Length} layers, and a stage needs one."));
        }

        return new(
            schedule,
            (degrees with { Pipeline = stages }).Layout(inputs.Model),
            Inputs.Count(parsed, _micro, "micro-batches") ?? (serves ? stages : 4 * stages),
            Inputs.Count(parsed, _chunks, "chunks") ?? 2,
            Inputs.Count(parsed, _batch, "sequences") ?? (serves ? 64 : degrees.Attention ?? 1),
            (serves ? Inputs.Length(parsed, _context) : Inputs.Length(parsed, _sequence)) ?? new Tokens(4096),
            [.. Inputs.Counts(parsed, _layers).Select(count => (int)count)],
            parsed.GetValue(_residuals) is "0" ? 0 : Inputs.Count(parsed, _residuals, "streams") ?? 0,
            parsed.GetValue(_hop) is "0" ? Seconds.Zero : Inputs.Quantity<Seconds>(parsed, _hop),
            inputs.WeightsGiven ? inputs.Precision.FeedForward : NumberFormat.Bf16);
    }

    private void Conflict(ParseResult parsed, bool serves, ScheduleKind schedule)
    {
        string? problem = serves && parsed.GetValue(_train) ? "--train and --serve ask for two things; give one of them"
            : serves && Given(_schedule) ? "--schedule is of training; --serve has no backward pass to order"
            : serves && Given(_sequence) ? "--sequence is of training; --serve takes --context"
            : !serves && Given(_context) ? "--context is of serving; training takes --sequence, or add --serve"
            : schedule != ScheduleKind.Interleaved && Given(_chunks) ? "--chunks needs --schedule interleaved"
            : null;
        if (problem is not null)
        {
            throw new ChalkException($"{problem}.");
        }

        bool Given(Option<string?> option) => parsed.GetValue(option) is not null;
    }
}
