using System.Globalization;
using System.Text.Json;
using Chalkline.Derivations;
using Chalkline.Files;
using Chalkline.Quantities;

namespace Chalkline.Economics.Traffic;

/// <summary>
/// Traffic of a recorded trace, a request a line: JSON lines with <c>input_length</c>, <c>output_length</c> and, for
/// hits, <c>hash_ids</c> (the format of Mooncake's traces, FAST 2025, appendix), or a table with columns such as
/// <c>ContextTokens</c> and <c>GeneratedTokens</c> (Azure's), <c>input_tokens</c> and <c>output_tokens</c>.
/// </summary>
/// <remarks>
/// The usual request is the mean one. Prompts are gathered in half octaves, and each stands for the longest of its
/// half octave, so that a price that covers it covers all of them.
/// </remarks>
internal sealed class RequestTrace
{
    private const int BinsOfOctave = 2;

    private static readonly string[] InputColumns =
        ["input_length", "input_tokens", "prompt_tokens", "ContextTokens", "Request tokens"];

    private static readonly string[] OutputColumns =
        ["output_length", "output_tokens", "completion_tokens", "GeneratedTokens", "Response tokens"];

    private readonly SortedDictionary<int, (double Longest, double Count)> _bins = [];
    private readonly HashSet<long> _blocks = [];
    private double _requests;
    private double _input;
    private double _output;

    /// <summary>Tokens found in a cache; null until a line says which blocks it asks for.</summary>
    private double? _hits;

    private RequestTrace()
    {
    }

    /// <summary>Whether a file is a trace, by how its name ends.</summary>
    public static bool IsOne(string file)
        => file.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
            || file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a trace.</summary>
    /// <exception cref="ChalkException">It cannot be read, a line is wrong, or no request is in it.</exception>
    public static TrafficProfile Read(string file)
    {
        RequestTrace trace = new();
        if (file.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            trace.Table(file);
        }
        else
        {
            trace.Lines(file);
        }

        return trace.Profile(file);
    }

    private TrafficProfile Profile(string file)
    {
        if (_requests == 0)
        {
            throw new ChalkException($"{file}: holds no request; a trace needs one at least.");
        }

        double mean = Math.Round(_output / _requests);
        if (mean < 1)
        {
            throw new ChalkException(
                $"{file}: answers have {_output / _requests:0.###} tokens in the mean; a trace of tokens sold has 1 at least.");
        }

        return new()
        {
            Name = Path.GetFileNameWithoutExtension(file),
            Source = new(file, "", Verification.Yes),
            Usual = new(new(Math.Max(1, Math.Round(_input / _requests))), new(mean), default),
            Lengths = LengthMix.Of(_bins.Values.Select(bin => (new Tokens(bin.Longest), bin.Count))),
            HitRate = _hits / _input,
            Notes = string.Create(
                CultureInfo.InvariantCulture,
                $"{_requests:#,0} requests. Prompts stand for the longest of their half octave.")
                + (_hits is not null ? " Hits are those of a cache that forgets nothing." : ""),
        };
    }

    private void Table(string file)
    {
        CsvTable table = CsvTable.Read(file, []);
        string input = Column(table, "tokens of a prompt", InputColumns);
        string output = Column(table, "tokens of an answer", OutputColumns);
        foreach (CsvRow row in table.Rows)
        {
            Add(Whole(row, input, 1), Whole(row, output, 0));
        }
    }

    private static string Column(CsvTable table, string meaning, string[] names)
        => names.FirstOrDefault(name => table.Column(name) >= 0)
            ?? throw new ChalkException(
                $"{table.File}: no column holds {meaning}; name one of its columns {string.Join(", ", names)}.");

    private static double Whole(CsvRow row, string column, double least)
        => row.Number(column, least) is { } number && number <= 1e9 && number == Math.Floor(number)
            ? number
            : throw row.Wrong(
                column,
                $"'{row.Text(column)}' is wrong",
                string.Create(CultureInfo.InvariantCulture, $"write a whole number of tokens from {least} to 1,000,000,000"));

    private void Lines(string file)
    {
        foreach ((int line, string text) in Reading.Of(file, () => File.ReadAllLines(file)).Index())
        {
            if (!string.IsNullOrWhiteSpace(text))
            {
                Line(JsonView.Parse(string.Create(CultureInfo.InvariantCulture, $"{file}: line {line + 1}"), text));
            }
        }
    }

    private void Line(JsonView request)
    {
        double input = request.Required("input_length").Integer(1, 1_000_000_000);
        Add(input, request.Required("output_length").Integer(0, 1_000_000_000));
        if (request.Optional("hash_ids") is not { } hashes)
        {
            return;
        }

        IReadOnlyList<JsonView> blocks = hashes.Items();
        int known = 0;
        bool prefix = true;
        foreach (JsonView block in blocks)
        {
            if (block.Element.ValueKind != JsonValueKind.Number || !block.Element.TryGetInt64(out long id))
            {
                throw block.Wrong("must be a whole number");
            }

            // A block is of use only behind all that come before it.
            prefix &= !_blocks.Add(id);
            known += prefix ? 1 : 0;
        }

        _hits = (_hits ?? 0) + (blocks.Count > 0 ? input * known / blocks.Count : 0);
    }

    private void Add(double input, double output)
    {
        _requests++;
        _input += input;
        _output += output;
        int bin = (int)Math.Ceiling(BinsOfOctave * Math.Log2(input));
        (double longest, double count) = _bins.GetValueOrDefault(bin);
        _bins[bin] = (Math.Max(longest, input), count + 1);
    }
}
