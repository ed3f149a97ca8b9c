using System.Text;

namespace Chalkline.Charts.Html;

/// <summary>Turns the light markup of prose into HTML: paragraphs, lists, bold, italic, code, inline maths.</summary>
internal static class Prose
{
    private static readonly (string Mark, string Open, string Close)[] Spans =
    [
        ("`", "<code>", "</code>"),
        ("$", "<span data-math=\"inline\">", "</span>"),
        ("**", "<strong>", "</strong>"),
        ("*", "<em>", "</em>"),
    ];

    /// <summary>Paragraphs and lists; a list may follow the lines that lead to it.</summary>
    public static string Blocks(string text, string paragraphClass = "")
    {
        StringBuilder html = new();
        string attribute = paragraphClass.Length > 0 ? $" class=\"{paragraphClass}\"" : "";
        foreach (string block in Paragraphs(text))
        {
            string[] lines = [.. block.Split('\n').Select(line => line.Trim())];
            int said = Array.FindIndex(lines, line => line.StartsWith("- ", StringComparison.Ordinal));
            string[] items = said >= 0 ? lines[said..] : [];
            bool list = items.Length > 0 && items.All(line => line.StartsWith("- ", StringComparison.Ordinal));
            string[] plain = list ? lines[..said] : lines;
            if (plain.Length > 0)
            {
                html.Append("<p").Append(attribute).Append('>').Append(Inline(string.Join(' ', plain)))
                    .Append("</p>\n");
            }

            if (list)
            {
                html.Append("<ul>").AppendJoin("", items.Select(line => $"<li>{Inline(line[2..])}</li>"))
                    .Append("</ul>\n");
            }
        }

        return html.ToString();
    }

    /// <summary>Paragraphs apart by empty lines.</summary>
    public static IEnumerable<string> Paragraphs(string text)
        => text.ReplaceLineEndings("\n").Split("\n\n").Select(block => block.Trim('\n', ' ')).Where(block =>
            block.Length > 0);

    /// <summary>True when the prose has inline maths.</summary>
    public static bool HasMath(string text) => Inline(text).Contains("data-math", StringComparison.Ordinal);

    /// <summary>Spans inside a paragraph. A mark without its partner is text.</summary>
    public static string Inline(string text)
    {
        StringBuilder html = new();
        int place = 0;
        while (place < text.Length)
        {
            if (TrySpan(text, place, out string span, out int next))
            {
                html.Append(span);
                place = next;
            }
            else
            {
                html.Append(Escape(text[place].ToString()));
                place++;
            }
        }

        return html.ToString();
    }

    /// <summary>Writes text so that a browser and an XML parser read it back as it was.</summary>
    public static string Escape(string text)
    {
        StringBuilder safe = new(text.Length);
        foreach (char letter in text)
        {
            safe.Append(letter switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                '\'' => "&#39;",
                // Control characters are allowed neither in HTML nor in XML.
                < ' ' and not '\n' and not '\t' => "\ufffd",
                _ => letter.ToString(),
            });
        }

        return safe.ToString();
    }

    private static bool TrySpan(string text, int place, out string span, out int next)
    {
        foreach ((string mark, string open, string close) in Spans)
        {
            if (string.CompareOrdinal(text, place, mark, 0, mark.Length) != 0)
            {
                continue;
            }

            int start = place + mark.Length;
            int end = text.IndexOf(mark, start, StringComparison.Ordinal);
            // "2 * 3 * 4" and "$5 and $6" are not spans: an opening mark touches what it marks, and so does a closing
            // one.
            if (end > start && text[start] != ' ' && text[end - 1] != ' ' && !IsPrice(mark, text, end))
            {
                string inner = text[start..end];
                span = open + (mark is "`" or "$" ? Escape(inner) : Inline(inner)) + close;
                next = end + mark.Length;
                return true;
            }
        }

        span = "";
        next = place;
        return false;
    }

    private static bool IsPrice(string mark, string text, int end)
        => mark == "$" && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]);
}
