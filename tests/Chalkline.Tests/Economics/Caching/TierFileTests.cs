using System.Text.Json;
using Chalkline.Derivations;
using Chalkline.Economics.Caching;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Economics.Caching;

public sealed class TierFileTests
{
    private const string Mine = """
        {
          "id": "mine", "name": "my drive", "kind": "flash", "sources": { "me": { "where": "my invoice", "date": "2026-05" } },
          "capacity": { "value": "8 TB", "source": "me", "verified": "yes" },
          "read": { "value": "12 GB/s", "source": "me", "verified": "yes" },
          "price": { "value": "900 $", "source": "me", "verified": "yes" },
          "life": { "value": "1461 d", "source": "me", "verified": "no" }
        }
        """;

    [Fact]
    public void A_users_file_is_read_with_its_sources()
    {
        CacheTier tier = Tiers.Parse(Mine);
        tier.Capacity.Value.ShouldBe(new Bytes(8e12));
        tier.Write.Value.ShouldBe(tier.Read.Value, "what is not said is written as it is read");
        tier.Price.Purchase!.Source.ShouldBe(new Source("my invoice", "2026-05", Verification.Yes));
        tier.Recalled().ShouldHaveSingleItem().Field.ShouldBe("life");
        tier.Endurance.ShouldBeNull();
    }

    [Fact]
    public void A_rent_stands_in_the_place_of_a_price()
    {
        CacheTier tier = Tiers.Parse(Mine
            .Replace("\"price\": { \"value\": \"900 $\"", "\"rent\": { \"value\": \"0.02 $/h\"",
                StringComparison.Ordinal)
            .Replace(""" "life": { "value": "1461 d", "source": "me", "verified": "no" }""", """ "notes": "rented" """, StringComparison.Ordinal));
        TierCosting.Of(tier, Tiers.Terms(1000)).Hold.Value.ShouldBe(1000 * 0.02 / 8e12, 1e-20);
    }

    [Theory]
    [InlineData("\"8 TB\"", "\"8 TB/s\"", "capacity.value")]
    [InlineData("\"8 TB\"", "\"8 B\"", "capacity.value|must lie between")]
    [InlineData("\"12 GB/s\"", "\"0 GB/s\"", "read.value|must lie between")]
    [InlineData("\"900 $\"", "\"-3 $\"", "price.value")]
    [InlineData("\"1461 d\"", "\"2 min\"", "life.value|must lie between")]
    [InlineData("\"kind\"", "\"sort\"", "sort|not a field known here")]
    [InlineData("\"2026-05\"", "\"May\"", "sources.me.date")]
    [InlineData("\"price\"", "\"power\"", "needs a field 'rent', or fields 'price' and 'life'")]
    [InlineData("\"life\"", "\"endurance\"", "has no 'life'")]
    [InlineData(
        "\"read\": { \"value\": \"12 GB/s\", \"source\": \"me\"",
        "\"read\": { \"value\": \"12 GB/s\", \"source\": \"you\"", "read.source|among the sources")]
    public void A_bad_file_is_refused_with_its_field(string good, string bad, string hints)
    {
        string message = Should.Throw<ChalkException>(
            () => Tiers.Parse(Mine.Replace(good, bad, StringComparison.Ordinal))).Message;
        message.ShouldStartWith("mine.json:");
        hints.Split('|').ShouldAllBe(hint => message.Contains(hint, StringComparison.Ordinal), message);
    }

    [Fact]
    public void Rent_and_price_together_contradict_each_other()
        => Should.Throw<ChalkException>(() => Tiers.Parse(Mine.Replace(
            "\"read\"", """ "rent": { "value": "1 $/h", "source": "me", "verified": "yes" }, "read" """, StringComparison.Ordinal)))
            .Message.ShouldContain("give either rent, or price and life");

    [Fact]
    public void Every_shipped_tier_is_read_named_after_its_file_and_never_hides_what_is_recalled()
    {
        Tiers.Shipped.All.Count.ShouldBeGreaterThanOrEqualTo(9);
        foreach (CacheTier tier in Tiers.Shipped.All)
        {
            Tiers.Find(tier.Id).Name.ShouldBe(tier.Name);
            tier.Recalled().Any(pair => pair.Field == "price").ShouldBeTrue($"{tier.Id}: no price list was read");
        }
    }

    [Fact]
    public void The_schema_lists_the_fields_that_are_read()
    {
        using JsonDocument schema = JsonDocument.Parse(HardwareData.Text("schemas/tier.schema.json"));
        schema.RootElement.GetProperty("properties").EnumerateObject().Select(field => field.Name)
            .ShouldBe(TierFile.Fields, ignoreOrder: true);
    }

    [Fact]
    public void Names_are_devices_kinds_or_what_the_machine_has()
    {
        Tiers.Find("9550-max-3-2").Id.ShouldBe("flash-3tb");
        Tiers.Shipped.Find("flash", []).Count.ShouldBe(5);
        Tiers.Shipped.Find("DRAM", []).Count.ShouldBe(2);
        Tiers.Shipped.Find("hbm", [Tiers.OnDevice]).ShouldHaveSingleItem().InPlace.ShouldBeTrue();
        Should.Throw<ChalkException>(() => Tiers.Shipped.Find("tape", [Tiers.OnDevice])).Message
            .ShouldContain("'tape' is not a known tier; the kinds are disk, dram, flash, hbm, remote");
        Should.Throw<ChalkException>(() => Tiers.Shipped.Find("nowhere.json", [])).Message
            .ShouldContain("nowhere.json");
    }

    /// <summary>
    /// 36 Grace processors of a rack, a seventy-second of them for each GPU, priced as the nearest module.
    /// </summary>
    [Fact]
    public void The_hosts_memory_is_shared_among_the_accelerators()
    {
        CacheTier host = SystemTiers.Host(
            HardwareData.Catalogue.FindSystem("gb200-nvl72"), Tiers.Shipped.Find("dram", []))!;
        host.Capacity.Value.Value.ShouldBe(240e9, 1);
        host.DrainTime.Value.ShouldBe(0.9375, 1e-6);
        host.Price.Purchase!.Value.Value.ShouldBe(1450, 1e-6);
        SystemTiers.Host(HardwareData.Catalogue.FindSystem("gb200-nvl72"), []).ShouldBeNull();
    }
}
