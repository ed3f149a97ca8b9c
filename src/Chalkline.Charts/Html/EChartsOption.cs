using System.Text.Encodings.Web;
using System.Text.Json;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Html;

/// <summary>
/// Writes a chart as the JSON that <c>chart.js</c> hands to Apache ECharts: a plain option, with the tick labels and
/// what
/// the tooltip needs beside it under keys named <c>chalk</c>, which ECharts ignores.
/// </summary>
public static class EChartsOption
{
    /// <summary>Width labels are laid out for, CSS pixels; narrower pages fall back to a legend.</summary>
    internal const double NominalWidth = 980;

    /// <summary>Height of a chart, CSS pixels.</summary>
    internal const double NominalHeight = 480;

    /// <summary>The option of a chart.</summary>
    /// <exception cref="ChalkException">The chart cannot be drawn truthfully.</exception>
    public static string Json(ChartSpec chart) => Json(PreparedChart.From(chart));

    internal static string Json(PreparedChart chart, bool indented = false)
    {
        using MemoryStream stream = new();
        // The default encoder writes < > & ' as \u escapes, so that no title can end the script element around it.
        JsonWriterOptions options = new() { Encoder = JavaScriptEncoder.Default, Indented = indented, NewLine = "\n" };
        using (Utf8JsonWriter json = new(stream, options))
        {
            json.WriteStartObject();
            WriteFrame(json, chart);
            EChartsAxis.Write(json, "xAxis", chart.X, vertical: false);
            EChartsAxis.Write(json, "yAxis", chart.Y, vertical: true);
            json.WriteStartArray("series");
            EChartsSeries.Write(json, chart);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Room for the names at the right ends of the lines, pixels.</summary>
    internal static double RightMargin(PreparedChart chart)
    {
        double names = chart.Legend == LegendPlace.Direct
            ? chart.Series.Where(item => item.Series is LineSeries).Max(item => TextWidth(item.Series.Name)) + 20
            : 0;
        return Math.Clamp(names, 28, 230);
    }

    /// <summary>About how wide a text of 12 pixels is; the browser's font is not known here.</summary>
    internal static double TextWidth(string text) => text.Length * 6.7;

    private static string Spoken(PreparedChart chart)
        => $"{chart.Spec.Title}. Series: {string.Join(", ", chart.Series.Select(item => item.Series.Name))}.";

    private static void WriteFrame(Utf8JsonWriter json, PreparedChart chart)
    {
        bool legend = chart.Legend == LegendPlace.Above;
        int marks = EChartsMarks.Rows(chart);
        json.WriteBoolean("animation", false);
        json.WriteString("backgroundColor", "transparent");
        json.WriteStartObject("textStyle");
        json.WriteString("fontFamily", "system-ui, -apple-system, Segoe UI, Roboto, Helvetica, Arial, sans-serif");
        json.WriteString("color", Palette.Ink);
        json.WriteEndObject();
        json.WriteStartObject("aria");
        json.WriteBoolean("enabled", true);

        // Without words of ours, ECharts reads out every number, the empty places of stacked bars among them.
        json.WriteStartObject("label");
        json.WriteString("description", Spoken(chart));
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("legend");
        json.WriteBoolean("show", legend);
        json.WriteNumber("top", 0);
        json.WriteNumber("left", 0);
        json.WriteNumber("itemGap", 18);
        json.WriteNumber("itemWidth", 18);
        json.WriteString("type", "scroll");
        json.WriteStartArray("data");
        foreach (ColouredSeries item in chart.Series)
        {
            json.WriteStartObject();
            json.WriteString("name", item.Series.Name);
            if (item.Series is BandSeries or StepAreaSeries or BarSeries)
            {
                json.WriteString("icon", "rect");
            }
            else if (item.Series is PointSeries)
            {
                json.WriteString("icon", "circle");
            }
            else if (item.Series is LineSeries { Markers: false } line)
            {
                json.WriteString("icon", line.Dashed ? "path://M0,0h7v3h-7zM11,0h7v3h-7z" : "path://M0,0h18v3h-18z");
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("textStyle");
        json.WriteString("color", Palette.Ink);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("grid");
        json.WriteNumber("left", 34);
        json.WriteNumber("right", RightMargin(chart));
        json.WriteNumber("top", (legend ? 40 : 14) + (marks * 18));
        json.WriteNumber("bottom", chart.Spec.X.Heading.Length > 0 ? 30 : 8);
        json.WriteBoolean("containLabel", true);
        json.WriteEndObject();
        json.WriteStartObject("tooltip");
        json.WriteString("trigger", chart.Series.Any(item => item.Series is PointSeries) ? "item" : "axis");
        json.WriteBoolean("confine", true);
        json.WriteStartObject("axisPointer");
        json.WriteString("type", chart.Series.Any(item => item.Series is BarSeries) ? "shadow" : "line");
        json.WriteString("axis", chart.Horizontal ? "y" : "x");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("chalk");
        json.WriteString("legend", chart.Legend == LegendPlace.Direct ? "direct" : legend ? "above" : "none");
        json.WriteBoolean("horizontal", chart.Horizontal);
        json.WriteEndObject();
    }
}
