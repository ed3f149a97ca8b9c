using System.Text.Json;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The JSON of <c>chalk cache</c>; its schema is <c>data/schemas/cache.schema.json</c>.</summary>
internal static class CacheJson
{
    public static void Write(Utf8JsonWriter writer, CacheFindings found)
    {
        writer.WriteString("subject", found.Subject);
        if (found.Model is { } model)
        {
            writer.WriteString("model", model);
        }

        if (found.System is { } system)
        {
            writer.WriteString("system", system);
        }

        if (found.Prefix is { } prefix)
        {
            writer.WriteNumber("prefixTokens", prefix.Value);
        }

        writer.WriteNumber("kvBytesPerToken", found.Terms.KeyValue.Value.Value);
        writer.WriteString("copy", found.Terms.Copy == CopyRule.Waits ? "waits" : "overlapped");
        writer.WriteBoolean("writesCounted", found.Terms.CountWrites);
        writer.WriteString("computedBy", found.ComputeHow);
        Each(writer, "holds", found.Holds, hold => Hold(writer, found, hold));
        Each(writer, "ways", found.Study.Ways, way => Way(writer, found, way));
        Each(writer, "cheapest", found.Study.Cheapest, range =>
        {
            writer.WriteNumber("fromSeconds", range.From.Value);
            CommonJson.Finite(writer, "toSeconds", range.To.Value);
            writer.WriteString("way", range.Way.Tier);
        });
        Each(writer, "breakEvens", found.Study.BreakEvens, point =>
        {
            writer.WriteString("dearerToRetrieve", point.Left.Tier);
            writer.WriteString("cheaperToRetrieve", point.Right.Tier);
            writer.WriteNumber("seconds", point.Time.Value);
        });
        Each(writer, "devices", found.Tiers, tier => Device(writer, found, tier));
        Each(writer, "prefixes", found.Prefixes, one =>
        {
            writer.WriteNumber("tokens", one.Prefix.Value);
            writer.WriteNumber("prefillSeconds", one.Time.Value);
            Million(writer, "mean", one.Average);
            Million(writer, "low", one.Low);
            Million(writer, "high", one.High);
            Million(writer, "lastChunk", one.Last);
        });
        Offer(writer, found);
        Reuse(writer, found);
        Each(writer, "inputs", found.Inputs, input =>
        {
            writer.WriteString("name", input.Name);
            writer.WriteString("value", input.Value);
            Source(writer, input.Source);
        });
    }

    private static void Hold(Utf8JsonWriter writer, CacheFindings found, Seconds hold)
    {
        CacheCost best = found.Study.At(hold);
        TierMatch spoken = TierMatch.Nearest(hold, TierMatch.Lecture);
        TierMatch device = TierMatch.Nearest(hold, found.Drains);
        writer.WriteNumber("seconds", hold.Value);
        writer.WriteString("cheapest", best.Tier);
        Million(writer, "cost", best.Total(hold));
        writer.WriteString("lectureTier", spoken.Tier);
        writer.WriteNumber("lectureFactor", spoken.Factor);
        writer.WriteString("nearestDevice", device.Tier);
        writer.WriteNumber("nearestFactor", device.Factor);
    }

    private static void Way(Utf8JsonWriter writer, CacheFindings found, CacheCost way)
    {
        writer.WriteString("way", way.Tier);
        Million(writer, "retrieve", way.Retrieve);
        Million(writer, "write", way.Write);
        writer.WriteNumber("holdUsdPerMtokHour", way.Hold.Value * 1e6);
        Million(writer, "wear", way.Wear);
        writer.WriteBoolean("everCheapest", found.Study.IsEverCheapest(way));
        if (found.Study.DominatedBy(way) is { } better)
        {
            writer.WriteString("dominatedBy", better.Tier);
        }

        writer.WriteStartArray("totalUsdPerMtok");
        foreach (Seconds hold in found.Holds)
        {
            writer.WriteNumberValue(way.Total(hold).Value * 1e6);
        }

        writer.WriteEndArray();
    }

