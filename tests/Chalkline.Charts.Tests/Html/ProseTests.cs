using Chalkline.Charts.Html;

namespace Chalkline.Charts.Tests.Html;

public sealed class ProseTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a **b** c", "a <strong>b</strong> c")]
    [InlineData("*slow* and **fast *and* good**", "<em>slow</em> and <strong>fast <em>and</em> good</strong>")]
    [InlineData("`a < b`", "<code>a &lt; b</code>")]
    [InlineData("`**not bold**`", "<code>**not bold**</code>")]
    [InlineData("$x_1$ here", "<span data-math=\"inline\">x_1</span> here")]
    [InlineData("from $5 to $6", "from $5 to $6")]
    [InlineData("$5-$6 a token", "$5-$6 a token")]
    [InlineData("2 * 3 * 4", "2 * 3 * 4")]
    [InlineData("lone ** mark", "lone ** mark")]
    [InlineData("<b>&", "&lt;b&gt;&amp;")]
    public void Spans_become_elements_and_everything_else_stays_text(string text, string html)
        => Prose.Inline(text).ShouldBe(html);

    [Theory]
    [InlineData("Two are known:\n- a\n- b", "<p>Two are known:</p>\n<ul><li>a</li><li>b</li></ul>\n")]
    [InlineData("- a\nand no more", "<p>- a and no more</p>\n")]
    [InlineData("2\n- a\nb", "<p>2 - a b</p>\n")]
    public void A_list_may_follow_the_line_that_leads_to_it(string text, string html)
        => Prose.Blocks(text).ShouldBe(html);

    [Fact]
    public void Empty_lines_part_paragraphs_and_dashes_make_lists()
        => Prose.Blocks("one\ntwo\n\n- a\n- b\r\n\r\nthree").ShouldBe(
            "<p>one two</p>\n<ul><li>a</li><li>b</li></ul>\n<p>three</p>\n");
}
