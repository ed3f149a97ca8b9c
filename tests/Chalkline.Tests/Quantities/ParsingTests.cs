using Chalkline.Quantities;

namespace Chalkline.Tests.Quantities;

public class ParsingTests
{
    [Theory]
    [InlineData("80 GB", 80e9)]
    [InlineData("80GB", 80e9)]
    [InlineData("  80\u00a0GB ", 80e9)]
    [InlineData("+80 GB", 80e9)]
    [InlineData("-80 GB", -80e9)]
    [InlineData("80 GiB", 85899345920)]
    [InlineData("0.1 TB", 0.1e12)]
    [InlineData(".5 KB", 500)]
    [InlineData("1,024.5 B", 1024.5)]
    [InlineData("1,234,567 B", 1234567)]
    [InlineData("2e3 B", 2000)]
    [InlineData("2E+3 B", 2000)]
    [InlineData("2 EB", 2e18)]
    [InlineData("2EB", 2e18)]
    [InlineData("12 gigabytes", double.NaN)]
    [InlineData("12 Gbytes", 12e9)]
    [InlineData("1e300 B", 1e300)]
    [InlineData("0 B", 0)]
    public void Bytes_are_read(string text, double bytes)
    {
        Bytes.TryParse(text, null, out Bytes value).ShouldBe(!double.IsNaN(bytes));
        value.Value.ShouldBe(double.IsNaN(bytes) ? 0 : bytes);
    }

    [Fact]
    public void Numbers_are_the_nearest_to_what_is_written()
    {
        BytesPerSecond.Parse("3.35 TB/s").Value.ShouldBe(3.35e12);
        Seconds.Parse("80 ms").Value.ShouldBe(0.08);
        Seconds.Parse("0.7 \u00b5s").Value.ShouldBe(0.7e-6);
        UsdPerToken.Parse("0.3 $/Mtok").Value.ShouldBe(0.3e-6);
        UsdPerToken.Parse("$0.30/M tokens").Value.ShouldBe(0.3e-6);
        UsdPerHour.Parse("2.4 $/h").Value.ShouldBe(2.4);
        UsdPerHour.Parse("$2/h").Value.ShouldBe(2);
        UsdPerHour.Parse("-$2/h").Value.ShouldBe(-2);
        UsdPerHour.Parse("0.5 $/min").Value.ShouldBe(30);
        UsdPerDeviceHour.Parse("$2.49 per GPU-hour").Value.ShouldBe(2.49);
        Usd.Parse("$5.576M").Value.ShouldBe(5.576e6);
        UsdPerKilowattHour.Parse("0.08 $/kWh").Value.ShouldBe(0.08);
        BytesPerToken.Parse("70.272 kB/tok").Value.ShouldBe(70272);
        FlopPerSecond.Parse("1.2e15 FLOP/s").Value.ShouldBe(1.2e15);
        JoulesPerByte.Parse("30 pJ/B").Value.ShouldBe(30e-12);
        Joules.Parse("1 kWh").Value.ShouldBe(3.6e6);
        BitsPerSecond.Parse("400 Gb/s").Value.ShouldBe(400e9);
        Parameters.Parse("671 Gparams").Value.ShouldBe(671e9);
    }

    [Theory]
    [InlineData("8k", 8000)]
    [InlineData("8Ki", 8192)]
    [InlineData("128 Ki", 131072)]
    [InlineData("1M", 1e6)]
    [InlineData("1,024", 1024)]
    [InlineData("8192", 8192)]
    [InlineData("15T tokens", 15e12)]
    [InlineData("8k tok", 8000)]
    public void Tokens_may_leave_out_their_unit(string text, double tokens)
        => Tokens.Parse(text).Value.ShouldBe(tokens);

    [Fact]
    public void Every_example_is_one_of_its_own_kind()
    {
        foreach (QuantityInfo info in QuantityCatalogue.All)
        {
            foreach (QuantityInfo other in QuantityCatalogue.All)
            {
                bool read = QuantityText.TryParse(info.Example, other, out double value, out string? error);
                read.ShouldBe(info == other, $"{info.Example} as {other.Name}: {error}");
                (value > 0).ShouldBe(read);
            }
        }

        QuantityCatalogue.All.Select(info => info.Kind).ShouldBeUnique(StringComparer.Ordinal);
    }

