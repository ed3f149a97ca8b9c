using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chalkline.Derivations;
using Chalkline.Files;

namespace Chalkline.Economics.PriceSheets;

/// <summary>
/// Reads the model price catalogue of LiteLLM: one object a model, prices in dollars a token
/// (<c>model_prices_and_context_window.json</c>, MIT), bare or under <c>models</c> beside a <c>_meta</c>.
/// </summary>
internal static partial class LiteLlmReader
{
    private const string Input = "input_cost_per_token";
    private const string Output = "output_cost_per_token";
    private const string Read = "cache_read_input_token_cost";
    private const string OldRead = "input_cost_per_token_cache_hit";
    private const string Write = "cache_creation_input_token_cost";

    /// <summary>What <c>_above_1hr</c> is kept for, and what a write beside it is.</summary>
    private const double Hour = 3600;

    private const double FiveMinutes = 300;

    /// <summary>Whether a JSON file is of this form.</summary>
    public static bool Is(JsonView root)
        => Models(root).Fields().Any(field => field.Value.Has("litellm_provider") || field.Value.Has(Input));

    /// <summary>Reads the file.</summary>
    public static PriceSheetList ReadAll(JsonView root, PriceReading reading)
    {
        List<SheetDraft> drafts = [];
        List<SheetFinding> findings = [];
        JsonView? meta = root.Optional("_meta");
        string where = meta?.Optional("upstream")?.Text() ?? $"LiteLLM catalogue, {Path.GetFileName(root.File)}";
        string date = meta?.Optional("snapshot_date")?.Text() ?? "";
        foreach ((string key, JsonView entry) in Models(root).Fields())
        {
            // Upstream begins with an entry that documents the fields.
            if (key is "_meta" or "sample_spec")
            {
                continue;
            }

            try
            {
                drafts.Add(Draft(key, entry, where, date, findings));
            }
            catch (ChalkException error)
            {
                findings.Add(new(
                    key, "", $"cannot be read: {error.Message.TrimEnd('.')}", "the entry is left out", LeftOut: true));
            }
        }

        return SheetAssembly.Assemble(root.File, "LiteLLM", drafts, findings, PriceUnit.Token, "USD", reading);
    }

    private static JsonView Models(JsonView root)
        => root.Optional("models") is { Element.ValueKind: JsonValueKind.Object } models
        ? models
        : root;

    private static SheetDraft Draft(string key, JsonView entry, string where, string date, List<SheetFinding> findings)
    {
        Fields fields = new(entry);
        string provider = entry.Optional("litellm_provider")?.Text() ?? key.Split('/')[0];
        List<(double, DraftPair)> tiers = [.. fields.Tiers()];
        DraftPair all = fields.Pair("");
        if (entry.Optional("tiered_pricing") is { } tiered)
        {
            (all, tiers) = Tiered(tiered, all);
        }

        if (fields.Number("input_cost_per_request") is > 0)
        {
            findings.Add(new(
                key, "input_cost_per_request", "is a price of a request, not of a token", "it is left out",
                LeftOut: false));
        }

        string[] unread = [.. fields.Unread()];
        if (unread.Length > 0)
        {
            findings.Add(new(
                key, string.Join(", ", unread), "has no place in a price sheet here", "it is left out", LeftOut: false));
        }

        (DraftPair? fast, ImmutableArray<PriceUplift> uplifts) = Multipliers(entry, fields, all);
        return new()
        {
            Key = key,
            Provider = provider,
            Model =
                key.StartsWith(provider + "/", StringComparison.OrdinalIgnoreCase) ? key[(provider.Length + 1)..] : key,
            Source = new(where, date, Verification.Yes, entry.Optional("source")?.Text() ?? ""),
            Base = all,
            Writes = [.. fields.Writes()],
            Tiers = [.. tiers],
            Batch = fields.Pair("_batches"),
            Flex = fields.Pair("_flex"),
            Fast = fast ?? fields.Pair("_priority"),
            Uplifts = uplifts,
            LongestInput = fields.Number("max_input_tokens") ?? fields.Number("max_tokens"),
            LongestOutput = fields.Number("max_output_tokens"),
        };
    }

