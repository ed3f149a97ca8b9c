using Chalkline.Catalog;
using Chalkline.Derivations;
using Chalkline.Formats;
using Chalkline.Hardware;
using Chalkline.Quantities;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Hardware;

/// <summary>Facts of the machines that the rest of the workbench stands on.</summary>
public sealed class CatalogueFactsTests
{
    private static Accelerator Find(string name) => HardwareData.Catalogue.FindAccelerator(name);

    [Fact]
    public void Peaks_are_dense()
    {
        Accelerator h100 = Find("h100");
        h100.Peak(Arithmetic.Bf16).Value.ShouldBe(989e12);
        h100.Peak(Arithmetic.Fp8).Value.ShouldBe(1979e12);
        h100.Peak(Arithmetic.Int8).Value.ShouldBe(1979e12);
        Find("gb10").Peak(Arithmetic.Fp4).Value.ShouldBe(500e12);
        Find("rtx-4090").Peak(Arithmetic.Bf16).Value.ShouldBe(165e12);
    }

    [Fact]
    public void Capacities_are_decimal_and_what_software_sees_is_an_alternative()
    {
        Find("h100").Memory.Capacity.Value.ShouldBe(new Bytes(80e9));
        Datum<Bytes> b300 = Find("b300").Memory.Capacity;
        b300.Alternatives.ShouldContain(other => other.Value == new Bytes(275040.0 * 1024 * 1024));
        b300.Value.Value.ShouldBe(270e9);
    }

    [Fact]
    public void Bits_of_network_cards_and_bytes_of_networks_agree()
    {
        MachineSystem box = HardwareData.Catalogue.FindSystem("hgx-h100");
        box.Accelerator.ScaleOut!.Value.Value.ShouldBe(400e9);
        box.ScaleOut!.Bandwidth.Value.Value.ShouldBe(50e9);
        box.ScaleUp.Bandwidth.Value.Value.ShouldBe(450e9);
    }

    [Theory]
    [InlineData("hgx-h100", 8)]
    [InlineData("gb200-nvl72", 72)]
    [InlineData("gb300-nvl72", 72)]
    [InlineData("vera-rubin-nvl72", 72)]
    [InlineData("tpu-v5e-pod", 256)]
    [InlineData("rtx-4090-desktop", 1)]
    public void The_domain_size_is_a_property_of_the_machine(string system, int size)
        => HardwareData.Catalogue.FindSystem(system).DomainSize.ShouldBe(size);

    /// <summary>Lecture, section 0.2: drain times in milliseconds.</summary>
    [Theory]
    [InlineData("a100-sxm-80", 39.2)]
    [InlineData("h100-sxm", 23.9)]
    [InlineData("h200-sxm", 29.4)]
    [InlineData("gb300", 36.0)]
    [InlineData("vr200", 13.1)]
    [InlineData("tpu-v5e", 19.5)]
    public void Drain_times_are_those_of_the_lecture(string name, double milliseconds)
        => (Find(name).Memory.DrainTime.Value * 1e3).ShouldBe(milliseconds, 0.06);

    /// <summary>Lecture, section 0.2: the ratio it calls 300, the same whatever the width.</summary>
    [Theory]
    [InlineData("a100-sxm-80", Arithmetic.Bf16, 2, 153)]
    [InlineData("h100-sxm", Arithmetic.Bf16, 2, 295)]
    [InlineData("h100-sxm", Arithmetic.Fp8, 1, 295)]
    [InlineData("h200-sxm", Arithmetic.Fp8, 1, 206)]
    [InlineData("gb300", Arithmetic.Fp4, 0.5, 469)]
    [InlineData("tpu-v5e", Arithmetic.Bf16, 2, 240.5)]
    public void Ridges_are_those_of_the_lecture(string name, Arithmetic arithmetic, double bytes, double rho)
        => (Find(name).Ridge(arithmetic).Value / 2 * bytes).ShouldBe(rho, 0.5);

