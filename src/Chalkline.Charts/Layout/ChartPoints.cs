using System.Collections.Immutable;

namespace Chalkline.Charts.Layout;

/// <summary>The points of a chart as labels see them: those that have one, and those that stand in the way.</summary>
internal static class ChartPoints
{
    private const double Reach = 5;

    /// <summary>Points with a label, then annotations, inside the plot, in order; without tooltips.</summary>
    public static IEnumerable<ChartPoint> Labelled(PreparedChart chart)
        => chart.Series
            .SelectMany(item => PointsOf(item.Series))
            .Select(point => point with { Tooltip = "" })
            .Concat(chart.Annotations.Select(note => new ChartPoint(note.X, note.Y, note.Text)))
            .Where(point => point.IsFinite && point.Label.Length > 0 && chart.X.Holds(point.X)
                && chart.Y.Holds(point.Y));

    /// <summary>A small box on every point and along every line.</summary>
    public static List<Box> Obstacles(PreparedChart chart, Box plot)
    {
        List<Box> boxes = [];
        foreach (Series series in chart.Series.Select(item => item.Series))
        {
            (double X, double Y)? last = null;
            foreach (ChartPoint point in PointsOf(series).Where(point => point.IsFinite))
            {
                double x = plot.Left + (chart.X.Fraction(point.X) * plot.Width);
                double y = plot.Top + ((1 - chart.Y.Fraction(point.Y)) * plot.Height);
                boxes.Add(new(x - Reach, y - Reach, 2 * Reach, 2 * Reach));
                if (series is LineSeries && last is (double lastX, double lastY))
                {
                    AddBetween(boxes, lastX, lastY, x, y);
                }

                last = (x, y);
            }
        }

        return boxes;
    }

    private static void AddBetween(List<Box> boxes, double fromX, double fromY, double toX, double toY)
    {
        int steps = (int)Math.Min(40, Math.Max(Math.Abs(toX - fromX), Math.Abs(toY - fromY)) / (3 * Reach));
        for (int step = 1; step < steps; step++)
        {
            double part = step / (double)steps;
            boxes.Add(new(
                fromX + ((toX - fromX) * part) - (Reach / 2), fromY + ((toY - fromY) * part) - (Reach / 2), Reach,
                    Reach));
        }
    }

    private static ImmutableArray<ChartPoint> PointsOf(Series series) => series switch
    {
        LineSeries line => line.Points,
        PointSeries points => points.Points,
        _ => [],
    };
}
