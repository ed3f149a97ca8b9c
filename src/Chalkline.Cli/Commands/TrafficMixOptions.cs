using System.CommandLine;
using System.Globalization;
using Chalkline.Catalog;
using Chalkline.Economics.Traffic;
using Chalkline.Quantities;
using Chalkline.Workloads;

namespace Chalkline.Cli.Commands;

/// <summary>What customers send, how fast they are answered, and what is asked of them.</summary>
internal sealed class TrafficMixOptions
{
    private const double LongestByDefault = 131072;

    private readonly Option<string?> _workload = Inputs.Text(
        "--workload",
        "NAME",
        "Traffic of a service: deepseek-day-6, codex-swe-bench-pro, a JSON file, or a trace of requests (.jsonl, .csv).\n"
            + "It says what the options below say from --input to --batch-share; each of them replaces its part.");

    private readonly Option<string?> _input = Inputs.Text(
        "--input", "TOKENS", "Tokens of the usual prompt, which sets the operating point. Default: 4096.");

    private readonly Option<string?> _output = Inputs.Text("--output", "TOKENS", "Tokens of an answer. Default: 1024.");

    private readonly Option<string?> _tpot = Inputs.Text(
        "--tpot",
        "TIME",
        "Longest time per output token, for example 30ms, or none. Default: 50ms, the 20 tok/s a user of "
            + "DeepSeek's service.");

    private readonly Option<string?> _ttft = Inputs.Text(
        "--ttft", "TIME", "Longest time to first token, for example 1s.");

    private readonly Option<string?> _lengths = Inputs.Text(
        "--lengths",
        "LIST",
        "Lengths of prompts with their weights, for example 4k:70,32k:25,200k:5.\n"
            + "Default: doublings from --input, each half as many.");

    private readonly Option<string?> _longest = Inputs.Text(
        "--longest", "TOKENS", "Longest prompt sold, without --lengths. Default: 131072, or as much as fits.");

    private readonly Option<string?> _hits = Inputs.Text(
        "--hit-rate", "SHARE", "Share of input tokens found in a cache. Default: 50%.");

    private readonly Option<string?> _batch = Inputs.Text(
        "--batch-share", "SHARE", "Share of requests that may wait for idle hours. Default: 0%.");

    private readonly Option<string?> _kept = Inputs.Text(
        "--keep", "TIMES", "How long prompts are kept, for example 5min,1h; none for no cache. Default: 5min,1h.");

    private readonly Option<string?> _margin = Inputs.Text(
        "--margin", "SHARE", "Profit over cost to ask of every request, for example 50%. Default: 50%.");

