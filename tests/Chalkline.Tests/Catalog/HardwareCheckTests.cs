using Chalkline.Catalog;
using Chalkline.Files;

namespace Chalkline.Tests.Catalog;

/// <summary>The catalogue is in order, and hostile files are told in one sentence each.</summary>
public sealed class HardwareCheckTests
{
    [Fact]
    public void The_catalogue_is_in_order() => HardwareData.Catalogue.Check().ShouldBeEmpty();

    [Theory]
    [InlineData("\"989 TFLOP/s\"", "\"-989 TFLOP/s\"", "peaks.bf16.value")]
    [InlineData("\"989 TFLOP/s\"", "\"989 GB/s\"", "peaks.bf16.value")]
    [InlineData("\"989 TFLOP/s\"", "989", "peaks.bf16.value")]
    [InlineData("\"989 TFLOP/s\"", "\"989e30 TFLOP/s\"", "peaks.bf16.value")]
    [InlineData("\"989 TFLOP/s\"", "null", "peaks.bf16")]
    [InlineData("\"3350 GB/s\"", "\"3350 Gbit/s\"", "memory.bandwidth.value")]
    [InlineData("\"80 GB\"", "\"80\"", "memory.capacity.value")]
    [InlineData("\"700 W\"", "\"0 W\"", "power.value")]
    [InlineData("\"700 W\"", "\"NaN W\"", "power.value")]
    [InlineData("\"domainSize\": 8", "\"domainSize\": 8.5", "domainSize")]
    [InlineData("\"domainSize\": 8", "\"domainSize\": -8", "domainSize")]
    [InlineData("\"domainSize\": 8", "\"domainsize\": 8", "domainsize")]
    [InlineData("\"vendor\": \"NVIDIA\"", "\"vendor\": \" \"", "vendor")]
    [InlineData("\"vendor\": \"NVIDIA\",", "", "vendor")]
    [InlineData("\"date\": \"2026-08-22\"", "\"date\": \"yesterday\"", "sources.specs.date")]
    [InlineData("\"specs\": {", "\"other\": {", "peaks.fp32.source")]
    [InlineData("\"aliases\": [", "\"aliases\": [7, ", "aliases[0]")]
    public void A_hostile_accelerator_is_told_by_file_and_field(string old, string replacement, string field)
    {
        string text = HardwareData.Text("accelerators/h100-sxm.json");
        text.ShouldContain(old);
        int at = text.IndexOf(old, StringComparison.Ordinal);
        string broken = text[..at] + replacement + text[(at + old.Length)..];
        HardwareData.With("accelerators/h100-sxm.json", broken, folder =>
        {
            HardwareCatalogue catalogue = HardwareCatalogue.Open(folder);
            string sentence = Should.Throw<ChalkException>(() => catalogue.FindAccelerator("h100-sxm")).Message;
            sentence.ShouldContain("h100-sxm.json:");
            sentence.ShouldEndWith(".");
            sentence.ShouldNotContain("\n");
            catalogue.Check().ShouldContain(
                finding => finding.File == "accelerators/h100-sxm.json" && finding.Field == field);
            return true;
        }).ShouldBeTrue();
    }

