using System.Text.RegularExpressions;

namespace Chalkline.Acceptance;

/// <summary>The written page, opened in a browser: its charts are drawn and it asks for nothing.</summary>
public sealed partial class PageTests
{
    /// <summary>Questions, and the charts on their pages.</summary>
    private static readonly (string Question, int Charts)[] Questions =
    [
        ("plan deepseek-v3 --on gb200-nvl72 --tpot 30ms", 2),
        ("roofline deepseek-v3 --on gb200-nvl72 --show-work", 2),
        ("price llama-3.1-8b --on h100x2 --longest 16k", 3),
        ("cache llama-3.1-8b --on h100x8 --gaps exponential:5min", 1),
        ("lifecycle --active 100e9 --traffic 50e6 --on hgx-h100 --mean-chain 8k", 2),
        ("deduce anthropic/claude-opus-4-6 --fast-speed 2.5", 7),
        ("codesign basin --on h100-sxm,tpu-v6e", 2),
        ("codesign format --loss-ratio 0.97", 1),
        ("energy llama-3.1-8b --on h100x2", 1),
        ("sensitivity llama-3.1-8b --on h100x2 --find hbm.bandwidth --until memory-bound-ends", 1),
        ("codesign test bf16-a100 w4a4-fp4 --objective compute", 1),
        ("codesign ipp", 3),
        ("codesign regret", 2),
        ("codesign activation", 2),
        ("codesign attention-fit", 1),
        ("codesign grain", 2),
        ("codesign trend --limit context=1e6", 13),
        ("codesign sram", 1),
        ("codesign demand", 1),
        ("codesign split", 1),
        ("reversible llama-3.1-8b --on h100x8 --tp 8", 2),
        ("cipher invert", 1),
        ("cipher avalanche", 2),
        ("cipher differential", 2),
        ("cipher mixing", 1),
        ("codesign flexibility", 2),
        ("catalog show h100-sxm", 0),
    ];

    private const string Broken = "broken";

    private static readonly Lazy<Dictionary<string, string>> Opened = new(Open);

    public static TheoryData<string, int> Pages
    {
        get
        {
            TheoryData<string, int> pages = [];
            foreach ((string question, int charts) in Questions)
            {
                pages.Add(question, charts);
            }

            return pages;
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_chart_is_drawn(string question, int charts)
    {
        string dom = Opened.Value[question];

        Figure().Count(dom).ShouldBe(charts);
        string[] figures = [.. Figure().Matches(dom).Select(match => match.Value)];
        figures.ShouldAllBe(figure => Drawing().IsMatch(figure));
        Error().IsMatch(WithoutScripts(dom)).ShouldBeFalse();
        WithoutScripts(dom).ShouldContain("<table");
    }

    [Fact]
    public void A_chart_that_cannot_be_drawn_would_be_noticed()
    {
        string dom = Opened.Value[Broken];

        Figure().Count(dom).ShouldBe(2);
        Figure().Matches(dom).ShouldNotContain(figure => Drawing().IsMatch(figure.Value));
    }

    [Fact]
    public void The_page_asks_for_nothing_outside_itself()
    {
        using Scratch scratch = new();
        string html = WithoutScripts(Written(scratch, "roofline llama-3.1-8b --on h100x8"));

        html.ShouldContain("default-src 'none'");
        External().Matches(html).Select(match => match.Value).ShouldBeEmpty();
    }

    /// <summary>Every page, and one that is broken, as a browser shows it.</summary>
    private static Dictionary<string, string> Open()
    {
        const string Data = "<script type=\"application/json\">{";
        using Scratch scratch = new();
        Dictionary<string, string> pages = Questions.ToDictionary(
            page => page.Question, page => Written(scratch, page.Question), StringComparer.Ordinal);
        pages[Broken] = pages[Questions[1].Question].Replace(Data, $"{Data}{{", StringComparison.Ordinal);
        return pages.Keys.Zip(Browser.Open(scratch, pages.Values)).ToDictionary(StringComparer.Ordinal);
    }

    private static string Written(Scratch scratch, string question)
    {
        string page = scratch.File("page.html");
        Chalk.Run([.. question.Split(' '), "--out", page]).Good();
        return File.ReadAllText(page);
    }

    private static string WithoutScripts(string html) => Script().Replace(html, "");

    [GeneratedRegex(
        "<figure class=\"chart\">.*?</figure>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Figure();

    [GeneratedRegex("<(canvas|svg)[ >]", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Drawing();

    [GeneratedRegex("<script[ >].*?</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Script();

    [GeneratedRegex(
        "class=\"[^\"]*\\berror|could not be drawn|\\bNaN\\b|\\bundefined\\b|\\bInfinity\\b",
        RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Error();

    [GeneratedRegex(
        "(src|href)=\"(?!#|data:)[^\"]*\"|url\\((?!['\"]?data:)[^)]*\\)|@import",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex External();
}
