using System.CommandLine;
using Chalkline.Engines;
using Chalkline.Quantities;

namespace Chalkline.Cli.Commands;

/// <summary>What clients send to an engine.</summary>
internal sealed class TrafficOptions
{
    /// <summary>Requests in flight when nobody says; a layout for a rate that nobody names holds as many.</summary>
    public const double DefaultConcurrency = 64;

    private readonly Option<string?> _concurrency = Inputs.Text(
        "--concurrency", "COUNT", "Requests always in flight: a new one comes when one ends. Default: 64.");

    private readonly Option<string?> _rate = Inputs.Text(
        "--rate", "RATE", "Requests a second that arrive at random instead, for example 5req/s.");

    private readonly Option<string?> _input = Inputs.Text("--input", "TOKENS", "Tokens of a prompt. Default: 1024.");

    private readonly Option<string?> _output = Inputs.Text("--output", "TOKENS", "Tokens of an answer. Default: 1024.");

    private readonly Option<string?> _prefix = Inputs.Text(
        "--prefix", "TOKENS", "Tokens of a prompt that are in the KV cache already. Default: 0.");

    private readonly Option<string?> _spread = Inputs.Text(
        "--spread", "SHARE", "Lengths are drawn evenly from this far below to this far above those. Default: 0.");

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _concurrency, _rate, _input, _output, _prefix, _spread })
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Reads them.</summary>
    /// <exception cref="ChalkException">One is wrong, or two contradict each other.</exception>
    public Traffic Read(ParseResult parsed)
    {
        int? concurrency = Inputs.Count(parsed, _concurrency, "requests");
        RequestsPerSecond? rate = Inputs.Quantity<RequestsPerSecond>(parsed, _rate);
        if (concurrency is not null && rate is not null)
        {
            throw new ChalkException(
                "--concurrency and --rate contradict each other: a closed loop of so many requests, or so many a second; give one.");
        }

        Tokens input = Inputs.Length(parsed, _input) ?? new Tokens(1024);
        Tokens prefix = Inputs.QuantityOrZero<Tokens>(parsed, _prefix);
        double spread = Inputs.Share(parsed, _spread) ?? 0;
        if (prefix >= input)
        {
            throw new ChalkException($"--prefix {prefix}: leaves nothing of a prompt of {input}; it must be shorter.");
        }

        Tokens output = Inputs.Length(parsed, _output) ?? new Tokens(1024);
        return output <= new Tokens(1)
            ? throw new ChalkException("--output 1: an answer of one token has no TPOT; give at least 2.")
            : spread >= 1
            ? throw new ChalkException($"--spread {parsed.GetValue(_spread)}: would allow empty prompts; give less than 1.")
            : new()
            {
                Input = input,
                Output = output,
                Prefix = prefix,
                Spread = spread,
                Concurrency = rate is null ? concurrency ?? DefaultConcurrency : 0,
                Rate = rate?.Value ?? 0,
            };
    }
}
