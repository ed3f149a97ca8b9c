using SkiaSharp;

namespace Chalkline.Charts.Images;

/// <summary>The few shapes that a picture of racks is made of.</summary>
/// <param name="canvas">Where.</param>
/// <param name="brush">Writes the text.</param>
internal sealed class RackPen(SKCanvas canvas, TextBrush brush)
{
    private const double HatchStep = 6;

    /// <summary>A filled box.</summary>
    public void Box(double x, double y, double width, double height, string colour)
    {
        if (width > 0 && height > 0)
        {
            using SKPaint paint = Fill(colour);
            canvas.DrawRect((float)x, (float)y, (float)width, (float)height, paint);
        }
    }

    /// <summary>The edge of a box.</summary>
    public void Outline(double x, double y, double width, double height, string colour)
    {
        using SKPaint paint = Stroke(colour, 1.5);
        canvas.DrawRect((float)x, (float)y, (float)width, (float)height, paint);
    }

    /// <summary>Slanted lines in a box, each cut where it meets the edge.</summary>
    public void Hatch(double x, double y, double width, double height, string colour)
    {
        using SKPaint paint = Stroke(colour, 1);
        for (double along = HatchStep; along < width + height; along += HatchStep)
        {
            canvas.DrawLine(
                (float)(x + Math.Max(0, along - height)),
                (float)(y + Math.Min(along, height)),
                (float)(x + Math.Min(along, width)),
                (float)(y + Math.Max(0, along - width)),
                paint);
        }
    }

    /// <summary>A triangle in the upper right corner of a box.</summary>
    public void Corner(double right, double top, double size, string colour)
        => Triangle((right - size, top), (right, top), (right, top + size), colour);

    /// <summary>An arrow with two heads, lying down.</summary>
    public void Both(double x, double y, double width, string colour)
    {
        using SKPaint paint = Stroke(colour, 4);
        canvas.DrawLine((float)(x + 8), (float)y, (float)(x + width - 8), (float)y, paint);
        Triangle((x, y), (x + 11, y - 7), (x + 11, y + 7), colour);
        Triangle((x + width, y), (x + width - 11, y - 7), (x + width - 11, y + 7), colour);
    }

    /// <summary>An arrow with two heads, upright; a thin line without heads where nothing moves.</summary>
    public void UpDown(double x, double y, double height, string colour, bool moves)
    {
        using SKPaint paint = Stroke(colour, moves ? 4 : 1.5);
        double ends = moves ? 8 : 0;
        canvas.DrawLine((float)x, (float)(y + ends), (float)x, (float)(y + height - ends), paint);
        if (moves)
        {
            Triangle((x, y), (x - 7, y + 11), (x + 7, y + 11), colour);
            Triangle((x, y + height), (x - 7, y + height - 11), (x + 7, y + height - 11), colour);
        }
    }

    /// <summary>Text on one line.</summary>
    public void Text(
        string text, double x, double y, double size, string colour, bool bold = false, double align = 0)
        => brush.Draw(canvas, text, x, y, size, colour, align, bold);

    /// <summary>Width of a text.</summary>
    public double Width(string text, double size) => brush.Width(text, size);

    /// <summary>Text shortened to a width.</summary>
    public string Fit(string text, double size, double width) => brush.Fit(text, size, width);

    /// <summary>Text broken into lines.</summary>
    public IEnumerable<string> Wrap(string text, double size, double width, bool bold)
        => brush.Wrap(text, size, width, bold);

    private void Triangle((double X, double Y) one, (double X, double Y) two, (double X, double Y) three, string colour)
    {
        using SKPaint paint = Fill(colour);
        using SKPath path = new();
        path.MoveTo((float)one.X, (float)one.Y);
        path.LineTo((float)two.X, (float)two.Y);
        path.LineTo((float)three.X, (float)three.Y);
        path.Close();
        canvas.DrawPath(path, paint);
    }

    private static SKPaint Fill(string colour) => new() { Color = SKColor.Parse(colour), IsAntialias = true };

    private static SKPaint Stroke(string colour, double width) => new()
    {
        Color = SKColor.Parse(colour), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = (float)width,
    };
}
