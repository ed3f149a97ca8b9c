using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Chalkline.Charts.Html;
using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>
/// Collects the words of an SVG. Skia would write the place of every letter, which falls apart in a viewer without the
/// font; here each text is one element of stated length, so it can be searched, and any sans-serif font fits.
/// </summary>
internal sealed partial class SvgText
{
    private readonly StringBuilder elements = new();

    /// <summary>Adds a text.</summary>
    /// <param name="matrix">Where the canvas stands.</param>
    /// <param name="text">One line.</param>
    /// <param name="x">Left edge.</param>
    /// <param name="y">Baseline.</param>
    /// <param name="size">Pixels.</param>
    /// <param name="length">Width it takes, pixels.</param>
    /// <param name="colour"><c>#rrggbb</c>.</param>
    /// <param name="bold">Semi-bold.</param>
    public void Add(
        SKMatrix matrix, string text, double x, double y, double size, double length, string colour, bool bold)
    {
        string transform = matrix.IsIdentity
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" transform=\"matrix({matrix.ScaleX:0.##} {matrix.SkewY:0.##} {matrix.SkewX:0.##} ")
                + string.Create(
                    CultureInfo.InvariantCulture,
                    $"{matrix.ScaleY:0.##} {matrix.TransX:0.##} {matrix.TransY:0.##})\"");
        elements.Append(
            CultureInfo.InvariantCulture,
            $"\t<text{transform} x=\"{x:0.##}\" y=\"{y:0.##}\" font-size=\"{size:0.##}\" fill=\"{colour}\"");
        elements.Append(bold ? " font-weight=\"600\"" : "");
        elements.Append(
            CultureInfo.InvariantCulture,
            $" textLength=\"{length:0.##}\" lengthAdjust=\"spacingAndGlyphs\">{Prose.Escape(text)}</text>\n");
    }

    /// <summary>Puts the words above the drawing and numbers its clip paths from 1.</summary>
    /// <param name="svg">The drawing as Skia wrote it.</param>
    public string PutInto(string svg)
    {
        // Skia counts clip paths over the life of the process; the same chart has to give the same file.
        Dictionary<string, string> names = new(StringComparer.Ordinal);
        string numbered = ClipName().Replace(svg, match =>
        {
            string old = match.Groups["name"].Value;
            if (!names.TryGetValue(old, out string? name))
            {
                names[old] = name = string.Create(CultureInfo.InvariantCulture, $"clip{names.Count + 1}");
            }

            return match.Groups["before"].Value + name;
        });
        int end = numbered.LastIndexOf("</svg>", StringComparison.Ordinal);
        return string.Concat(
            numbered.AsSpan(0, end),
            "<g font-family=\"Inter, 'Helvetica Neue', Helvetica, Arial, 'DejaVu Sans', sans-serif\">\n",
            elements.ToString(),
            "</g>\n</svg>\n");
    }

    [GeneratedRegex("(?<before>id=\"|url\\(#)(?<name>cl_[0-9a-f]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ClipName();
}
