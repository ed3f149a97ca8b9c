using System.Globalization;
using CsCheck;

namespace Chalkline.Charts.Tests;

public sealed class NumberTextTests
{
    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.05, "0.05")]
    [InlineData(1, "1")]
    [InlineData(999.96, "1k")]
    [InlineData(10_000, "10k")]
    [InlineData(2_500_000, "2.5M")]
    [InlineData(-1500, "−1.5k")]
    [InlineData(0.0000123, "1.23·10⁻⁵")]
    [InlineData(1e-6, "10⁻⁶")]
    [InlineData(double.NaN, "–")]
    [InlineData(double.PositiveInfinity, "–")]
    public void Short_numbers_read_as_people_write_them(double value, string text)
        => NumberText.Format(value).ShouldBe(text);

    [Theory]
    [InlineData(NumberStyle.Plain, 8192, "8192")]
    [InlineData(NumberStyle.Percent, 0.25, "25%")]
    [InlineData(NumberStyle.Dollars, 0.9, "$0.9")]
    [InlineData(NumberStyle.Dollars, 12000, "$12k")]
    public void Styles_say_what_is_counted(NumberStyle style, double value, string text)
        => NumberText.Format(value, style).ShouldBe(text);

    [Theory]
    [InlineData(1, 131072, "1")]
    [InlineData(8192, 65536, "8192")]
    [InlineData(8192, 131072, "8Ki")]
    [InlineData(65536, 65536, "65536")]
    [InlineData(131072, 131072, "128Ki")]
    [InlineData(2097152, 2097152, "2Mi")]
    [InlineData(0.25, 1, "0.25")]
    public void Powers_of_two_stay_whole_and_alike_on_one_axis(double value, double largest, string text)
        => NumberText.PowerOfTwo(value, largest).ShouldBe(text);

    [Fact]
    public void A_short_number_reads_back_within_its_digits()
        => Gen.Double[1e-3, 9.99e14].Sample(
            value =>
            {
                string text = NumberText.Format(value, digits: 6);
                double scale = text[^1] switch { 'k' => 1e3, 'M' => 1e6, 'G' => 1e9, 'T' => 1e12, 'P' => 1e15, _ => 1 };
                double read = double.Parse(text.TrimEnd('k', 'M', 'G', 'T', 'P'), CultureInfo.InvariantCulture) * scale;
                return Math.Abs(read - value) <= 1e-5 * value;
            },
            seed: "0000dGVzdHM1");
}