    /// <summary>The lecture takes 8 TB/s and 192 GB for B200; the catalogue keeps them beside 7.7 and 180.</summary>
    [Theory]
    [InlineData(Arithmetic.Bf16, 2)]
    [InlineData(Arithmetic.Fp8, 1)]
    [InlineData(Arithmetic.Fp4, 0.5)]
    public void The_ridge_of_B200_is_that_of_the_lecture_at_its_other_bandwidth(Arithmetic arithmetic, double bytes)
    {
        Accelerator b200 = Find("b200");
        BytesPerSecond other = b200.Memory.Bandwidth.Alternatives.ShouldHaveSingleItem().Value;
        (b200.Peak(arithmetic) / other).Value.ShouldBe(281.25 * 2 / bytes, 0.01);
        b200.Memory.Capacity.Alternatives.ShouldHaveSingleItem().Value.ShouldBe(new Bytes(192e9));
        (b200.Ridge(arithmetic).Value / 2 * bytes).ShouldBe(292.2, 0.1);
    }

    [Fact]
    public void Sources_that_disagree_are_all_kept()
    {
        Find("b300").Peaks[Arithmetic.Fp4].Value.Value.ShouldBe(14e15);
        Find("b300").Peaks[Arithmetic.Fp4].Alternatives.Select(other => other.Value.Value)
            .ShouldBe([13.5e15, 12.6e15]);
        Find("rubin").Peaks[Arithmetic.Fp4].Alternatives.ShouldContain(other => other.Value.Value == 50e15);
        Find("mi355x").ScaleUp!.Alternatives.ShouldContain(other => other.Value.Value == 576e9);
    }

    [Fact]
    public void Nothing_recalled_passes_for_read()
    {
        Find("h100-nvl").Peaks.Values.ShouldAllBe(peak => peak.Source.Verified == Verification.No);
        Find("cerebras").Peaks[Arithmetic.Bf16].Source.Verified.ShouldBe(Verification.No);
        HardwareData.Catalogue.FindSystem("gb200-nvl72").ScaleUp.Latency.Source.Verified.ShouldBe(Verification.No);
        HardwareData.Catalogue.FindSystem("hgx-h100").ScaleUp.Latency.Source.Verified.ShouldBe(Verification.Partial);
    }

    [Fact]
    public void Every_datum_names_a_source_and_a_date()
    {
        foreach (Accelerator accelerator in HardwareData.Catalogue.Accelerators)
        {
            IEnumerable<Source> sources = accelerator.Peaks.Values.Select(peak => peak.Source)
                .Append(accelerator.Memory.Capacity.Source)
                .Append(accelerator.Memory.Bandwidth.Source)
                .Concat(accelerator.Prices.Select(price => price.Source));
            sources.ShouldAllBe(source => source.Where.Length > 0 && source.Date.Length >= 4, accelerator.Id);
        }
    }

    [Fact]
    public void A_missing_arithmetic_falls_to_the_next_wider()
    {
        Find("a100").Peak(Arithmetic.Fp4).ShouldBe(Find("a100").Peak(Arithmetic.Bf16));
        Find("h100").Peak(Arithmetic.Fp4).ShouldBe(Find("h100").Peak(Arithmetic.Fp8));
        Should.Throw<ChalkException>(() => Find("rubin-cpx").Peak(Arithmetic.Bf16)).Message
            .ShouldBe("rubin-cpx states no peak for Bf16 or anything wider; its catalogue file lists Fp4.");
    }

    [Theory]
    [InlineData("h100", 1.30, "rental_3y", "2026-04-03")]
    [InlineData("gb300", 3.96, "rental_3y", "2026-04-03")]
    [InlineData("a100", 1.81, "rental_3y", "2025-03-02")]
    [InlineData("h800", 2.00, "rental_assumed", "2025-03-01")]
    public void The_default_price_is_the_newest_of_the_first_metric(
        string name, double price, string metric, string date)
    {
        PricePoint found = HardwareCatalogue.DefaultPrice(Find(name)).ShouldNotBeNull();
        found.Price.Value.ShouldBe(price, 1e-9);
        found.Metric.ShouldBe(metric);
        found.Source.Date.ShouldBe(date);
        found.Source.Where.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_device_nobody_rents_out_has_no_default_price()
        => HardwareCatalogue.DefaultPrice(Find("cerebras")).ShouldBeNull();
}
