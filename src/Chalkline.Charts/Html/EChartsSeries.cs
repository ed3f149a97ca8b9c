using System.Collections.Immutable;
using System.Text.Json;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Html;

/// <summary>Writes the series of an ECharts option.</summary>
internal static class EChartsSeries
{
    /// <summary>Writes every series, and those that carry marks and totals.</summary>
    public static void Write(Utf8JsonWriter json, PreparedChart chart)
    {
        Dictionary<ChartPoint, LabelSide> sides = EChartsLabels.Sides(chart);
        foreach (ColouredSeries item in chart.Series)
        {
            switch (item.Series)
            {
                case LineSeries line:
                    WriteLine(json, chart, item, line, sides);
                    break;
                case PointSeries points:
                    WritePoints(json, item, points, sides);
                    break;
                case StepAreaSeries area:
                    WriteArea(json, item, area);
                    break;
                case BandSeries band:
                    EChartsBand.Write(json, item, band, chart.Spec.Y.Style);
                    break;
                case BarSeries bars:
                    EChartsBars.Write(json, chart, item, bars);
                    break;
            }
        }

        EChartsBars.WriteTotals(json, chart);
        EChartsMarks.Write(json, chart);
    }

    /// <summary>Opens a series with its name, kind and colour.</summary>
    internal static void Open(Utf8JsonWriter json, ColouredSeries item, string type, int layer)
    {
        json.WriteStartObject();
        json.WriteString("name", item.Series.Name);
        json.WriteString("type", type);
        json.WriteString("color", item.Colour);
        json.WriteNumber("z", layer);
    }

    private static void WriteLine(
        Utf8JsonWriter json, PreparedChart chart, ColouredSeries item, LineSeries line,
            Dictionary<ChartPoint, LabelSide> sides)
    {
        Open(json, item, "line", line.Bold ? 4 : 3);
        bool dots = line.Markers || line.Points.Any(point => point.Label.Length > 0);
        json.WriteBoolean("showSymbol", dots);
        json.WriteString("symbol", dots ? "circle" : "none");
        json.WriteNumber("symbolSize", 7);
        json.WriteStartObject("lineStyle");
        json.WriteNumber("width", line.Bold ? 3.5 : 2);
        json.WriteString("type", line.Dashed ? "dashed" : "solid");
        json.WriteEndObject();
        if (chart.Legend == LegendPlace.Direct)
        {
            json.WriteStartObject("endLabel");
            json.WriteBoolean("show", true);
            json.WriteString("formatter", "{a}");
            json.WriteString("color", item.Colour);
            json.WriteString("fontWeight", line.Bold ? "bold" : "normal");
            json.WriteNumber("distance", 8);
            json.WriteStartArray("offset");
            json.WriteNumberValue(0);
            json.WriteNumberValue(EChartsLabels.EndShift(chart, line));
            json.WriteEndArray();
            json.WriteEndObject();
        }

        WriteData(json, line.Points, sides);
        json.WriteEndObject();
    }

    private static void WritePoints(
        Utf8JsonWriter json, ColouredSeries item, PointSeries points, Dictionary<ChartPoint, LabelSide> sides)
    {
        Open(json, item, "scatter", points.Faint ? 2 : 5);
        json.WriteNumber("symbolSize", points.Faint ? 5 : 9);
        json.WriteStartObject("itemStyle");
        json.WriteNumber("opacity", points.Faint ? 0.35 : 0.9);
        json.WriteEndObject();
        WriteData(json, points.Points, sides);
        json.WriteEndObject();
    }

    private static void WriteArea(Utf8JsonWriter json, ColouredSeries item, StepAreaSeries area)
    {
        Open(json, item, "line", 2);
        json.WriteString("step", "end");
        json.WriteBoolean("showSymbol", false);
        json.WriteStartObject("lineStyle");
        json.WriteNumber("width", 1.5);
        json.WriteEndObject();
        json.WriteStartObject("areaStyle");
        json.WriteNumber("opacity", 0.25);
        json.WriteEndObject();
        WriteData(json, area.Points, []);
        json.WriteEndObject();
    }

    private static void WriteData(
        Utf8JsonWriter json, ImmutableArray<ChartPoint> points, Dictionary<ChartPoint, LabelSide> sides)
    {
        json.WriteStartArray("data");
        foreach (ChartPoint point in points)
        {
            if (point.Label.Length == 0 && point.Tooltip.Length == 0)
            {
                WritePair(json, point);
                continue;
            }

            json.WriteStartObject();
            json.WritePropertyName("value");
            WritePair(json, point);
            if (point.Tooltip.Length > 0)
            {
                json.WriteString("tip", point.Tooltip);
            }

            if (point.Label.Length > 0)
            {
                json.WriteStartObject("label");
                json.WriteBoolean("show", true);
                json.WriteString("formatter", EChartsMarks.Literal(point.Label));
                EChartsLabels.WriteSide(json, sides.GetValueOrDefault(point with { Tooltip = "" }));
                json.WriteString("color", Palette.Ink);
                json.WriteNumber("fontSize", 12);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    /// <summary>Writes a point; ECharts leaves a gap at a coordinate of "-".</summary>
    private static void WritePair(Utf8JsonWriter json, ChartPoint point)
    {
        json.WriteStartArray();
        if (point.IsFinite)
        {
            json.WriteNumberValue(point.X);
            json.WriteNumberValue(point.Y);
        }
        else
        {
            json.WriteStringValue("-");
            json.WriteStringValue("-");
        }

        json.WriteEndArray();
    }
}
