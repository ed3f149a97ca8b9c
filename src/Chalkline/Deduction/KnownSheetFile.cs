using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Files;

namespace Chalkline.Deduction;

/// <summary>
/// Reads tables of price sheets with the truth beside them, such as <c>data/measurements/prices.csv</c>. Prices in
/// dollars a million tokens, parameters in thousand millions.
/// </summary>
internal static partial class KnownSheetFile
{
    private const double Million = 1e6;

    private const double ThousandMillion = 1e9;

    private static readonly string[] Required = ["provider", "architecture", "input_usd_per_m", "output_usd_per_m"];

    /// <summary>Reads a table.</summary>
    /// <exception cref="ChalkException">A column is missing.</exception>
    public static ImmutableArray<KnownSheetRow> Of(CsvTable table) => [.. table.Require(Required).Rows.Select(Row)];

    /// <summary>The table of known sheets, as <see cref="Of"/> reads it.</summary>
    public static string Write(IEnumerable<KnownSheet> sheets)
    {
        StringBuilder text = new();
        text.AppendLine(
            "case_id,provider,price_key,architecture,input_usd_per_m,output_usd_per_m,cache_read_usd_per_m,max_input_tokens,"
            + "truth_total_params_b,truth_active_params_b,truth_kv_bytes_per_token_bf16,speed_tier,source");
        foreach ((PriceSheet sheet, KnownArchitecture model, bool fast, _) in sheets)
        {
            string[] cells =
            [
                sheet.Name, sheet.Provider, sheet.Name, model.Name,
                Cell(sheet.Input.Value * Million), Cell(sheet.Output.Value * Million),
                Cell(sheet.CachedInput?.Value * Million), Cell(sheet.LongestInput?.Value),
                Cell(model.Total.Value / ThousandMillion), Cell(model.Active.Value / ThousandMillion),
                Cell(model.KeyValue.Value), fast ? "fast" : "", $"{sheet.Source.Where} {sheet.Source.Date}",
            ];
            text.AppendJoin(',', cells.Select(cell => $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")).AppendLine();
        }

        return text.ToString();
    }

    private static string Cell(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";

    private static KnownSheetRow Row(CsvRow row)
    {
        (double? input, string? wrongInput) = Price(row, "input_usd_per_m");
        (double? output, string? wrongOutput) = Price(row, "output_usd_per_m");
        string? problem = wrongInput ?? wrongOutput;
        double? active = Positive(row, "truth_active_params_b") * ThousandMillion;
        double? total = Positive(row, "truth_total_params_b") * ThousandMillion;
        if (active > total)
        {
            problem ??= "active parameters above the total ones";
        }

        string key = row.Text("price_key");
        string provider = row.Text("provider");
        string from = row.Text("source");
        return new()
        {
            Line = row.Line,
            Id = row.Text("case_id") is { Length: > 0 } id 
                ? id
                : string.Create(CultureInfo.InvariantCulture, $"line {row.Line}"),
            Architecture = row.Text("architecture"),
            Active = active is { } a ? new(a) : null,
            Total = total is { } t ? new(t) : null,
            KeyValue = Positive(row, "truth_kv_bytes_per_token_bf16") is { } k ? new(k) : null,
            Fast = row.Text("speed_tier") == "fast",
            Problem = problem,
            Sheet = problem is not null ? null : new()
            {
                Provider = provider,
                Model = key.StartsWith(provider + "/", StringComparison.Ordinal) ? key[(provider.Length + 1)..] : key,
                Input = new(input!.Value / Million),
                Output = new(output!.Value / Million),
                CachedInput = Positive(row, "cache_read_usd_per_m") is { } cached ? new(cached / Million) : null,
                LongestInput = Positive(row, "max_input_tokens") is { } longest ? new(longest) : null,
                Source = new(from, Date().Match(from).Value, Verification.Yes),
            },
        };
    }

    private static (double? Value, string? Wrong) Price(CsvRow row, string column)
    {
        string text = row.Text(column);
        return text.Length == 0 ? (null, $"no {column}")
            : !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                || !double.IsFinite(value) ? (null, $"{column} is no number")
            : value < 0 ? (null, $"{column} is below 0")
            : value == 0 ? (null, $"{column} is 0: a free tier says nothing of cost")
            : (value, null);
    }

    private static double? Positive(CsvRow row, string column)
        => double.TryParse(row.Text(column), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            && double.IsFinite(value) && value > 0 ? value : null;

    [GeneratedRegex(
        @"\d{4}-\d{2}(-\d{2})?", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Date();
}