    [Theory]
    [InlineData("80 GB", "'80 GB' is an amount in bytes; a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    [InlineData("80", "'80' has no unit; a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    [InlineData("", "'' is empty; a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    [InlineData("fast", "'fast' does not begin with a number; a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    [InlineData("3 XB/s", "'3 XB/s' has the unknown unit 'XB'; a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    [InlineData("3 TB/", "'3 TB/' breaks off inside its unit; a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    [InlineData("1e400 B/s", "'1e400 B/s' is too large; a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    [InlineData("1e-400 B/s", "'1e-400 B/s' is too small; a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    [InlineData("3 B*s", "'3 B*s' has a unit that measures nothing known here; "
        + "a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    [InlineData("3 Gb/s", "'3 Gb/s' is a bandwidth in bits (b is bits, B is bytes; 8 bits a byte); "
        + "a bandwidth in bytes such as '3.35 TB/s' is needed.")]
    public void An_error_says_what_was_given_and_what_is_needed(string text, string sentence)
        => Should.Throw<FormatException>(() => BytesPerSecond.Parse(text)).Message.ShouldBe(sentence);

    [Fact]
    public void Bytes_do_not_become_bits_either()
        => Should.Throw<FormatException>(() => BitsPerSecond.Parse("50 GB/s")).Message.ShouldBe(
            "'50 GB/s' is a bandwidth in bytes (B is bytes, b or bit is bits; 8 bits a byte); "
            + "a bandwidth in bits such as '400 Gbit/s' is needed.");

    [Fact]
    public void Bits_per_element_are_not_bytes_per_parameter()
        => BytesPerParameter.TryParse("4.5 bit/elem", null, out _).ShouldBeFalse();

    [Theory]
    [InlineData("8K")]
    [InlineData("8 K")]
    [InlineData("8 Ktok")]
    public void A_capital_K_is_too_unclear_to_count_tokens(string text)
        => Should.Throw<FormatException>(() => Tokens.Parse(text)).Message.ShouldContain("(1,000 is k, 1,024 is Ki)");

    [Theory]
    [InlineData("NaN B")]
    [InlineData("Infinity B")]
    [InlineData("inf B")]
    [InlineData("\u221e B")]
    [InlineData("1,5 B")]
    [InlineData("1,0245 B")]
    [InlineData("0,024 B")]
    [InlineData("1024,000 B")]
    [InlineData(",024 B")]
    [InlineData("1.2.3 B")]
    [InlineData("1_000 B")]
    [InlineData("0x10 B")]
    [InlineData("1e B")]
    [InlineData("--1 B")]
    [InlineData("- 1 B")]
    [InlineData(".")]
    [InlineData(". B")]
    [InlineData("-")]
    [InlineData("$")]
    [InlineData("$ B")]
    [InlineData("$5 B")]
    [InlineData("\u0665 B")]
    [InlineData("5 B\n5 B")]
    public void Garbage_is_refused(string text)
    {
        Bytes.TryParse(text, null, out _).ShouldBeFalse();
        string message = Should.Throw<FormatException>(() => Bytes.Parse(text)).Message;
        message.ShouldEndWith("; an amount in bytes such as '80 GB' is needed.");
        message.ShouldNotContain('\n');
    }

    [Fact]
    public void Long_text_is_refused_and_quoted_in_part()
    {
        string message = Should.Throw<FormatException>(() => Bytes.Parse(new string('9', 1_000_000) + " B")).Message;
        message.ShouldStartWith("'" + new string('9', 37) + "...' is longer than 128 characters;");
        Bytes.Parse("1" + new string('0', 126) + "B").Value.ShouldBe(1e126);
    }

    [Fact]
    public void Nothing_is_not_a_quantity()
    {
        Bytes.TryParse((string?)null, null, out Bytes value).ShouldBeFalse();
        value.ShouldBe(Bytes.Zero);
    }
}
