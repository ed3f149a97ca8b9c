using System.Globalization;
using System.Text.RegularExpressions;
using Chalkline.Derivations;
using Chalkline.Files;

namespace Chalkline.Economics.PriceSheets;

/// <summary>
/// Reads tables of prices: those of OpenRouter's list, of a price history, of the cases of <c>chalk validate</c>, and a
/// user's own. Columns are known by their names: <c>input_usd_per_mtok</c>, <c>output_usd_per_m</c>,
/// <c>input_eur_per_token</c>, or plain <c>input</c> and <c>output</c>.
/// </summary>
internal static partial class CsvSheetReader
{
    private static readonly string[] Providers = ["provider", "vendor", "seller"];
    private static readonly string[] Models = ["price_key", "model", "id", "name"];
    private static readonly string[] Published = ["hugging_face_id", "architecture"];
    private static readonly string[] Dates = ["from_date", "snapshot_date", "date"];
    private static readonly string[] Sources = ["source_url", "source"];
    private static readonly string[] LongestInputs = ["max_input_tokens", "context_length"];
    private static readonly string[] LongestOutputs = ["max_output_tokens", "max_completion_tokens"];

    /// <summary>The kinds of price and the words for them.</summary>
    private static readonly (string Kind, string[] Words)[] Kinds =
    [
        ("input", ["input", "prompt"]),
        ("output", ["output", "completion"]),
        ("cached input", ["cache_read", "input_cached", "cached_input", "cached"]),
        ("cache write", ["cache_write", "cache_creation"]),
    ];

    /// <summary>Reads a table.</summary>
    public static PriceSheetList ReadAll(CsvTable table, PriceReading reading)
    {
        Dictionary<string, PriceColumn> columns = new(StringComparer.Ordinal);
        foreach (PriceColumn column in table.Names.Select(Column).OfType<PriceColumn>())
        {
            columns.TryAdd(column.Kind, column);
        }

        foreach (string needed in new[] { "input", "output" })
        {
            if (!columns.ContainsKey(needed))
            {
                throw new ChalkException(
                    $"{table.File}: line 1 has no column of {needed} prices; name one {needed}_usd_per_mtok.");
            }
        }

        if (columns.Values.Select(column => column.Unit).Distinct().Skip(1).Any()
            || columns.Values.Select(column => column.Currency).Distinct(StringComparer.Ordinal).Skip(1).Any())
        {
            throw new ChalkException(
                $"{table.File}: line 1 names prices in several units "
                    + $"({string.Join(", ", columns.Values.Select(column => column.Name))}); "
                + "use one unit and one currency in a file.");
        }

        // OpenRouter's list names whose model it is in the key, and sells all of them itself.
        bool isOpenRouter = table.Column("hugging_face_id") >= 0;
        string form = isOpenRouter ? "OpenRouter" : table.Column("to_date") >= 0 ? "price history"
            : table.Column("case_id") >= 0 ? "cases" : "table";
        string[] unread =
            [.. table.Names.Where(name => IsPrice().IsMatch(name) && columns.Values.All(column => column.Name != name))];
        List<SheetFinding> findings = [];
        List<SheetDraft> drafts = [];
        foreach (CsvRow row in table.Rows)
        {
            try
            {
                SheetDraft draft = Draft(row, columns, isOpenRouter ? "openrouter" : null, table.File);
                drafts.Add(draft);
                findings.AddRange(unread.Where(name => row.Text(name).Length > 0).Select(name => new SheetFinding(
                    draft.Key, name, "is no column of prices that is known", "it is left out", LeftOut: false)));
            }
            catch (ChalkException error)
            {
                findings.Add(new(
                    string.Create(CultureInfo.InvariantCulture, $"line {row.Line}"), "",
                    $"cannot be read: {error.Message.TrimEnd('.')}", "the entry is left out", LeftOut: true));
            }
        }

        PriceColumn input = columns["input"];
        string currency =
            table.Rows.Select(row => row.Text("currency")).FirstOrDefault(text => text.Length > 0) ?? input.Currency;
        return SheetAssembly.Assemble(table.File, form, drafts, findings, input.Unit, currency, reading);
    }

