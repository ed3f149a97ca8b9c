using Chalkline.Catalog;
using Chalkline.Files;
using Chalkline.Hardware;
using Chalkline.Quantities;

namespace Chalkline.Economics.Caching;

/// <summary>Reads one tier from its JSON file (<c>data/schemas/tier.schema.json</c>).</summary>
internal static class TierFile
{
    /// <summary>The fields that a tier file may have; the published schema lists the same ones.</summary>
    public static readonly string[] Fields =
    [
        "$schema", "id", "name", "kind", "aliases", "sources", "capacity", "read", "write", "network", "rent", "price",
        "life", "power", "endurance", "notes",
    ];

    private static readonly ValueRange Capacity = new(1e6, 1e19);
    private static readonly ValueRange Bandwidth = new(1e6, 1e16);
    private static readonly ValueRange Rent = new(1e-9, 1e7);
    private static readonly ValueRange Price = new(0.01, 1e10);
    private static readonly ValueRange Life = new(86400, 86400 * 366 * 30.0);
    private static readonly ValueRange Power = new(1e-3, 1e8);
    private static readonly ValueRange Endurance = new(1e9, 1e22);

    /// <summary>Reads the root object of a file.</summary>
    /// <exception cref="ChalkException">Something in the file is wrong.</exception>
    public static CacheTier Read(JsonView root)
    {
        root.Only(Fields);
        SourcedReader read = new(root);
        Datum<BytesPerSecond> reading = read.Datum<BytesPerSecond>(root.Required("read"), Bandwidth);
        return new()
        {
            Id = SourcedReader.NonEmpty(root.Required("id")),
            Name = SourcedReader.NonEmpty(root.Required("name")),
            Kind = SourcedReader.NonEmpty(root.Required("kind")),
            Capacity = read.Datum<Bytes>(root.Required("capacity"), Capacity),
            Read = reading,
            Write = read.Optional<BytesPerSecond>(root, "write", Bandwidth) ?? reading,
            Network = read.Optional<BytesPerSecond>(root, "network", Bandwidth),
            Price = PriceOf(root, read),
            Endurance = read.Optional<Bytes>(root, "endurance", Endurance),
            Notes = root.Optional("notes")?.Text() ?? "",
        };
    }

    private static TierPrice PriceOf(JsonView root, SourcedReader read)
    {
        if (root.Optional("rent") is { } rent)
        {
            foreach (string other in new[] { "price", "life", "power" })
            {
                if (root.Optional(other) is { } beside)
                {
                    throw beside.Wrong("contradicts 'rent', which pays for all", "give either rent, or price and life");
                }
            }

            return TierPrice.Rented(read.Datum<UsdPerHour>(rent, Rent));
        }

        if (!root.Has("price"))
        {
            throw root.Wrong("has no price", "it needs a field 'rent', or fields 'price' and 'life'");
        }

        return new(
            null,
            read.Datum<Usd>(root.Required("price"), Price),
            read.Datum<Seconds>(root.Required("life"), Life),
            read.Optional<Watts>(root, "power", Power));
    }
}
