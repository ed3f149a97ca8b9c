using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Html;

/// <summary>Chooses the sides of point labels for a page of nominal width.</summary>
internal static class EChartsLabels
{
    /// <summary>Side of each labelled point.</summary>
    public static Dictionary<ChartPoint, LabelSide> Sides(PreparedChart chart)
    {
        Box plot = new(0, 0, EChartsOption.NominalWidth - EChartsOption.RightMargin(chart) - 90, EChartsOption.NominalHeight - 90);
        ChartPoint[] labelled = [.. ChartPoints.Labelled(chart)];
        Dictionary<ChartPoint, LabelSide> sides = [];
        if (labelled.Length == 0)
        {
            return sides;
        }

        var placed = LabelPlacer.Place(
            plot,
            [.. labelled.Select(point => (
                chart.X.Fraction(point.X) * plot.Width,
                (1 - chart.Y.Fraction(point.Y)) * plot.Height,
                EChartsOption.TextWidth(point.Label),
                14.0))],
            ChartPoints.Obstacles(chart, plot));
        for (int place = 0; place < labelled.Length; place++)
        {
            sides[labelled[place]] = placed[place].Side;
        }

        return sides;
    }
}