    private static void Device(Utf8JsonWriter writer, CacheFindings found, CacheTier tier)
    {
        writer.WriteString("id", tier.Id);
        writer.WriteString("name", tier.Name);
        writer.WriteString("kind", tier.Kind);
        writer.WriteNumber("capacityBytes", tier.Capacity.Value.Value);
        writer.WriteNumber("readBytesPerSecond", tier.ReadPath.Value.Value);
        writer.WriteNumber("writeBytesPerSecond", tier.WritePath.Value.Value);
        writer.WriteNumber("drainSeconds", tier.DrainTime.Value);
        writer.WriteNumber("roomUsdPerTerabyteHour", CacheTables.Room(found, tier));
        writer.WriteStartArray("recalled");
        foreach ((string field, Source _) in tier.Recalled())
        {
            writer.WriteStringValue(field);
        }

        writer.WriteEndArray();
    }

    private static void Offer(Utf8JsonWriter writer, CacheFindings found)
    {
        if (found.Offer is not { } offer)
        {
            return;
        }

        writer.WriteStartObject("offer");
        Million(writer, "input", offer.Input);
        Million(writer, "cachedInput", offer.CachedInput);
        writer.WriteNumber("discount", offer.Discount);
        Each(writer, "writes", offer.Writes, write =>
        {
            WriteReading read = offer.Read(write);
            writer.WriteNumber("keptSeconds", write.Kept.Value);
            Million(writer, "write", write.Price);
            Million(writer, "premium", read.Premium);
            writer.WriteNumber("holdUsdPerMtokHour", read.Hold.Value * 1e6);
            writer.WriteNumber("requiredHitRate", read.RequiredHitRate);
            writer.WriteNumber("readsPerWrite", read.ReadsPerWrite);
            if (found.OnDeviceRoom is { } room)
            {
                writer.WriteNumber("equalToHbmAtBytesPerToken", read.EqualTo(room).Value);
            }
        });
        Each(writer, "consistentHolds", found.Study.Ways.Where(way => !way.HoldsNothing), way =>
        {
            writer.WriteString("way", way.Tier);
            writer.WriteNumber("retrieveOverCompute", way.Retrieve / found.Compute.Retrieve);
            if (way.LongestHold(offer.Discount * found.Compute.Retrieve) is { } hold)
            {
                CommonJson.Finite(writer, "longestSeconds", hold.Value);
            }
        });
        writer.WriteEndObject();
    }

    private static void Reuse(Utf8JsonWriter writer, CacheFindings found)
    {
        if (found.Gaps is not { } gaps)
        {
            return;
        }

        writer.WriteString("gaps", found.GapsText);
        Each(writer, "reuse", found.Study.Ways.Where(way => !way.HoldsNothing), way =>
        {
            writer.WriteString("way", way.Tier);
            Kept(writer, "best", ReuseCost.Best(way, found.Compute.Retrieve, gaps));
            writer.WriteStartArray("held");
            foreach (Seconds hold in found.Holds)
            {
                writer.WriteStartObject();
                Cost(writer, ReuseCost.Of(way, found.Compute.Retrieve, gaps, hold));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        });
    }

    private static void Kept(Utf8JsonWriter writer, string name, ReuseCost cost)
    {
        writer.WriteStartObject(name);
        Cost(writer, cost);
        writer.WriteEndObject();
    }

    private static void Cost(Utf8JsonWriter writer, ReuseCost cost)
    {
        writer.WriteNumber("keptSeconds", cost.Kept.Value);
        writer.WriteNumber("hitRate", cost.HitRate);
        writer.WriteNumber("meanHeldSeconds", cost.MeanHeld.Value);
        Million(writer, "cost", cost.Cost);
        writer.WriteNumber("saving", cost.Saving);
    }

    private static void Source(Utf8JsonWriter writer, Source source)
    {
        writer.WriteString("source", source.Where);
        writer.WriteString("date", source.Date);
        writer.WriteString("verified", CatalogReports.Word(source.Verified));
    }

    private static void Million(Utf8JsonWriter writer, string name, UsdPerToken cost)
        => writer.WriteNumber($"{name}UsdPerMtok", cost.Value * 1e6);

    private static void Each<T>(Utf8JsonWriter writer, string name, IEnumerable<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
