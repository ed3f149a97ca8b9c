using System.CommandLine;
using Chalkline.Cli.Commands;
using Chalkline.Quantities;
using CsCheck;

namespace Chalkline.Cli.Tests.Commands;

/// <summary>Text of options becomes a quantity or one sentence.</summary>
public sealed class InputsTests
{
    private static readonly Option<string?> Value = Inputs.Text("--value", "VALUE", "A value.");

    [Fact]
    public void What_is_not_given_is_null()
    {
        Inputs.Quantity<Seconds>(Parsed(), Value).ShouldBeNull();
        Inputs.Length(Parsed(), Value).ShouldBeNull();
        Inputs.Date(Parsed(), Value).ShouldBe("");
        Inputs.QuantityOrZero<Tokens>(Parsed(), Value).ShouldBe(default);
    }

    [Theory]
    [InlineData("30ms", 0.03)]
    [InlineData("1.5 s", 1.5)]
    [InlineData("2 min", 120)]
    public void A_duration_is_read_with_its_unit(string text, double seconds)
        => Inputs.Quantity<Seconds>(Parsed(text), Value).ShouldNotBeNull().Value.ShouldBe(seconds, 1e-12);

    [Theory]
    [InlineData("0s")]
    [InlineData("-1s")]
    [InlineData("30")]
    [InlineData("")]
    [InlineData("∞")]
    public void Nothing_that_is_not_positive_passes(string text)
        => Should.Throw<ChalkException>(() => Inputs.Quantity<Seconds>(Parsed(text), Value)).Message.ShouldContain("--value");

    [Fact]
    public void Every_whole_length_up_to_a_billion_is_read_back()
        => Gen.Int[1, 1_000_000_000].Sample(
            tokens => Inputs.Length(Parsed($"{tokens}"), Value)!.Value.Value == tokens, seed: "0000KvTbS3O4", iter: 500, threads: 1);

    [Theory]
    [InlineData("1.5")]
    [InlineData("0.999")]
    [InlineData("1e9000")]
    [InlineData("2e9")]
    public void A_length_that_is_no_whole_number_in_range_is_refused(string text)
        => Should.Throw<ChalkException>(() => Inputs.Length(Parsed(text), Value)).Message.ShouldContain("--value");

    [Theory]
    [InlineData("2.2$/h")]
    [InlineData("2.2 $/h/device")]
    [InlineData("$2.2/h")]
    public void A_price_an_hour_is_one_of_a_device(string text)
        => Inputs.DevicePrice(Parsed(text), Value).ShouldNotBeNull().Value.ShouldBe(2.2, 1e-12);

    [Theory]
    [InlineData("64", 64, 64)]
    [InlineData("1..8192", 1, 8192)]
    [InlineData("1..1e6", 1, 1e6)]
    public void A_batch_or_a_range_is_read(string text, double low, double high)
        => Inputs.Range("--batch", text).ShouldBe((low, high));

    [Theory]
    [InlineData("0")]
    [InlineData("2..1")]
    [InlineData("1.5")]
    [InlineData("1..")]
    [InlineData("..")]
    [InlineData("1..2..3")]
    [InlineData("1..1e10")]
    [InlineData("NaN")]
    public void A_range_that_is_none_is_refused(string text)
        => Should.Throw<ChalkException>(() => Inputs.Range("--batch", text)).Message.ShouldStartWith($"--batch {text}: ");

    [Fact]
    public void Ratios_keep_their_order() => Inputs.Ratios("--times-price", "6,2,100").ShouldBe([6, 2, 100]);

    [Theory]
    [InlineData("2026")]
    [InlineData("2026-11")]
    [InlineData("2024-02-29")]
    public void A_date_is_as_exact_as_known(string text) => Inputs.Date(Parsed(text), Value).ShouldBe(text);

    [Theory]
    [InlineData("2026-02-29")]
    [InlineData("11/2026")]
    [InlineData("26")]
    public void A_date_that_is_none_is_refused(string text)
        => Should.Throw<ChalkException>(() => Inputs.Date(Parsed(text), Value)).Message.ShouldContain($"--value {text}");

    private static ParseResult Parsed(string? text = null)
        => new RootCommand { Value }.Parse(text is null ? [] : ["--value", text]);
}
