using System.Text.Json;

namespace Chalkline.Economics.PriceSheets;

/// <summary>
/// Writes sheets in our own form, in dollars a million tokens; <see cref="PriceSheetFile"/> reads them back.
/// </summary>
public static class PriceSheetWriter
{
    private const double Million = 1e6;

    /// <summary>Writes the members of one sheet into the object that is open.</summary>
    public static void Members(Utf8JsonWriter writer, PriceSheet sheet)
    {
        writer.WriteString("provider", sheet.Provider);
        writer.WriteString("model", sheet.Model);
        Prices(writer, new(sheet.Input, sheet.Output, sheet.CachedInput));
        if (!sheet.CacheWrites.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("cacheWrites");
            foreach (CacheWritePrice write in sheet.CacheWrites)
            {
                writer.WriteStartObject();
                writer.WriteNumber("keptSeconds", write.Kept.Value);
                writer.WriteNumber("price", PerMillion(write.Price.Value));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (!sheet.ContextTiers.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("contextTiers");
            foreach (ContextTier tier in sheet.ContextTiers)
            {
                writer.WriteStartObject();
                writer.WriteNumber("above", tier.Above.Value);
                Prices(writer, tier.Prices);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        Way(writer, "batch", sheet.Batch);
        Way(writer, "flex", sheet.Flex);
        Way(writer, "fast", sheet.Fast);
        if (!sheet.Uplifts.IsDefaultOrEmpty)
        {
            writer.WriteStartArray("uplifts");
            foreach (PriceUplift uplift in sheet.Uplifts)
            {
                writer.WriteStartObject();
                writer.WriteString("name", uplift.Name);
                writer.WriteNumber("times", uplift.Times);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        if (sheet.LongestInput is { } longest)
        {
            writer.WriteNumber("longestInput", longest.Value);
        }

        if (sheet.LongestOutput is { } most)
        {
            writer.WriteNumber("longestOutput", most.Value);
        }

        writer.WriteStartObject("source");
        writer.WriteString("where", sheet.Source.Where);
        writer.WriteString("date", sheet.Source.Date);
        writer.WriteString("verified", sheet.Source.Verified.ToString().ToLowerInvariant());
        if (sheet.Source.Note.Length > 0)
        {
            writer.WriteString("note", sheet.Source.Note);
        }

        writer.WriteEndObject();
    }

    /// <summary>A whole file of one sheet.</summary>
    public static string Text(PriceSheet sheet) => Text(writer => Members(writer, sheet));

    /// <summary>A whole file of sheets.</summary>
    public static string Text(IEnumerable<PriceSheet> sheets) => Text(writer =>
    {
        writer.WriteStartArray("sheets");
        foreach (PriceSheet sheet in sheets)
        {
            writer.WriteStartObject();
            Members(writer, sheet);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    });

    private static string Text(Action<Utf8JsonWriter> members)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version", 1);
            writer.WriteString("unit", "$/Mtok");
            writer.WriteString("currency", "USD");
            members(writer);
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    private static void Way(Utf8JsonWriter writer, string name, PricePair? prices)
    {
        if (prices is not null)
        {
            writer.WriteStartObject(name);
            Prices(writer, prices);
            writer.WriteEndObject();
        }
    }

    private static void Prices(Utf8JsonWriter writer, PricePair prices)
    {
        writer.WriteNumber("input", PerMillion(prices.Input.Value));
        writer.WriteNumber("output", PerMillion(prices.Output.Value));
        if (prices.CachedInput is { } cached)
        {
            writer.WriteNumber("cachedInput", PerMillion(cached.Value));
        }
    }

    /// <summary>A price of a million tokens, without the last digits that the conversion leaves.</summary>
    private static double PerMillion(double price) => double.Parse(
        (price * Million).ToString("G12", System.Globalization.CultureInfo.InvariantCulture),
        System.Globalization.CultureInfo.InvariantCulture);
}
