using Chalkline.Quantities;

namespace Chalkline.Tests.Quantities;

public class FormattingTests
{
    [Fact]
    public void The_human_form_fits_a_prefix()
    {
        new BytesPerSecond(3.35e12).ToString().ShouldBe("3.35 TB/s");
        new Bytes(80e9).ToString().ShouldBe("80 GB");
        new Bytes(512).ToString().ShouldBe("512 B");
        new Bytes(-0.0).ToString().ShouldBe("0 B");
        new Bytes(0.5).ToString().ShouldBe("0.5 B");
        new Seconds(6.04e-3).ToString().ShouldBe("6.04 ms");
        new Seconds(2.5e-6).ToString().ShouldBe("2.5 \u00b5s");
        new UsdPerToken(0.296e-6).ToString().ShouldBe("0.296 $/Mtok");
        new BytesPerToken(70272).ToString().ShouldBe("70.27 kB/tok");
        new Tokens(2400).ToString().ShouldBe("2,400 tok");
        new Tokens(131072).ToString().ShouldBe("131,072 tok");
        new Tokens(14.8e12).ToString().ShouldBe("14.8 Ttok");
        new TokensPerSecond(9999.6).ToString().ShouldBe("10,000 tok/s");
        new UsdPerHour(2).ToString().ShouldBe("2 $/h");
        new JoulesPerByte(30e-12).ToString().ShouldBe("30 pJ/B");
        new Flop(3.8e25).ToString().ShouldBe("3.8e25 FLOP");
        new UsdPerHour(2.5e-7).ToString().ShouldBe("2.5e-7 $/h");
        new FlopPerByte(295.22).ToString().ShouldBe("295.2 FLOP/B");
        new Usd(5576000).ToString().ShouldBe("5,576,000 $");
        $"{new Bytes(80e9)}".ShouldBe("80 GB");
    }

    [Theory]
    [InlineData(999.94e6, "999.9 MB")]
    [InlineData(999.96e6, "1 GB")]
    [InlineData(-999.96e6, "-1 GB")]
    [InlineData(999.4, "999.4 B")]
    [InlineData(999.96, "1 kB")]
    [InlineData(999.96e18, "1e21 B")]
    [InlineData(999.94e18, "999.9 EB")]
    [InlineData(0, "0 B")]
    [InlineData(double.PositiveInfinity, "Infinity B")]
    [InlineData(double.NegativeInfinity, "-Infinity B")]
    [InlineData(double.NaN, "NaN B")]
    [InlineData(double.MaxValue, "1.798e308 B")]
    [InlineData(double.Epsilon, "4.941e-324 B")]
    public void Rounding_picks_the_prefix(double bytes, string text) => new Bytes(bytes).ToString().ShouldBe(text);

    [Theory]
    [InlineData(1, "1 s")]
    [InlineData(0.99996, "1 s")]
    [InlineData(0.9999, "999.9 ms")]
    [InlineData(119, "119 s")]
    [InlineData(150, "2.5 min")]
    [InlineData(5400, "90 min")]
    [InlineData(9000, "2.5 h")]
    [InlineData(-86400, "-24 h")]
    [InlineData(604800, "7 d")]
    [InlineData(1e-15, "1 fs")]
    [InlineData(1e-20, "1e-20 s")]
    [InlineData(1e30, "1.157e25 d")]
    [InlineData(double.PositiveInfinity, "Infinity d")]
    public void Durations_read_as_people_say_them(double seconds, string text)
        => new Seconds(seconds).ToString().ShouldBe(text);

    [Theory]
    [InlineData("GB", "80.53 GB")]
    [InlineData("GiB", "75 GiB")]
    [InlineData("GB:2", "80.53 GB")]
    [InlineData("GiB:3", "75.000 GiB")]
    [InlineData("MB:0", "80,531 MB")]
    [InlineData("B", "80,530,636,800 B")]
    [InlineData("PB:2", "0.00 PB")]
    [InlineData("PB:4", "0.0001 PB")]
    [InlineData("EB", "8.053e-8 EB")]
    [InlineData("R", "80530636800 B")]
    [InlineData("G", "80.53 GB")]
    [InlineData("G2", "81 GB")]
    [InlineData("G6", "80.5306 GB")]
    [InlineData("G17", "80.5306368 GB")]
    [InlineData(null, "80.53 GB")]
    public void A_format_picks_unit_and_digits(string? format, string text)
        => new Bytes(75L << 30).ToString(format).ShouldBe(text);

