using System.Buffers;
using System.Text;
using System.Text.Json;
using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>Writes a price sheet as JSON, in dollars a million tokens.</summary>
public static class PriceSheetText
{
    /// <summary>The sheet as a file.</summary>
    public static string Of(PriceSheet sheet)
    {
        ArrayBufferWriter<byte> buffer = new();
        using Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteString("unit", "$/Mtok");
        json.WriteStartObject("source");
        json.WriteString("where", sheet.Source.Where);
        json.WriteString("date", sheet.Source.Date);
        json.WriteString("verified", "no");
        json.WriteEndObject();
        Members(json, sheet);
        json.WriteEndObject();
        json.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    /// <summary>Writes the members of a sheet into the object that is open.</summary>
    public static void Members(Utf8JsonWriter json, PriceSheet sheet)
    {
        json.WriteString("provider", sheet.Provider);
        json.WriteString("model", sheet.Model);
        Pair(json, new(sheet.Input, sheet.Output, sheet.CachedInput));
        json.WriteStartArray("cacheWrites");
        foreach (CacheWritePrice write in sheet.CacheWrites)
        {
            json.WriteStartObject();
            json.WriteNumber("keptSeconds", write.Kept.Value);
            json.WriteNumber("price", Million(write.Price));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("contextTiers");
        foreach (ContextTier tier in sheet.ContextTiers)
        {
            json.WriteStartObject();
            json.WriteNumber("above", tier.Above.Value);
            Pair(json, tier.Prices);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Way(json, "batch", sheet.Batch);
        Way(json, "fast", sheet.Fast);
        Count(json, "longestInput", sheet.LongestInput);
        Count(json, "longestOutput", sheet.LongestOutput);
    }

    private static void Pair(Utf8JsonWriter json, PricePair prices)
    {
        json.WriteNumber("input", Million(prices.Input));
        json.WriteNumber("output", Million(prices.Output));
        if (prices.CachedInput is { } cached)
        {
            json.WriteNumber("cachedInput", Million(cached));
        }
    }

    private static void Way(Utf8JsonWriter json, string name, PricePair? prices)
    {
        if (prices is { } known)
        {
            json.WriteStartObject(name);
            Pair(json, known);
            json.WriteEndObject();
        }
    }

    private static void Count(Utf8JsonWriter json, string name, Tokens? count)
    {
        if (count is { } known)
        {
            json.WriteNumber(name, known.Value);
        }
    }

    /// <summary>Twelve digits: what dividing by a million and multiplying again loses lies beyond.</summary>
    private static double Million(UsdPerToken price)
        => price.Value == 0 ? 0 : Math.Round(price.Value * 1e6, 12);
}