    private static SheetDraft Draft(CsvRow row, Dictionary<string, PriceColumn> columns, string? seller, string file)
    {
        string key = First(row, Models) is { Length: > 0 } named
            ? named
            : throw row.Wrong("model", "is empty", "name the model");
        string provider = seller
            ?? (First(row, Providers) is { Length: > 0 } said ? said
                : key.Contains('/', StringComparison.Ordinal) ? key.Split('/')[0]
                : "unknown");
        double? Price(string kind) => columns.TryGetValue(kind, out PriceColumn? column)
            ? row.Number(column.Name, double.NegativeInfinity)
            : null;
        return new()
        {
            Key = key,
            Provider = provider,
            Model =
                key.StartsWith(provider + "/", StringComparison.OrdinalIgnoreCase) ? key[(provider.Length + 1)..] : key,
            Published = First(row, Published) is { Length: > 0 } published ? published : null,
            Source = Source(row, file),
            Base = new(Price("input"), Price("output"), Price("cached input")),
            Writes = Price("cache write") is { } write ? [(0, write)] : [],
            LongestInput = Length(row, LongestInputs),
            LongestOutput = Length(row, LongestOutputs),
        };
    }

    private static Source Source(CsvRow row, string file)
    {
        string where = First(row, Sources) is { Length: > 0 } said ? said : Path.GetFileName(file);
        string date = First(row, Dates) is { Length: > 0 } dated ? dated : Date().Match(where).Value;
        Verification verified = row.Text("verified") switch
        {
            "no" => Verification.No,
            "partial" => Verification.Partial,
            _ => Verification.Yes,
        };
        return new(where, date, verified);
    }

    private static double? Length(CsvRow row, string[] columns)
    {
        foreach (string column in columns)
        {
            if (row.Number(column, 0, above: true) is { } length)
            {
                return length;
            }
        }

        return null;
    }

    private static string First(CsvRow row, string[] columns)
        => columns.Select(row.Text).FirstOrDefault(text => text.Length > 0) ?? "";

    private static PriceColumn? Column(string name)
    {
        Match match = PriceName().Match(name);
        if (!match.Success)
        {
            return null;
        }

        string word = match.Groups["word"].Value;
        string kind = Kinds.Single(row => row.Words.Contains(word, StringComparer.Ordinal)).Kind;
        PriceUnit? unit = match.Groups["unit"].Value switch
        {
            "token" or "tok" => PriceUnit.Token,
            "k" or "ktok" or "1k" or "thousand" => PriceUnit.Thousand,
            "" => null,
            _ => PriceUnit.Million,
        };
        string currency = match.Groups["currency"].Value is { Length: > 0 } said ? said.ToUpperInvariant() : "USD";
        return new(name, kind, unit, currency);
    }

    [GeneratedRegex(
        @"^(?<word>input_cached|cached_input|cache_read|cache_write|cache_creation|cached|input|output|prompt|completion)"
        + @"(?:_(?:price|cost))?(?:_(?<currency>usd|eur|gbp|cny|jpy|inr|krw|chf|cad|aud))?"
        + @"(?:_per_(?<unit>mtok|million_tokens|million|m|ktok|thousand|1k|k|token|tok))?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex PriceName();

    [GeneratedRegex(
        @"(^|_)(usd|eur|gbp|cny|jpy|inr|krw|chf|cad|aud|cost|price)(_|$)(?!key)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsPrice();

    [GeneratedRegex(@"\d{4}-\d{2}(?:-\d{2})?", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();

    private sealed record PriceColumn(string Name, string Kind, PriceUnit? Unit, string Currency);
}
