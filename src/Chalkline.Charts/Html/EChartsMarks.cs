using System.Collections.Immutable;
using System.Text.Json;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Html;

/// <summary>Writes reference lines and annotations of an ECharts option as one silent series.</summary>
internal static class EChartsMarks
{
    /// <summary>Name of the series that carries them; the legend does not list it.</summary>
    public const string SeriesName = "\u00a0";

    /// <summary>Rows of labels of vertical lines above the plot.</summary>
    public static int Rows(PreparedChart chart)
    {
        ImmutableArray<int> rows = RowsOf(chart);
        return rows.Length == 0 ? 0 : rows.Max() + 1;
    }

    /// <summary>Row of each vertical line's label: the lowest in which it covers no other.</summary>
    public static ImmutableArray<int> RowsOf(PreparedChart chart)
    {
        double width = EChartsOption.NominalWidth - EChartsOption.RightMargin(chart) - 60;
        return LabelRows.Of(
            [.. chart.Lines.Where(line => line.Vertical).Select(line =>
                (chart.X.Fraction(line.Value) * width, EChartsOption.TextWidth(line.Label) + 12))]);
    }

    /// <summary>Writes the series, when there is anything to mark.</summary>
    public static void Write(Utf8JsonWriter json, PreparedChart chart)
    {
        if (chart.Lines.Length == 0 && chart.Annotations.Length == 0)
        {
            return;
        }

        json.WriteStartObject();
        json.WriteString("name", SeriesName);
        json.WriteString("type", "line");
        json.WriteBoolean("silent", true);
        json.WriteStartArray("data");
        json.WriteEndArray();
        WriteLines(json, chart);
        WriteNotes(json, chart);
        json.WriteStartObject("chalk");
        json.WriteBoolean("skip", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json, PreparedChart chart)
    {
        ImmutableArray<int> rows = RowsOf(chart);
        int vertical = 0;
        json.WriteStartObject("markLine");
        json.WriteBoolean("silent", true);
        json.WriteStartArray("symbol");
        json.WriteStringValue("none");
        json.WriteStringValue("none");
        json.WriteEndArray();
        json.WriteStartObject("lineStyle");
        json.WriteString("color", Palette.Soft);
        json.WriteString("type", "dashed");
        json.WriteNumber("width", 1);
        json.WriteEndObject();
        json.WriteStartArray("data");
        foreach (ReferenceLine line in chart.Lines)
        {
            json.WriteStartObject();
            json.WriteNumber(line.Vertical ? "xAxis" : "yAxis", line.Value);
            json.WriteStartObject("label");
            json.WriteString("formatter", Literal(line.Label));
            // Categories run downwards, and with them the line: its start is then its upper end.
            json.WriteString("position", line.Vertical ? chart.Horizontal ? "start" : "end" : "insideStartTop");
            json.WriteNumber("distance", line.Vertical ? 5 + (rows[vertical++] * 18) : 4);
            json.WriteString("color", Palette.Soft);
            json.WriteNumber("fontSize", 12);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNotes(Utf8JsonWriter json, PreparedChart chart)
    {
        json.WriteStartObject("markPoint");
        json.WriteBoolean("silent", true);
        json.WriteString("symbol", "circle");
        json.WriteNumber("symbolSize", 5);
        json.WriteStartObject("itemStyle");
        json.WriteString("color", Palette.Ink);
        json.WriteEndObject();
        json.WriteStartArray("data");
        Dictionary<ChartPoint, LabelSide> sides = EChartsLabels.Sides(chart);
        foreach (Annotation note in chart.Annotations)
        {
            json.WriteStartObject();
            json.WriteStartArray("coord");
            json.WriteNumberValue(note.X);
            json.WriteNumberValue(note.Y);
            json.WriteEndArray();
            json.WriteStartObject("label");
            json.WriteString("formatter", Literal(note.Text));
            EChartsLabels.WriteSide(json, sides.GetValueOrDefault(new(note.X, note.Y, note.Text)));
            json.WriteString("color", Palette.Ink);
            json.WriteNumber("fontSize", 12);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Keeps ECharts from reading {a}, {b}, {c} in a user's text as its own place holders.</summary>
    internal static string Literal(string text) => text.Replace("{", "{\u200b", StringComparison.Ordinal);
}
