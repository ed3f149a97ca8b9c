using Chalkline.Catalog;
using Chalkline.Formats;
using Chalkline.Tests.Catalog;

namespace Chalkline.Tests.Codesign;

/// <summary>What formats are made of, against published figures.</summary>
public sealed class FormatAnatomyTests
{
    private static readonly FormatCatalogue Catalogue = FormatCatalogue.Open(HardwareData.Folder);

    public static TheoryData<string> Ids => [.. Catalogue.All.Select(format => format.Id)];

    /// <summary>Test vector 18, and the rest of its table (arXiv:2510.25602, table 6).</summary>
    [Theory]
    [InlineData("int4", 24)]
    [InlineData("int8", 80)]
    [InlineData("nvfp4", 55.3)]
    [InlineData("mxfp6-e2m3", 91.0)]
    [InlineData("mxfp6-e3m2", 127.1)]
    [InlineData("mxfp8", 165.5)]
    [InlineData("mxfp8-e5m2", 161.5)]
    [InlineData("bf16", 225.5)]
    [InlineData("fp16", 273.5)]
    public void Cells_of_a_lane(string id, double cells)
        => GateCount.Of(Catalogue.Find(id)).Total.ShouldBe(cells, 0.051);

    [Theory]
    [InlineData("mxfp4", 4.25)]
    [InlineData("nvfp4", 4.5)]
    [InlineData("mxfp8", 8.25)]
    [InlineData("ternary", 1.83)]
    [InlineData("int4-g32", 4.25)]
    [InlineData("fp16", 16)]
    public void Stored_bits_count_the_scale(string id, double bits)
        => Catalogue.Find(id).Storage.Value.ShouldBe(bits, 1e-9);

    [Fact]
    public void A_multiply_accumulate_of_four_bits_is_a_seventh_of_its_register_file()
    {
        (double and, double adders) = GateCount.Integer(4, 4);
        (double mux, double or) = GateCount.Multiplexer(8, 4);

        and.ShouldBe(16);
        adders.ShouldBe(16);
        (3 * mux).ShouldBe(96);
        or.ShouldBe(28);
        (and / (and + (3 * mux))).ShouldBe(1 / 7.0, 1e-12);
    }

    [Fact]
    public void Signal_follows_the_closed_forms()
    {
        FormatAnatomy e4m3 = Catalogue.Find("fp8");
        FormatAnatomy int8 = Catalogue.Find("int8");

        // Enough range: 13.80 + 6.02 M dB; an integer with a crest of 1: 4.78 + 6.02 b.
        SignalQuality.Decibels(e4m3, 1).ShouldBe(13.80 + (6.02 * 3), 0.05);
        SignalQuality.Decibels(int8, 1).ShouldBe(4.78 + (6.02 * 8), 0.1);
        SignalQuality.Decibels(Catalogue.Find("mxint8"), 2).ShouldBe(4.78 + 48.16 - (20 * Math.Log10(1.5)) - (20 * Math.Log10(2)), 0.1);
    }

    /// <summary>A drawn block of normal values, quantised number by number, has about the signal the closed form says.</summary>
    [Theory]
    [InlineData("nvfp4", 1.0)]
    [InlineData("nvint4", 0.8)]
    [InlineData("int8", 0.5)]
    public void Signal_of_drawn_values_is_near(string id, double within)
    {
        FormatAnatomy format = Catalogue.Find(id);
        int block = format.Block > 1 ? (int)format.Block : 1024;
        Random random = new(7);
        double signal = 0;
        double noise = 0;
        for (int draw = 0; draw < 200_000 / block; draw++)
        {
            double[] values = [.. Enumerable.Range(0, block).Select(_ => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()))];
            double scale = values.Max(Math.Abs) / format.Largest;
            foreach (double value in values)
            {
                double error = value - (scale * Round(format, value / scale));
                signal += value * value;
                noise += error * error;
            }
        }

        (10 * Math.Log10(signal / noise)).ShouldBe(SignalQuality.Decibels(format), within);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void Every_shipped_format_is_whole(string id)
    {
        FormatAnatomy format = Catalogue.Find(id);

        format.Storage.Value.ShouldBeGreaterThanOrEqualTo(format.Bits);
        GateCount.Of(format).Total.ShouldBeGreaterThan(0);
        SignalQuality.Decibels(format).ShouldBeGreaterThan(0);
        format.Source.Where.ShouldNotBeEmpty();
        NumberFormat? builtIn = NumberFormat.All.FirstOrDefault(other => other.Name == id);
        builtIn?.Storage.Value.ShouldBe(format.Storage.Value, 0.26, "fp8-block and int4 keep their scales apart");
        builtIn?.Arithmetic.ShouldBe(format.Arithmetic);
    }

    [Fact]
    public void More_bits_never_carry_less_signal_in_one_family()
    {
        double[] integers = [.. new[] { "nvint4", "mxint8" }.Select(id => SignalQuality.Decibels(Catalogue.Find(id), 3))];
        integers.ShouldBeInOrder();
        double[] floats = [.. new[] { "nvfp4", "mxfp6-e2m3" }.Select(id => SignalQuality.Decibels(Catalogue.Find(id), 3))];
        floats.ShouldBeInOrder();
    }

    [Theory]
    [InlineData("\"bits\": 0", "leaves the format no bits")]
    [InlineData("\"bits\": 7", "1 sign, 2 exponent and 1 mantissa bits: 4")]
    [InlineData("\"bits\": 4, \"block\": 32", "has no scale")]
    [InlineData("\"bits\": 4, \"colour\": 1", "'colour'")]
    public void A_wrong_file_is_a_sentence(string bits, string hint)
    {
        string text = "{\"id\": \"mine\", \"name\": \"mine\", \"kind\": \"float\", " + bits
            + ", \"exponent\": 2, \"mantissa\": 1, \"largest\": 6, \"arithmetic\": \"fp4\", "
            + "\"source\": {\"where\": \"a paper\", \"date\": \"2026\", \"verified\": \"no\"}}";
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.WriteAllText(path, text);
        try
        {
            Should.Throw<ChalkException>(() => Catalogue.Find(path)).Message.ShouldContain(hint);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void An_unknown_name_lists_those_there_are()
        => Should.Throw<ChalkException>(() => Catalogue.Find("fp7")).Message.ShouldContain("nvfp4");

    /// <summary>The nearest value of a format to a number already scaled.</summary>
    private static double Round(FormatAnatomy format, double value)
    {
        if (format.IsInteger)
        {
            return Math.Clamp(Math.Round(value), -format.Largest, format.Largest);
        }

        double bias = Math.Pow(2, format.Exponent - 1) - 1;
        double power = Math.Max(Math.Floor(Math.Log2(Math.Max(Math.Abs(value), 1e-30))), 1 - bias);
        double step = Math.Pow(2, power - format.Mantissa);
        return Math.Clamp(Math.Round(value / step) * step, -format.Largest, format.Largest);
    }
}
