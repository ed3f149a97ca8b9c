using Chalkline.Charts.Html;
using HarfBuzzSharp;
using SkiaSharp;
using SkiaSharp.HarfBuzz;
using Buffer = HarfBuzzSharp.Buffer;

namespace Chalkline.Charts.Images;

/// <summary>
/// Measures and draws text in Inter, which ships inside the assembly: a clean server has no fonts at all, and another
/// machine's fonts would change the picture. HarfBuzz shapes it.
/// </summary>
/// <param name="svg">Where text goes in an SVG; null to draw it on the canvas.</param>
internal sealed class TextBrush(SvgText? svg = null) : IDisposable
{
    /// <summary>
    /// Kerning only. Inter's contextual alternates would turn "2x3" and "->" into glyphs that stand for no character,
    /// and the text of an SVG could then be neither read nor searched.
    /// </summary>
    private static readonly Feature[] Features =
        [Feature.Parse("kern=1"), Feature.Parse("calt=0"), Feature.Parse("liga=0"), Feature.Parse("clig=0")];

    private readonly Style regular = new("inter/Inter_400Regular.ttf.br");
    private readonly Style strong = new("inter/Inter_600SemiBold.ttf.br");

    /// <summary>Width of a text in pixels.</summary>
    public double Width(string text, double size, bool bold = false)
        => (bold ? strong : regular).Shape(text, size).Advance;

    /// <summary>Draws a text with its baseline at y.</summary>
    /// <param name="canvas">Where.</param>
    /// <param name="text">One line.</param>
    /// <param name="x">Left edge, middle or right edge, as <paramref name="align"/> says.</param>
    /// <param name="y">Baseline.</param>
    /// <param name="size">Pixels.</param>
    /// <param name="colour"><c>#rrggbb</c>.</param>
    /// <param name="align">0 starts at x, 0.5 is centred on it, 1 ends there.</param>
    /// <param name="bold">Semi-bold.</param>
    public void Draw(
        SKCanvas canvas, string text, double x, double y, double size, string colour, double align = 0,
        bool bold = false)
    {
        Style style = bold ? strong : regular;
        (ushort[] glyphs, SKPoint[] places, double advance) = style.Shape(text, size);
        if (glyphs.Length == 0)
        {
            return;
        }

        if (svg is not null)
        {
            svg.Add(canvas.TotalMatrix, text, x - (align * advance), y, size, advance, colour, bold);
            return;
        }

        using SKFont font = style.Font(size);
        using SKPaint paint = new() { Color = SKColor.Parse(colour), IsAntialias = true };
        using SKTextBlobBuilder builder = new();
        builder.AddPositionedRun(glyphs, font, places);
        using SKTextBlob? blob = builder.Build();
        canvas.DrawText(blob, (float)(x - (align * advance)), (float)y, paint);
    }

    /// <summary>Breaks a text into lines no wider than a width; a word that is wider stands alone.</summary>
    public List<string> Wrap(string text, double size, double width, bool bold = false)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            string longer = line.Length == 0 ? word : line + " " + word;
            if (line.Length > 0 && Width(longer, size, bold) > width)
            {
                lines.Add(line);
                longer = word;
            }

            line = longer;
        }

        return line.Length > 0 ? [.. lines, line] : lines;
    }

    /// <summary>Shortens a text to a width, with an ellipsis.</summary>
    public string Fit(string text, double size, double width)
    {
        if (Width(text, size) <= width)
        {
            return text;
        }

        int length = text.Length;
        while (length > 1 && Width(text[..length].TrimEnd() + "…", size) > width)
        {
            length--;
        }

        return text[..length].TrimEnd() + "…";
    }

    /// <inheritdoc />
    public void Dispose()
    {
        regular.Dispose();
        strong.Dispose();
    }

    /// <summary>One weight of the font.</summary>
    private sealed class Style : IDisposable
    {
        private const int UnitsPerPixel = 64;
        private readonly SKTypeface typeface;
        private readonly Face face;

        public Style(string asset)
        {
            using SKData data = SKData.CreateCopy(Assets.Bytes(asset));
            typeface = SKTypeface.FromData(data);
            using SKStreamAsset stream = typeface.OpenStream(out int index);
            using Blob blob = stream.ToHarfBuzzBlob();
            face = new Face(blob, index) { Index = index, UnitsPerEm = typeface.UnitsPerEm };
        }

        public SKFont Font(double size) => new(typeface, (float)size)
        {
            Edging = SKFontEdging.Antialias,
            Hinting = SKFontHinting.None,
            Subpixel = true,
        };

        public (ushort[] Glyphs, SKPoint[] Places, double Advance) Shape(string text, double size)
        {
            using Font font = new(face);
            int scale = (int)Math.Round(size * UnitsPerPixel);
            font.SetScale(scale, scale);
            font.SetFunctionsOpenType();
            using Buffer buffer = new();
            buffer.AddUtf16(text);
            buffer.GuessSegmentProperties();
            font.Shape(buffer, Features);
            GlyphInfo[] infos = buffer.GlyphInfos;
            GlyphPosition[] positions = buffer.GlyphPositions;
            ushort[] glyphs = new ushort[infos.Length];
            SKPoint[] places = new SKPoint[infos.Length];
            double pen = 0;
            for (int place = 0; place < infos.Length; place++)
            {
                glyphs[place] = (ushort)infos[place].Codepoint;
                places[place] = new(
                    (float)((pen + positions[place].XOffset) / UnitsPerPixel),
                    -positions[place].YOffset / (float)UnitsPerPixel);
                pen += positions[place].XAdvance;
            }

            return (glyphs, places, pen / UnitsPerPixel);
        }

        public void Dispose()
        {
            face.Dispose();
            typeface.Dispose();
        }
    }
}
