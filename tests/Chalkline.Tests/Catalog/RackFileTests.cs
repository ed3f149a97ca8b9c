using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Hardware;

namespace Chalkline.Tests.Catalog;

/// <summary>Trays, cards, upper levels and lower memories in system files.</summary>
public sealed class RackFileTests
{
    private const string Rack = """
        "rack": { "devicesPerTray": 4, "trays": [ { "kind": "Compute", "count": 2 }, { "kind": "Switch", "count": 1 } ],
          "ordered": true, "source": "s", "verified": "yes", "trayLatency": { "value": "1 us", "source": "s", "verified": "yes" } }
        """;

    private const string Flash = """
        "flash": { "name": "NVMe", "capacity": { "value": "32 TB", "source": "s", "verified": "yes" },
          "bandwidth": { "value": "100 GB/s", "source": "s", "verified": "yes" } }
        """;

    private const string Out = """
        "name": "IB", "topology": "Switched", "bandwidth": { "value": "50 GB/s", "source": "s", "verified": "yes" },
        "latency": { "value": "3 us", "source": "s", "verified": "yes" }
        """;

    private const string Spine = """
        "upper": { "name": "spine", "groupDevices": 256, "oversubscription": { "value": "2:1", "source": "s", "verified": "yes" } }
        """;

    [Fact]
    public void A_rack_is_read_from_top_to_bottom()
    {
        MachineSystem system = Read($"{Rack}, {Flash}", $"{Out}, {Spine}");
        system.Rack!.Devices.ShouldBe(8);
        system.Rack.Count(TrayKind.Switch).ShouldBe(1);
        system.Rack.TrayLatency!.Value.Value.ShouldBe(1e-6);
        system.Flash!.DrainTime.Value.ShouldBe(320);
        system.LowerTiers.ShouldHaveSingleItem().Name.ShouldBe("NVMe");
        system.HostTier.ShouldBeNull("its bandwidth is unknown, and unknown stays absent");
        system.ScaleOut!.Upper!.Oversubscription.Value.ShouldBe(2);
        system.ScaleOut.Upper.Latency.ShouldBeNull();
        system.ScaleOut.Near(100).ShouldBe(100);
        system.ScaleOut.Near(1000).ShouldBe(256);
    }

    [Fact]
    public void What_is_not_said_is_absent()
    {
        MachineSystem system = Read("", Out);
        system.Rack.ShouldBeNull();
        system.Flash.ShouldBeNull();
        system.LowerTiers.ShouldBeEmpty();
        system.ScaleOut!.Upper.ShouldBeNull();
        system.ScaleOut.Cards.ShouldBeNull();
    }

    [Theory]
    [InlineData("\"count\": 2", "\"count\": 3", "trays|hold 12 devices|whole number")]
    [InlineData("\"count\": 2", "\"count\": 0", "count|from 1")]
    [InlineData("Compute", "Storage", "kind|Compute or Switch")]
    [InlineData("\"ordered\": true", "\"ordered\": 1", "ordered|true or false")]
    [InlineData("\"devicesPerTray\": 4,", "", "devicesPerTray")]
    [InlineData("2:1", "1:2", "oversubscription|ratio such as 2:1")]
    [InlineData("2:1", "2", "oversubscription|ratio such as 2:1")]
    [InlineData("2:1", "2:0", "oversubscription|ratio such as 2:1")]
    [InlineData("\"groupDevices\": 256", "\"groupDevices\": 0", "groupDevices|from 1")]
    [InlineData("32 TB", "32 MB", "capacity|must lie between")]
    [InlineData("\"name\": \"IB\"", "\"name\": \"IB\", \"cardsPerDevice\": 1", "cardsPerDevice|together")]
    [InlineData("\"name\": \"NVMe\",", "\"name\": \"NVMe\", \"wear\": 1,", "wear")]
    public void A_hostile_rack_is_told_by_field(string old, string replacement, string hints)
    {
        string message = Should.Throw<ChalkException>(() => Read($"{Rack}, {Flash}", $"{Out}, {Spine}", old, replacement)).Message;
        foreach (string hint in hints.Split('|'))
        {
            message.ShouldContain(hint);
        }
    }

    [Fact]
    public void The_catalogue_says_what_is_recalled()
    {
        MachineSystem rack = HardwareData.Catalogue.FindSystem("gb200-nvl72");
        rack.Rack!.Devices.ShouldBe(72);
        rack.Rack.Count(TrayKind.Compute).ShouldBe(18);
        rack.Rack.Count(TrayKind.Switch).ShouldBe(9);
        rack.Rack.Source.Verified.ShouldBe(Verification.No);
        rack.HostTier!.DrainTime.Value.ShouldBe(0.94, 0.01, "480 GB at 512 GB/s (theory notes, section 6C)");
        rack.BandwidthRatio!.Value.ShouldBe(18, 1e-9);

        MachineSystem boxes = HardwareData.Catalogue.FindSystem("hgx-h800");
        boxes.ScaleOut!.Upper!.Latency!.Value.Value.ShouldBe(3.7e-6);
        boxes.ScaleOut.Upper.Latency.Source.Verified.ShouldBe(Verification.Yes);
    }

    [Fact]
    public void Cards_carry_what_the_network_says() => HardwareData.Catalogue.Systems
        .Where(system => system.ScaleOut?.Cards is not null)
        .ShouldAllBe(system => Math.Abs(
            (system.ScaleOut!.Cards!.PerDevice * system.ScaleOut.Cards.Bandwidth.Value.Value / 8)
            - system.ScaleOut.Bandwidth.Value.Value) < 1);

    [Fact]
    public void A_part_of_a_rack_has_its_share_of_the_hosts_and_no_trays()
    {
        MachineSystem part = HardwareData.Catalogue.FindSystem("gb200x36");
        part.Rack.ShouldBeNull();
        part.HostTier!.Capacity.Value.Value.ShouldBe(17.28e12 / 2, 1);
        part.HostTier.DrainTime.Value.ShouldBe(0.94, 0.01);
    }

    [Fact]
    public void Domains_can_be_counted_where_a_network_joins_them()
    {
        MachineSystem rack = HardwareData.Catalogue.FindSystem("gb200-nvl72");
        rack.Of(8).Devices.ShouldBe(576);
        rack.Of(1).ShouldBe(rack);
        Should.Throw<ChalkException>(() => rack.Of(0));
        Should.Throw<ChalkException>(() => (rack with { ScaleOut = null }).Of(2)).Message.ShouldContain("no network between");
    }

    private static MachineSystem Read(string more, string scaleOut, string old = "", string replacement = "")
    {
        string text = $$"""
            { "id": "box", "name": "A box", "accelerator": "h100-sxm", "domainSize": 8,
              "sources": { "s": { "where": "somewhere", "date": "2026" } },
              "scaleUp": { "name": "NVLink 4", "topology": "Switched",
                "bandwidth": { "value": "450 GB/s", "source": "s", "verified": "yes" },
                "latency": { "value": "1 us", "source": "s", "verified": "yes" } },
              "scaleOut": { {{scaleOut}} },
              {{more}}{{(more.Length > 0 ? "," : "")}}
              "source": "s" }
            """;
        if (old.Length > 0)
        {
            text.ShouldContain(old);
            text = text.Replace(old, replacement, StringComparison.Ordinal);
        }

        return HardwareData.With("systems/box.json", text, data => HardwareCatalogue.Open(data).FindSystem("box"));
    }
}
