using Chalkline.Quantities;

namespace Chalkline.Tests.Quantities;

public class UnitTests
{
    [Theory]
    [InlineData("TB/s", "TBps")]
    [InlineData("Gbit/s", "Gb/s")]
    [InlineData("Gbit/s", "Gbps")]
    [InlineData("$/GPU/h", "$/h/device")]
    [InlineData("$/GPU/h", "USD/chip-hour")]
    [InlineData("$/GPU/h", "$ per GPU hour")]
    [InlineData("$/Mtok", "$/MTok")]
    [InlineData("$/Mtok", "usd per M tokens")]
    [InlineData("tok/s/GPU", "tokens/sec/GPUs")]
    [InlineData("FLOP/s", "flop/s")]
    [InlineData("TFLOPS", "TFLOP/s")]
    [InlineData("us", "\u00b5s")]
    [InlineData("us", "\u03bcs")]
    [InlineData("us", "usec")]
    [InlineData("min", "minutes")]
    [InlineData("W", "J/s")]
    [InlineData("W", "J*s^-1")]
    [InlineData("kWh", "kW*h")]
    [InlineData("kWh", "kW\u00b7h")]
    [InlineData("kB/tok", "KB / token")]
    [InlineData("FLOP/param/tok", "FLOP/param-tok")]
    [InlineData("s^2", "s*s")]
    public void Spellings_of_one_unit_agree(string first, string second)
        => Unit.Parse(first).ShouldBe(Unit.Parse(second));

    [Theory]
    [InlineData("kB", "KiB")]
    [InlineData("GB", "Gb")]
    [InlineData("MB", "B")]
    [InlineData("FLOP", "MAC")]
    [InlineData("FLOPS", "FLOPs")]
    [InlineData("Wh", "W/h")]
    [InlineData("$/h", "$/GPU/h")]
    [InlineData("tok/J", "J/tok")]
    public void Near_units_stay_apart(string first, string second)
        => Unit.Parse(first).ShouldNotBe(Unit.Parse(second));

    [Theory]
    [InlineData("ms", "s", 1e-3)]
    [InlineData("ns", "s", 1e-9)]
    [InlineData("pJ/B", "J/B", 1e-12)]
    [InlineData("d", "s", 86400)]
    [InlineData("h", "min", 60)]
    [InlineData("kWh", "J", 3.6e6)]
    [InlineData("KiB", "B", 1024)]
    [InlineData("PiB", "B", 1125899906842624)]
    [InlineData("EB", "B", 1e18)]
    [InlineData("ZFLOP", "FLOP", 1e21)]
    [InlineData("$/min", "$/h", 60)]
    public void A_unit_has_its_size(string large, string small, double ratio)
    {
        UnitScale scale = (Unit.Parse(large) / Unit.Parse(small)).Scale;
        (scale.ApplyBinary(1) * Math.Pow(10, scale.Ten)).ShouldBe(ratio, ratio * 1e-15);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("B/")]
    [InlineData("/s")]
    [InlineData("B//s")]
    [InlineData("mB")]
    [InlineData("gb")]
    [InlineData("Ms")]
    [InlineData("TB/S")]
    [InlineData("KW")]
    [InlineData("Kitok")]
    [InlineData("kis")]
    [InlineData("mtok")]
    [InlineData("B^0")]
    [InlineData("B^")]
    [InlineData("B^10")]
    [InlineData("B^-")]
    [InlineData("m s")]
    [InlineData("s/s/s/s/s/s/s/s/s")]
    [InlineData("\u212aB")]
    [InlineData("TB\u200b")]
    public void What_is_no_unit_is_refused(string text)
        => UnitParser.TryParse(text, new(), out _, out _).ShouldBeFalse();

    [Fact]
    public void FLOPs_is_a_rate_only_where_a_rate_is_wanted()
    {
        FlopPerSecond.Parse("989 TFLOPs").ShouldBe(new FlopPerSecond(989e12));
        Flop.Parse("989 TFLOPs").ShouldBe(new Flop(989e12));
        FlopPerSecond.Parse("989 TFLOPS").ShouldBe(new FlopPerSecond(989e12));
        FlopPerToken.Parse("74 GFLOPs/tok").ShouldBe(new FlopPerToken(74e9));
        Flop.TryParse("989 TFLOPS", null, out _).ShouldBeFalse();
    }

    [Fact]
    public void No_two_quantities_share_a_dimension()
        => QuantityCatalogue.All.DistinctBy(info => info.Canonical.Dimension).Count()
            .ShouldBe(QuantityCatalogue.All.Count);

    [Fact]
    public void Largest_powers_do_not_run_into_each_other()
    {
        Dimension large = Unit.Parse("B^9*B^9*B^9*B^9*B^9*B^9*B^9*B^9").Dimension;
        large.ShouldBe(Dimension.Of(Atom.Byte).Power(72));
        large.ShouldNotBe(Dimension.Of(Atom.Bit));
        (large / Dimension.Of(Atom.Byte).Power(71)).ShouldBe(Dimension.Of(Atom.Byte));
    }
}
