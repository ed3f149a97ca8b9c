using Chalkline.Derivations.Equations;

namespace Chalkline.Tests.Derivations.Equations;

public sealed class ExpressionParserTests
{
    [Theory]
    [InlineData("a + b * c", "a + b * c")]
    [InlineData("(a + b) * c", "(a + b) * c")]
    [InlineData("((a)) + ((b))", "a + b")]
    [InlineData("a - (b - c)", "a - (b - c)")]
    [InlineData("(a - b) - c", "a - b - c")]
    [InlineData("a / (b * c)", "a / (b * c)")]
    [InlineData("a\n    / b", "a / b")]
    [InlineData("-a * b", "-a * b")]
    [InlineData("-(a * b)", "-(a * b)")]
    [InlineData("a - -b", "a - (-b)")]
    [InlineData("a < b ? c : d < e ? f : g", "a < b ? c : d < e ? f : g")]
    [InlineData("(a >= b) ? c : d", "a >= b ? c : d")]
    [InlineData("Max(a, Min(b, c))", "Math.Max(a, Math.Min(b, c))")]
    [InlineData("Quantity.Max(a, b)", "Math.Max(a, b)")]
    [InlineData("(double)a / b", "(double)a / b")]
    [InlineData("(int)(a / b)", "(int)(a / b)")]
    [InlineData("(a) - b", "a - b")]
    [InlineData("peak.Value * this.share", "peak.Value * share")]
    [InlineData("network!.Latency!.Value", "network.Latency.Value")]
    [InlineData("Max(time, Seconds.Zero)", "Math.Max(time, Seconds.Zero)")]
    [InlineData("new Seconds(a.Value * 2)", "new Seconds(a.Value * 2)")]
    public void Reads_with_the_precedence_of_the_language(string text, string canonical)
        => Expression.Parse(text).ToString().ShouldBe(canonical);

    [Theory]
    [InlineData("2", 2, true)]
    [InlineData("1_000_000", 1e6, true)]
    [InlineData("5L", 5, true)]
    [InlineData("2.5", 2.5, false)]
    [InlineData(".5", 0.5, false)]
    [InlineData("1e9", 1e9, false)]
    [InlineData("1.5E-3", 1.5e-3, false)]
    [InlineData("2d", 2, false)]
    [InlineData("3.5f", 3.5, false)]
    public void Reads_every_kind_of_number(string text, double value, bool whole)
        => Expression.Parse(text).ShouldBe(new Number(value, whole));

    [Fact]
    public void An_exponent_takes_its_sign_and_a_sum_does_not()
        => Expression.Parse("1e-3-2").ShouldBe(new Binary('-', new Number(1e-3, false), new Number(2, true)));

    [Theory]
    [InlineData("", "ends where")]
    [InlineData("a +", "ends where")]
    [InlineData("(a", "')'")]
    [InlineData("a b", "'b' at 2")]
    [InlineData("a % b", "'%'")]
    [InlineData("a ?? b", "'?' at 2")]
    [InlineData("Foo(a)", "calls 'Foo'")]
    [InlineData("Math.Max(a)", "does not take 1")]
    [InlineData("Sqrt(a, b)", "does not take 2")]
    [InlineData("0x10", "not a decimal number")]
    [InlineData("a < b", "comparison as a number")]
    [InlineData("1 + (a < b)", "comparison as a number")]
    [InlineData("items[0]", "'['")]
    [InlineData("model.Layers.Count()", "calls 'model.Layers.Count'")]
    [InlineData("new List(3)", "'List' is not a quantity")]
    public void What_it_cannot_read_it_says_where(string text, string part)
    {
        Should.Throw<ChalkException>(() => Expression.Parse(text)).Message.ShouldContain(part);
        Expression.TryParse(text).ShouldBeNull();
    }

    [Theory]
    [InlineData("(")]
    [InlineData("(double)")]
    public void Hostile_nesting_is_refused(string open)
    {
        string text = string.Concat(Enumerable.Repeat(open, 100_000)) + "a";

        Should.Throw<ChalkException>(() => Expression.Parse(text)).Message.ShouldContain("nests deeper");
    }

    [Fact]
    public void Variables_come_once_in_order_of_first_use()
        => Expression.Parse("b * a + Max(b, c) * (a < d ? 1 : e)").Variables().Select(v => v.Path)
            .ShouldBe(["b", "a", "c", "d", "e"]);
}
