using System.Collections.Immutable;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Images;

/// <summary>Where everything around a plot stands in a picture, measured with the font it is drawn in.</summary>
internal sealed record ChartFrame
{
    /// <summary>Size of axis labels, legends and notes on the picture, pixels.</summary>
    public const double TextSize = 16;

    /// <summary>Size of the title.</summary>
    public const double TitleSize = 24;

    /// <summary>Size of footnotes.</summary>
    public const double NoteSize = 13.5;

    /// <summary>Free space along every edge.</summary>
    public const double Edge = 28;

    private const double LineHeight = 1.35;
    private const double WidestCategory = 260;

    /// <summary>The whole picture of the chart.</summary>
    public required Box Whole { get; init; }

    /// <summary>The plot inside its axes.</summary>
    public required Box Plot { get; init; }

    /// <summary>Lines of the title with their baselines.</summary>
    public required ImmutableArray<(string Text, double Y)> Title { get; init; }

    /// <summary>Lines of the subtitle with their baselines.</summary>
    public required ImmutableArray<(string Text, double Y)> Subtitle { get; init; }

    /// <summary>Entries of the legend above the plot: series, left edge, baseline.</summary>
    public required ImmutableArray<(ColouredSeries Item, double X, double Y)> Legend { get; init; }

    /// <summary>Row of each vertical reference line's label.</summary>
    public required ImmutableArray<int> LineRows { get; init; }

    /// <summary>Lines of the notes with their baselines.</summary>
    public required ImmutableArray<(string Text, double Y)> Notes { get; init; }

    /// <summary>Width left for the longest tick label of the vertical axis.</summary>
    public required double TickWidth { get; init; }

    /// <summary>Measures a chart.</summary>
    public static ChartFrame Measure(PreparedChart chart, TextBrush brush, double width, double height)
    {
        double inner = width - (2 * Edge);
        double y = Edge;
        ImmutableArray<(string, double)> title = Lines(brush, chart.Spec.Title, TitleSize, inner, bold: true, ref y);
        y += 2;
        ImmutableArray<(string, double)> subtitle = Lines(brush, chart.Spec.Subtitle, TextSize, inner, bold: false,
            ref y);
        y += 14;
        ImmutableArray<(ColouredSeries, double, double)> legend = chart.Legend == LegendPlace.Above
            ? LegendEntries(chart, brush, inner, ref y)
            : [];

        double tickWidth = Math.Min(
            WidestCategory,
            chart.Y.Ticks.Length == 0 ? 0 : chart.Y.Ticks.Max(tick => brush.Width(tick.Label, TextSize)));
        double left = Edge + tickWidth + 12 + (chart.Spec.Y.Heading.Length > 0 ? 30 : 0);
        double right = width - Edge - Math.Max(RightNames(chart, brush), LastTick(chart, brush));
        ImmutableArray<int> rows = LabelRows.Of(
            [.. chart.Lines.Where(line => line.Vertical).Select(line =>
                (chart.X.Fraction(line.Value) * (right - left), brush.Width(line.Label, TextSize) + 14))]);
        double top = y + (rows.Length == 0 ? 0 : (rows.Max() + 1) * TextSize * LineHeight) + 6;

        double noteTop = 0;
        ImmutableArray<(string Text, double Y)> notes =
            [.. chart.Notes.SelectMany(note => Lines(brush, note, NoteSize, inner, bold: false, ref noteTop))];
        double axisBelow = 30 + (chart.Spec.X.Heading.Length > 0 ? 30 : 0);
        double bottom = height - (Edge * 0.7) - (noteTop > 0 ? noteTop + 10 : 0) - axisBelow;
        double noteStart = bottom + axisBelow + 10;
        return new()
        {
            Whole = new(0, 0, width, height),
            Plot = new(left, top, right - left, Math.Max(60, bottom - top)),
            Title = title,
            Subtitle = subtitle,
            Legend = legend,
            LineRows = rows,
            Notes = [.. notes.Select(note => (note.Text, note.Y + noteStart))],
            TickWidth = tickWidth,
        };
    }

    private static ImmutableArray<(string Text, double Y)> Lines(
        TextBrush brush, string text, double size, double width, bool bold, ref double y)
    {
        ImmutableArray<(string, double)>.Builder lines = ImmutableArray.CreateBuilder<(string, double)>();
        foreach (string line in brush.Wrap(text, size, width, bold))
        {
            lines.Add((line, y + size));
            y += size * LineHeight;
        }

        return lines.ToImmutable();
    }

    private static ImmutableArray<(ColouredSeries Item, double X, double Y)> LegendEntries(
        PreparedChart chart, TextBrush brush, double width, ref double y)
    {
        const double Swatch = 26;
        const double Apart = 26;
        ImmutableArray<(ColouredSeries, double, double)>.Builder entries =
            ImmutableArray.CreateBuilder<(ColouredSeries, double, double)>();
        double x = Edge;
        foreach (ColouredSeries item in chart.Series)
        {
            double wide = Swatch + brush.Width(item.Series.Name, TextSize) + Apart;
            if (x > Edge && x + wide - Apart > Edge + width)
            {
                x = Edge;
                y += TextSize * 1.5;
            }

            entries.Add((item, x, y + TextSize));
            x += wide;
        }

        y += (TextSize * LineHeight) + 12;
        return entries.ToImmutable();
    }

    private static double RightNames(PreparedChart chart, TextBrush brush)
        => chart.Legend == LegendPlace.Direct
            ? Math.Min(320, chart.Series.Where(item => item.Series is LineSeries)
                .Max(item => brush.Width(item.Series.Name, TextSize, item.Series is LineSeries { Bold: true })) + 14)
            : 0;

    /// <summary>
    /// Half of the last tick label stands beyond the right end of its axis; totals of lying bars do, too.
    /// </summary>
    private static double LastTick(PreparedChart chart, TextBrush brush)
        => chart.X.Ticks.Length == 0 ? 0 : brush.Width(chart.X.Ticks[^1].Label, TextSize) / 2;
}
