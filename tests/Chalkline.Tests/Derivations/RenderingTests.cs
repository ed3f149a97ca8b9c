using System.Text.Json;
using Chalkline.Derivations;
using Chalkline.Derivations.Renderings;

namespace Chalkline.Tests.Derivations;

public sealed class RenderingTests
{
    [Fact]
    public void The_sample_holds_together() => Samples.Decode().Verify().ShouldBeEmpty();

    [Fact]
    public void Text_is_as_approved() => Samples.Decode().ToText().ShouldBeApproved("decode.txt");

    [Fact]
    public void Markdown_is_as_approved() => Samples.Decode().ToMarkdown().ShouldBeApproved("decode.md");

    [Fact]
    public void Json_is_as_approved() => Samples.Decode().ToJson().ShouldBeApproved("decode.json");

    [Theory]
    [InlineData(100)]
    [InlineData(80)]
    [InlineData(60)]
    public void No_line_is_wider_than_asked(int width)
        => Samples.Decode().ToText(width).Split('\n').ShouldAllBe(line => line.Length <= width);

    [Fact]
    public void Json_is_valid_and_its_inputs_are_entries_recorded_before()
    {
        using JsonDocument json = JsonDocument.Parse(Samples.Decode().ToJson());

        json.RootElement.GetProperty("version").GetInt32().ShouldBe(1);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonElement entry in Entries(json.RootElement.GetProperty("root")))
        {
            if (entry.TryGetProperty("inputs", out JsonElement inputs))
            {
                inputs.EnumerateArray().ShouldAllBe(id => seen.Contains(id.GetString()!));
            }

            seen.Add(entry.GetProperty("id").GetString()!).ShouldBeTrue();
        }

        seen.Contains(json.RootElement.GetProperty("result").GetString()!).ShouldBeTrue();
        seen.Count.ShouldBe(16);
    }

    [Fact]
    public void Json_keeps_numbers_exact_and_says_what_it_cannot_hold()
    {
        Derivation work = new();
        work.Given("x", new("x", "x", "x", "a third"), 1 / 3.0, null);
        work.Given("y", new("y", "y", "y", "nothing finite"), double.PositiveInfinity, null);

        using JsonDocument json = JsonDocument.Parse(work.ToJson());

        JsonElement[] entries = [.. json.RootElement.GetProperty("root").GetProperty("entries").EnumerateArray()];
        entries[0].GetProperty("value").GetDouble().ShouldBe(1 / 3.0);
        entries[1].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        entries[1].GetProperty("text").GetString().ShouldBe("Infinity");
    }

    [Fact]
    public void An_unreadable_equation_is_shown_as_it_stands()
    {
        Derivation work = new();
        work.Step(new("x", "x", "x", "a sum"), 3.0, "layers\n    .Sum(l => l.Time_s)");

        work.ToText().ShouldStartWith("x = layers .Sum(l => l.Time_s)\n  = 3   a sum");
        work.ToMarkdown().ShouldContain("&= \\text{layers .Sum(l => l.Time\\_s)} \\\\");
    }

    [Theory]
    [InlineData("a_b & 50% #1 {x}", "a\\_b \\& 50\\% \\#1 \\{x\\}")]
    [InlineData("$/h \\ ^ ~", "\\$/h \\textbackslash{} \\textasciicircum{} \\textasciitilde{}")]
    [InlineData("plain", "plain")]
    public void Commands_in_text_are_escaped(string text, string latex) => Latex.Escape(text).ShouldBe(latex);

    [Theory]
    [InlineData("140 GB", "140\\,\\text{GB}")]
    [InlineData("2.5 $/h", "2.5\\,\\text{\\$/h}")]
    [InlineData("1.4E+11 B", "1.4 \\times 10^{11}\\,\\text{B}")]
    [InlineData("6E-05", "6 \\times 10^{-5}")]
    [InlineData("-3", "-3")]
    [InlineData("1,024", "1{,}024")]
    [InlineData("Infinity", "\\text{Infinity}")]
    public void A_value_becomes_number_and_upright_unit(string text, string latex) => Latex.Value(text).ShouldBe(latex);

    [Theory]
    [InlineData("a / b / c", "\\frac{\\frac{a}{b}}{c}", "a / b / c")]
    [InlineData("(a + b) * c", "\\left(a + b\\right) \\times c", "(a + b) × c")]
    [InlineData("a - (b - c)", "a - \\left(b - c\\right)", "a - (b - c)")]
    [InlineData("-(a / b)", "-\\frac{a}{b}", "-(a / b)")]
    [InlineData("Math.Pow(a / b, 2)", "{\\left(\\frac{a}{b}\\right)}^{2}", "(a / b)^2")]
    [InlineData("Math.Ceiling(a / b)", "\\left\\lceil \\frac{a}{b} \\right\\rceil", "ceil(a / b)")]
    [InlineData("Math.Sqrt(a) * Math.Log2(b)", "\\sqrt{a} \\times \\log_{2}\\left(b\\right)", "sqrt(a) × log2(b)")]
    [InlineData("(double)a / b", "\\frac{a}{b}", "a / b")]
    [InlineData("n / k", "\\left\\lfloor \\frac{n}{k} \\right\\rfloor", "floor(n / k)")]
    [InlineData(
        "a <= b ? a : 0",
        "\\begin{cases} a & \\text{if } a \\le b \\\\ 0 & \\text{otherwise} \\end{cases}",
        "a if a ≤ b else 0")]
    public void An_equation_is_typeset(string code, string latex, string text)
    {
        Derivation work = new();
        foreach (string name in new[] { "a", "b", "c" })
        {
            work.Given(name, new(name, name, name, ""), 2.0, null);
        }

        work.Given("n", new("n", "n", "n", ""), 7, null);
        work.Given("k", new("k", "k", "k", ""), 2, null);
        work.Step(new("x", "x", "x", ""), 1.0, code);

        LatexWriter.Symbols(work.Result!).ShouldBe(latex);
        EquationText.Symbols(work.Result!).ShouldBe(text);
    }

    private static IEnumerable<JsonElement> Entries(JsonElement part)
        => part.GetProperty("entries").EnumerateArray().SelectMany(entry
            => entry.GetProperty("kind").GetString() == "part" ? Entries(entry).Append(entry) : [entry]);
}
