using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Files;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Economics.Caching;

/// <summary>Tiers and terms with round figures, and those that are shipped.</summary>
internal static class Tiers
{
    private static readonly Source Test = new("test", "2026", Verification.Yes);

    /// <summary>The lecture notes' accelerator: $2 an hour, 192 GB, 8 TB/s.</summary>
    public static CacheTerms Terms(double keyValue) => new()
    {
        KeyValue = Datum(new BytesPerToken(keyValue)),
        Rate = Datum(new UsdPerHour(2)),
        Bandwidth = Datum(new BytesPerSecond(8e12)),
    };

    /// <summary>Its memory.</summary>
    public static CacheTier OnDevice { get; } = SystemTiers.OnDevice(
        new("HBM", Datum(new Bytes(192e9)), Datum(new BytesPerSecond(8e12))), Datum(new UsdPerHour(2)));

    /// <summary>10 TB at 10 GB/s for 1,000 $ over 10,000 h and 100 W; worn out after 1,000 rewrites.</summary>
    public static CacheTier Drive { get; } = new()
    {
        Id = "drive",
        Name = "a drive",
        Kind = "flash",
        Capacity = Datum(new Bytes(10e12)),
        Read = Datum(new BytesPerSecond(10e9)),
        Write = Datum(new BytesPerSecond(5e9)),
        Price = new(null, Datum(new Usd(1000)), Datum(new Seconds(3.6e7)), Datum(new Watts(100))),
        Endurance = Datum(new Bytes(10e15)),
    };

    public static TierCatalogue Shipped { get; } = TierCatalogue.Open(HardwareData.Folder);

    public static Datum<T> Datum<T>(T value) => new(value, Test, []);

    public static CacheTier Find(string name) => Shipped.Find(name, []).Single();

    public static CacheTier Parse(string text) => TierFile.Read(JsonView.Parse("mine.json", text));

    /// <summary>A way with dollars a million tokens, and a million tokens and hour.</summary>
    public static CacheCost Way(string name, double retrieve, double capital, double energy = 0, double wear = 0)
        => new(
            name,
            new(retrieve / 1e6),
            UsdPerToken.Zero,
            new(capital / 1e6),
            new(energy / 1e6),
            new(wear / 1e6));
}