    private readonly Option<bool> _loss = new("--loss") { Description = "Allow a margin below zero." };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[]
        {
            _workload, _input, _output, _tpot, _ttft, _lengths, _longest, _hits, _batch, _kept, _margin, _loss,
        })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>The traffic named; null when none is.</summary>
    /// <exception cref="ChalkException">There is none of that name, or its file is wrong.</exception>
    public TrafficProfile? Profile(ParseResult parsed)
        => parsed.GetValue(_workload) is { } name ? TrafficFile.Find(DataFolder.Default, name) : null;

    /// <summary>The usual request and the service levels.</summary>
    /// <exception cref="ChalkException">An option is wrong.</exception>
    public Workload Usual(ParseResult parsed, TrafficProfile? profile) => new Workload(
        Inputs.Quantity<Tokens>(parsed, _input) ?? profile?.Usual.Input ?? new Tokens(4096),
        Inputs.Quantity<Tokens>(parsed, _output) ?? profile?.Usual.Output ?? new Tokens(1024),
        default)
    {
        TimePerOutputToken = parsed.GetValue(_tpot) switch
        {
            null => profile?.Usual.TimePerOutputToken ?? new Seconds(0.05),
            "none" => null,
            _ => Inputs.Quantity<Seconds>(parsed, _tpot),
        },
        TimeToFirstToken = Inputs.Quantity<Seconds>(parsed, _ttft) ?? profile?.Usual.TimeToFirstToken,
    }.Checked();

    /// <summary>Whether the longest prompt may be cut to what fits.</summary>
    public bool MayBeCut(ParseResult parsed)
        => parsed.GetValue(_lengths) is null && parsed.GetValue(_longest) is null && parsed.GetValue(_workload) is null;

    /// <summary>The traffic.</summary>
    /// <exception cref="ChalkException">An option is wrong.</exception>
    public RequestMix Mix(ParseResult parsed, TrafficProfile? profile, Workload usual) => new RequestMix(
        Lengths(parsed, profile, usual.Input),
        usual.Output,
        Inputs.Share(parsed, _hits) ?? (Kept(parsed).Count == 0 ? 0 : profile is null ? 0.5 : profile.HitRate ?? 0),
        Inputs.Share(parsed, _batch) ?? profile?.BatchShare ?? 0).Checked();

    /// <summary>How long prompts may be kept.</summary>
    /// <exception cref="ChalkException">One is no time.</exception>
    public IReadOnlyList<Seconds> Kept(ParseResult parsed) => parsed.GetValue(_kept) switch
    {
        null => [new(300), new(3600)],
        "none" => [],
        string list => [.. Inputs.Names("--keep", list).Select(Time).OrderBy(time => time.Value)],
    };

    /// <summary>The margin asked, profit over cost.</summary>
    /// <exception cref="ChalkException">It is no share, or a loss that is not allowed.</exception>
    public double Margin(ParseResult parsed)
    {
        if (parsed.GetValue(_margin) is not { } text)
        {
            return 0.5;
        }

        double scale = text.EndsWith('%') ? 0.01 : 1;
        string number = text.TrimEnd('%', ' ');
        if (!double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out double margin)
            || !(margin * scale is > -1 and <= 1000))
        {
            throw new ChalkException($"--margin {text}: must be profit over cost, above -100%, such as 50% or 5.45.");
        }

        return margin * scale >= 0 || parsed.GetValue(_loss)
            ? margin * scale
            : throw new ChalkException($"--margin {text}: sells at a loss; add --loss if that is meant.");
    }

    private LengthMix Lengths(ParseResult parsed, TrafficProfile? profile, Tokens input)
        => parsed.GetValue(_lengths) is { } list ? Listed(list)
            : profile is null || parsed.GetValue(_longest) is not null ? LengthMix.Thinning(input, Longest(parsed, input))
            : profile.Lengths ?? LengthMix.Of([(input, 1)]);

    private Tokens Longest(ParseResult parsed, Tokens input)
    {
        Tokens longest = Inputs.Length(parsed, _longest) ?? new Tokens(Math.Max(LongestByDefault, input.Value));
        return longest >= input ? longest
            : throw new ChalkException(
                $"{_longest.Name} {parsed.GetValue(_longest)}: is shorter than the usual prompt of {input}; it must "
                    + "be as long at least.");
    }

    private static Seconds Time(string text)
        => QuantityText.TryParse(text, Seconds.Info, out double seconds, out string? error)
        && seconds > 0
        && double.IsFinite(seconds)
            ? new(seconds)
            : throw new ChalkException(
                $"--keep {text}: {error ?? "must be more than no time"}; write times such as 5min,1h, or none.");

    private static LengthMix Listed(string list) => LengthMix.Of(Inputs.Names("--lengths", list).Select(part =>
    {
        string[] sides = part.Split(':');
        return sides.Length == 2
            && QuantityText.TryParse(sides[0], Tokens.Info, out double length, out _)
            && double.TryParse(
                sides[1].TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double weight)
            ? (new Tokens(length), weight)
            : throw new ChalkException($"--lengths {list}: '{part}' must be a length and its weight, such as 32k:25.");
    }));
}
