using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Chalkline.Acceptance;

/// <summary>The written page, opened in a browser: its charts are drawn and it asks for nothing.</summary>
public sealed partial class PageTests
{
    [Theory]
    [InlineData("plan deepseek-v3 --on gb200-nvl72 --tpot 30ms", 2)]
    [InlineData("roofline deepseek-v3 --on gb200-nvl72 --show-work", 2)]
    [InlineData("catalog show h100-sxm", 0)]
    public void Every_chart_is_drawn(string arguments, int charts)
    {
        using Scratch scratch = new();
        string page = scratch.File("page.html");
        Chalk.Run([.. arguments.Split(' '), "--out", page]).Good();

        string dom = Browser(scratch, page);

        Figure().Count(dom).ShouldBe(charts);
        string[] figures = [.. Figure().Matches(dom).Select(match => match.Value)];
        figures.ShouldAllBe(figure => Drawing().IsMatch(figure));
        Error().IsMatch(WithoutScripts(dom)).ShouldBeFalse();
        WithoutScripts(dom).ShouldContain("<table");
    }

    [Fact]
    public void A_chart_that_cannot_be_drawn_would_be_noticed()
    {
        using Scratch scratch = new();
        string page = scratch.File("page.html");
        Chalk.Run($"roofline llama-3.1-8b --on h100x8 --out {page}").Good();
        string html = File.ReadAllText(page);
        string broken = scratch.Write("broken.html", html.Replace("<script type=\"application/json\">{", "<script type=\"application/json\">{{", StringComparison.Ordinal));

        string dom = Browser(scratch, broken);

        Figure().Count(dom).ShouldBe(2);
        Figure().Matches(dom).ShouldNotContain(figure => Drawing().IsMatch(figure.Value));
    }

    [Fact]
    public void The_page_asks_for_nothing_outside_itself()
    {
        using Scratch scratch = new();
        string page = scratch.File("page.html");
        Chalk.Run($"roofline llama-3.1-8b --on h100x8 --out {page}").Good();
        string html = WithoutScripts(File.ReadAllText(page));

        html.ShouldContain("default-src 'none'");
        External().Matches(html).Select(match => match.Value).ShouldBeEmpty();
    }

    /// <summary>The page's elements after its scripts have run.</summary>
    private static string Browser(Scratch scratch, string page)
    {
        string? program = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .SelectMany(folder => new[] { Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser") })
            .FirstOrDefault(File.Exists);
        program.ShouldNotBeNull("run ./test.sh, which installs chromium");
        ProcessStartInfo start = new(program);
        foreach (string argument in (string[])
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            $"--user-data-dir={scratch.File("profile")}", "--virtual-time-budget=4000", "--dump-dom", new Uri(page).AbsoluteUri,
        ])
        {
            start.ArgumentList.Add(argument);
        }

        Outcome outcome = Chalk.Start(start);
        outcome.Code.ShouldBe(0, outcome.Error);
        return outcome.Output;
    }

    private static string WithoutScripts(string html) => Script().Replace(html, "");

    [GeneratedRegex("<figure class=\"chart\">.*?</figure>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Figure();

    [GeneratedRegex("<(canvas|svg)[ >]", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Drawing();

    [GeneratedRegex("<script[ >].*?</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Script();

    [GeneratedRegex("class=\"[^\"]*\\berror|could not be drawn|\\bNaN\\b|\\bundefined\\b|\\bInfinity\\b", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Error();

    [GeneratedRegex("(src|href)=\"(?!#|data:)[^\"]*\"|url\\((?!['\"]?data:)[^)]*\\)|@import", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex External();
}
