using System.Text;
using System.Text.RegularExpressions;

namespace Chalkline.Charts.Html;

/// <summary>The style sheet of KaTeX with the fonts a page's equations need put inside it.</summary>
internal static partial class KatexStyle
{
    /// <summary>Commands that call for a font beyond the usual ones.</summary>
    private static readonly (string Font, string[] Commands)[] Rare =
    [
        ("Caligraphic", ["\\mathcal", "\\cal"]),
        ("Fraktur", ["\\mathfrak", "\\frak"]),
        ("SansSerif", ["\\mathsf", "\\textsf", "\\sf"]),
        ("Script", ["\\mathscr"]),
        ("Typewriter", ["\\mathtt", "\\texttt", "\\tt"]),
    ];

    /// <summary>The style sheet for equations.</summary>
    /// <param name="latex">All LaTeX of the page.</param>
    public static string For(string latex)
    {
        StringBuilder style = new();
        int copied = 0;
        string source = Assets.Text("katex/katex.min.css.br");
        foreach (Match face in FontFace().Matches(source))
        {
            style.Append(source, copied, face.Index - copied);
            copied = face.Index + face.Length;
            string file = face.Groups["file"].Value;
            if (IsNeeded(file, latex))
            {
                string data = Convert.ToBase64String(Assets.Bytes("katex/" + file + ".woff2"));
                style.Append(FontSource().Replace(face.Value,
                    $"src:url(data:font/woff2;base64,{data}) format(\"woff2\")"));
            }
        }

        return style.Append(source, copied, source.Length - copied).ToString();
    }

    private static bool IsNeeded(string file, string latex)
    {
        (string Font, string[] Commands) rare = Array.Find(
            Rare, candidate => file.StartsWith("KaTeX_" + candidate.Font, StringComparison.Ordinal));
        return rare.Commands is null || rare.Commands.Any(command => latex.Contains(command, StringComparison.Ordinal));
    }

    [GeneratedRegex(@"@font-face\{[^}]*?url\(fonts/(?<file>[A-Za-z0-9_-]+)\.woff2\)[^}]*\}",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FontFace();

    [GeneratedRegex(@"src:[^}]*(?=\})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex FontSource();
}