    [Theory]
    [InlineData(0.0049, "0.00 s")]
    [InlineData(0.0051, "0.01 s")]
    [InlineData(-0.0049, "0.00 s")]
    [InlineData(-0.0051, "-0.01 s")]
    [InlineData(0.996, "1.00 s")]
    [InlineData(9.996, "10.00 s")]
    [InlineData(0.0996, "0.10 s")]
    [InlineData(0.005, "0.01 s")]
    [InlineData(0.015625, "0.02 s")]
    [InlineData(0.125, "0.12 s")]
    [InlineData(0.375, "0.38 s")]
    [InlineData(1234567.891, "1,234,567.89 s")]
    [InlineData(0, "0.00 s")]
    public void Decimals_round_at_their_last_place(double seconds, string text)
        => new Seconds(seconds).ToString("s:2").ShouldBe(text);

    [Theory]
    [InlineData(0.5, "0 s")]
    [InlineData(0.51, "1 s")]
    [InlineData(1.5, "2 s")]
    [InlineData(2.5, "2 s")]
    [InlineData(-0.5, "0 s")]
    public void A_tie_goes_to_the_even_digit(double seconds, string text)
        => new Seconds(seconds).ToString("s:0").ShouldBe(text);

    [Theory]
    [InlineData("s")]
    [InlineData("GX")]
    [InlineData("GB:")]
    [InlineData("GB:16")]
    [InlineData("GB:-1")]
    [InlineData("G0")]
    [InlineData("G18")]
    [InlineData("N2")]
    [InlineData("Gb")]
    [InlineData(" ")]
    public void A_format_that_does_not_suit_is_refused(string format)
        => Should.Throw<FormatException>(() => new Bytes(1).ToString(format)).Message
            .ShouldBe($"The format '{format}' does not suit an amount in bytes; write 'R', 'G6', or a unit such as "
                + "'B' or 'B:2'.");

    [Fact]
    public void The_longest_outputs_fit()
    {
        string unit = "device^-1*device*" + new string(' ', 33) + "FLOP/param/tok";
        unit.Length.ShouldBe(64);
        new FlopPerParameterToken(-123456789012345.678).ToString(unit + ":15")
            .ShouldStartWith("-123,456,789,012,345.6");
        foreach (double value in (double[])[double.MinValue, -double.Epsilon, -1.2345678901234567e-4, -9.87654321e14])
        {
            foreach (QuantityInfo info in QuantityCatalogue.All)
            {
                foreach (string format in (string[])["", "R", "G17", info.Unit, info.Unit + ":15"])
                {
                    QuantityText.Format(value, info, format).ShouldMatch("^-?[0-9][^ ]* [^ ]+$");
                }
            }
        }
    }

    [Fact]
    public void A_short_buffer_is_left_alone()
    {
        Span<char> buffer = stackalloc char[5];
        new Bytes(80e9).TryFormat(buffer, out int written, default, null).ShouldBeTrue();
        buffer[..written].ToString().ShouldBe("80 GB");
        new Bytes(80e9).TryFormat(buffer[..4], out written, default, null).ShouldBeFalse();
        written.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("R")]
    [InlineData("G6")]
    [InlineData("TB/s")]
    [InlineData("GiB/s:2")]
    public void Formatting_into_a_buffer_allocates_nothing(string format)
    {
        Span<char> buffer = stackalloc char[64];
        BytesPerSecond value = new(3.35e12);
        _ = value.TryFormat(buffer, out _, format, null);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
        {
            _ = value.TryFormat(buffer, out _, format, null);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void Parsing_allocates_nothing()
    {
        _ = BytesPerSecond.Parse("3.35 TB/s", null);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int round = 0; round < 100; round++)
        {
            _ = BytesPerSecond.TryParse("3.35 TB/s", null, out _);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }
}
