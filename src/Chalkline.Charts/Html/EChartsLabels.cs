using System.Text.Json;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Html;

/// <summary>Finds room for labels on a page of nominal width.</summary>
internal static class EChartsLabels
{
    /// <summary>Side of each labelled point.</summary>
    public static Dictionary<ChartPoint, LabelSide> Sides(PreparedChart chart)
    {
        Box plot = Plot(chart);
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

    /// <summary>Writes a side as ECharts has it: one of four, moved up or down for the diagonals.</summary>
    public static void WriteSide(Utf8JsonWriter json, LabelSide side)
    {
        json.WriteString("position", side switch
        {
            LabelSide.Top => "top",
            LabelSide.Bottom => "bottom",
            LabelSide.Left or LabelSide.TopLeft or LabelSide.BottomLeft => "left",
            _ => "right",
        });
        json.WriteNumber("distance", LabelPlacer.Gap - 3);
        if (side is LabelSide.TopLeft or LabelSide.TopRight or LabelSide.BottomLeft or LabelSide.BottomRight)
        {
            json.WriteStartArray("offset");
            json.WriteNumberValue(0);
            json.WriteNumberValue(side is LabelSide.TopLeft or LabelSide.TopRight ? -LabelPlacer.Lift
                : LabelPlacer.Lift);
            json.WriteEndArray();
        }
    }

    /// <summary>How far the name at a line's end moves down so that it covers no other, pixels.</summary>
    public static double EndShift(PreparedChart chart, LineSeries line)
    {
        const double NameHeight = 15;
        Box plot = Plot(chart);
        LineSeries[] lines = [.. chart.Series.Select(item => item.Series).OfType<LineSeries>()];
        double[] wanted = [.. lines.Select(each => (1 - chart.Y.Fraction(LastOf(each).Y)) * plot.Height)];
        int place = Array.IndexOf(lines, line);
        return Math.Round(LabelPlacer.Spread(wanted, NameHeight, 0, plot.Height)[place] - wanted[place]);
    }

    private static ChartPoint LastOf(LineSeries line) => line.Points.Last(point => point.IsFinite);

    private static Box Plot(PreparedChart chart)
        => new(0, 0, EChartsOption.NominalWidth - EChartsOption.RightMargin(chart) - 90,
            EChartsOption.NominalHeight - 90);
}
