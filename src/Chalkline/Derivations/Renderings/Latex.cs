using System.Text;

namespace Chalkline.Derivations.Renderings;

/// <summary>Small pieces of LaTeX.</summary>
internal static class Latex
{
    /// <summary>Escapes the characters that LaTeX reads as commands.</summary>
    public static string Escape(string text)
    {
        StringBuilder escaped = new(text.Length);
        foreach (char c in text)
        {
            _ = c switch
            {
                '\\' => escaped.Append("\\textbackslash{}"),
                '~' => escaped.Append("\\textasciitilde{}"),
                '^' => escaped.Append("\\textasciicircum{}"),
                '#' or '$' or '%' or '&' or '_' or '{' or '}' => escaped.Append('\\').Append(c),
                _ => escaped.Append(c),
            };
        }

        return escaped.ToString();
    }

    /// <summary>Upright text inside an equation.</summary>
    public static string Text(string text) => $"\\text{{{Escape(text)}}}";

    /// <summary>A symbol's own LaTeX, or its plain text when it has none.</summary>
    public static string Symbol(Symbol symbol) => symbol.Latex.Length > 0 ? symbol.Latex : Text(symbol.Text);

    /// <summary>A value as people read it: the number, a thin space, the unit upright.</summary>
    public static string Value(string text)
    {
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        string number = space < 0 ? text : text[..space];
        string unit = space < 0 ? "" : "\\," + Text(text[(space + 1)..]);
        return IsNumber(number) ? Number(number) + unit : Text(text);
    }

    /// <summary>A number; an exponent becomes a power of ten.</summary>
    public static string Number(string text)
    {
        int e = text.IndexOf('E', StringComparison.OrdinalIgnoreCase);
        if (e < 0)
        {
            return text.Replace(",", "{,}", StringComparison.Ordinal);
        }

        string sign = text[e + 1] == '-' ? "-" : "";
        string power = text[(e + 1)..].TrimStart('+', '-').TrimStart('0');
        return $"{text[..e]} \\times 10^{{{sign}{(power.Length == 0 ? "0" : power)}}}";
    }

    private static bool IsNumber(string text)
        => text.Any(char.IsAsciiDigit)
            && text.All(c => char.IsAsciiDigit(c) || c is '.' or ',' or '-' or '+' or 'E' or 'e')
            && text[0] is not ('E' or 'e');
}