    [Theory]
    [InlineData("\"topology\": \"ReducingSwitch\"", "\"topology\": \"Star\"", "scaleUp.topology")]
    [InlineData("\"topology\": \"ReducingSwitch\"", "\"topology\": \"0\"", "scaleUp.topology")]
    [InlineData("\"450 GB/s\"", "\"450 TB/s\"", "scaleUp.bandwidth.value")]
    [InlineData("\"450 GB/s\"", "\"900 GB/s\"", "scaleUp.bandwidth")]
    [InlineData("\"50 GB/s\"", "\"460 GB/s\"", "scaleOut.bandwidth")]
    [InlineData("\"domainSize\": 8", "\"domainSize\": 16", "domainSize")]
    [InlineData("\"13.84 kW\"", "\"3 kW\"", "domainPower")]
    [InlineData("\"accelerator\": \"h100-sxm\"", "\"accelerator\": \"h101\"", "accelerator")]
    [InlineData("\"id\": \"hgx-h100\"", "\"id\": \"hgx-h101\"", "id")]
    [InlineData("\"dgx-h100\"", "\"dgx-h200\"", "aliases")]
    public void A_hostile_system_is_found_by_the_check(string old, string replacement, string field)
    {
        string text = HardwareData.Text("systems/hgx-h100.json");
        int at = text.IndexOf(old, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        string broken = text[..at] + replacement + text[(at + old.Length)..];
        IReadOnlyList<Finding> findings = HardwareData.With(
            "systems/hgx-h100.json", broken, folder => HardwareCatalogue.Open(folder).Check());
        findings.ShouldContain(finding => finding.Field == field && finding.File.StartsWith("systems/"));
    }

    [Theory]
    [InlineData("\"1979 TFLOP/s\"", "\"197 TFLOP/s\"", "peaks.fp8")]
    [InlineData("\"3350 GB/s\"", "\"33500000 GB/s\"", "memory.bandwidth")]
    [InlineData("\"80 GB\"", "\"2 MB\"", "memory")]
    [InlineData("\"1.73 kW\"", "\"173 W\"", "allInPower")]
    [InlineData("\"system\": \"hgx-h100\"", "\"system\": \"hgx-h200\"", "system")]
    public void Absurd_figures_are_found(string old, string replacement, string field)
    {
        string text = HardwareData.Text("accelerators/h100-sxm.json");
        int at = text.IndexOf(old, StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        string broken = text[..at] + replacement + text[(at + old.Length)..];
        HardwareData.With("accelerators/h100-sxm.json", broken, folder => HardwareCatalogue.Open(folder).Check())
            .ShouldContain(finding => finding.Field == field && finding.File == "accelerators/h100-sxm.json");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("{ \"id\": \"x\" } trailing")]
    public void What_is_no_object_is_told_in_one_sentence(string text)
        => HardwareData.With("accelerators/x.json", text, folder => Should.Throw<ChalkException>(
            () => HardwareCatalogue.Open(folder).FindAccelerator("x")).Message).ShouldContain("x.json:");

    [Fact]
    public void A_deeply_nested_file_is_refused()
    {
        string text = "{ \"aliases\": " + new string('[', 5000) + new string(']', 5000) + " }";
        HardwareData.With("accelerators/deep.json", text, folder =>
        {
            HardwareCatalogue catalogue = HardwareCatalogue.Open(folder);
            Should.Throw<ChalkException>(() => catalogue.FindAccelerator("deep")).Message.ShouldContain("32 deep");
            catalogue.FindAccelerator("h100").Id.ShouldBe("h100-sxm");
            return true;
        }).ShouldBeTrue();
    }

    [Fact]
    public void Systems_that_are_each_others_base_are_refused()
    {
        string text = HardwareData.Text("systems/dgx-h100-superpod.json")
            .Replace("\"base\": \"hgx-h100\"", "\"base\": \"dgx-h100-superpod\"", StringComparison.Ordinal);
        HardwareData.With(
            "systems/dgx-h100-superpod.json",
            text,
            folder => Should.Throw<ChalkException>(
                () => HardwareCatalogue.Open(folder).FindSystem("h100-superpod")).Message)
            .ShouldContain("leads through too many systems");
    }

    [Theory]
    [InlineData("h100-sxm,rental_3y,2026-04-03,1.3 $/h/device,where,yes", "cells")]
    [InlineData("h100-sxm,rental_9y,2026-04-03,1.3 $/h/device,where,yes,", "metric")]
    [InlineData("h100-sxm,rental_3y,soon,1.3 $/h/device,where,yes,", "date")]
    [InlineData("h100-sxm,rental_3y,2026-04-03,-1.3 $/h/device,where,yes,", "price")]
    [InlineData("h100-sxm,rental_3y,2026-04-03,1.3 GB,where,yes,", "price")]
    [InlineData("h100-sxm,rental_3y,2026-04-03,1.3 $/h/device,,yes,", "source")]
    [InlineData("h100-sxm,rental_3y,2026-04-03,1.3 $/h/device,where,perhaps,", "verified")]
    [InlineData(",rental_3y,2026-04-03,1.3 $/h/device,where,yes,", "accelerator")]
    public void A_wrong_price_is_told_by_line(string line, string word)
    {
        string text = $"accelerator,metric,date,price,source,verified,note\n{line}\n";
        Finding finding = HardwareData.With(
            "prices/accelerators.csv", text, folder => HardwareCatalogue.Open(folder).Check())
            .First(finding => finding.File == "prices/accelerators.csv");
        finding.Problem.ShouldContain("accelerators.csv: line 2: ");
        finding.Problem.ShouldContain(word);
    }

    [Fact]
    public void A_wrong_price_stops_only_those_who_ask_for_it()
    {
        const string text =
            "accelerator,metric,date,price,source,verified,note\nh20,rental_3y,2026,dear,where,yes,\n";
        HardwareData.With("prices/accelerators.csv", text, folder =>
        {
            HardwareCatalogue catalogue = HardwareCatalogue.Open(folder);
            catalogue.FindAccelerator("h200").Prices.ShouldBeEmpty();
            Should.Throw<ChalkException>(() => catalogue.FindAccelerator("h20")).Message.ShouldContain("'dear'");
            return true;
        }).ShouldBeTrue();
    }

    [Fact]
    public void A_price_file_with_another_header_is_refused()
        => HardwareData.With("prices/accelerators.csv", "a,b\n", folder => HardwareCatalogue.Open(folder).Check())
            .ShouldContain(finding => finding.Problem.Contains("line 1 must be"));

    [Fact]
    public void A_price_of_an_unknown_device_is_found()
        => HardwareData.With(
            "prices/accelerators.csv",
            "accelerator,metric,date,price,source,verified,note\nh101,rental_3y,2026,1 $/h/device,\"a, b\",yes,\n",
            folder => HardwareCatalogue.Open(folder).Check()).ShouldContain(finding => finding.Problem.Contains("h101"));
}