    /// <summary>Tiers as a list of ranges: the first is the price of short prompts.</summary>
    private static (DraftPair First, List<(double, DraftPair)> Longer) Tiered(JsonView tiers, DraftPair stated)
    {
        List<(double Above, DraftPair Pair)> rows = [];
        foreach (JsonView tier in tiers.Items())
        {
            if (tier.Optional("range") is { } range && range.Items() is [{ } from, ..])
            {
                rows.Add((from.Number(0, 1e12), new Fields(tier).Pair("")));
            }
        }

        rows = [.. rows.OrderBy(row => row.Above)];
        bool hasFirst = rows.Count > 0 && rows[0].Above == 0;
        DraftPair first = hasFirst && stated.Input is null ? rows[0].Pair : stated;
        return (first, [.. rows.Skip(hasFirst ? 1 : 0)]);
    }

    /// <summary>
    /// <c>provider_specific_entry</c> holds factors on all prices: <c>fast</c> is a mode, everything else a region.
    /// </summary>
    private static (DraftPair? Fast, ImmutableArray<PriceUplift> Uplifts) Multipliers(
        JsonView entry, Fields fields, DraftPair all)
    {
        DraftPair? fast = null;
        List<PriceUplift> uplifts = [];
        if (entry.Optional("provider_specific_entry") is { } factors)
        {
            foreach ((string name, JsonView value) in factors.Fields())
            {
                double factor = value.Number(1e-3, 1e3);
                if (name == "fast")
                {
                    fast = all.Times(factor);
                }
                else
                {
                    uplifts.Add(new($"region {name}", factor));
                }
            }
        }

        foreach (string region in new[] { "eu", "us" })
        {
            if (fields.Number($"regional_processing_uplift_multiplier_{region}") is { } factor)
            {
                uplifts.Add(new($"region {region}", factor));
            }
        }

        return (fast, [.. uplifts]);
    }

    private readonly struct Fields(JsonView entry)
    {
        public double? Number(string name)
            => entry.Optional(name)?.Element is { ValueKind: JsonValueKind.Number } number
            ? number.GetDouble()
            : entry.Optional(name)?.Element is { ValueKind: JsonValueKind.String } text
                && double.TryParse(text.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out double read) ? read
            : null;

        public DraftPair Pair(string suffix)
            => new(Price(Input + suffix), Price(Output + suffix), Price(Read + suffix) ?? Price(OldRead + suffix));

        private double? Price(string name) => Number(name)
            ?? (entry.Optional(name)?.Element is { ValueKind: JsonValueKind.String } text
                && !string.IsNullOrWhiteSpace(text.GetString())
                ? throw new ChalkException($"{name} is '{text.GetString()}' and no number.")
                : null);

        /// <summary>Prices that stand in the entry and are not read: tiers of a tier, reasoning, images, sound.</summary>
        public IEnumerable<string> Unread()
        {
            foreach ((string name, JsonView value) in entry.Fields())
            {
                if (name.Contains("_cost", StringComparison.Ordinal) && !ReadField().IsMatch(name)
                    && value.Element.ValueKind is not JsonValueKind.Null && Number(name) is not 0)
                {
                    yield return name;
                }
            }
        }

        public IEnumerable<(double Kept, double Price)> Writes()
        {
            double? hour = Number(Write + "_above_1hr");
            if (Number(Write) is { } price)
            {
                yield return (hour is null ? 0 : FiveMinutes, price);
            }

            if (hour is { } longer)
            {
                yield return (Hour, longer);
            }
        }

        public IEnumerable<(double Above, DraftPair Pair)> Tiers()
        {
            foreach ((string name, JsonView _) in entry.Fields())
            {
                if (TierField().Match(name) is { Success: true } match)
                {
                    yield return (
                        1000 * double.Parse(
                            match.Groups["thousands"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture),
                        Pair(name[Input.Length..]));
                }
            }
        }
    }

    [GeneratedRegex(
        @"^((input_cost_per_token(_cache_hit)?|output_cost_per_token|cache_read_input_token_cost)"
        + @"(_batches|_flex|_priority|_above_\d{1,6}k_tokens)?|cache_creation_input_token_cost(_above_1hr)?"
        + @"|input_cost_per_request)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ReadField();

    [GeneratedRegex(
        @"^input_cost_per_token_above_(?<thousands>\d{1,6})k_tokens$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex TierField();
}
