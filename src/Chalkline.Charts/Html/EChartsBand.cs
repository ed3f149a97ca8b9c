using System.Text.Json;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Html;

/// <summary>
/// Writes a band as two stacked lines: an invisible one at the low ends, and the filled height above it.
/// </summary>
internal static class EChartsBand
{
    /// <summary>Writes both series.</summary>
    public static void Write(Utf8JsonWriter json, ColouredSeries item, BandSeries band, NumberStyle style)
    {
        // A name of its own for each stack, or two bands would stand on each other.
        string stack = "band " + band.Name;
        ChartInterval[] drawn = [.. band.Intervals.Where(interval => interval.IsFinite)];
        WriteHalf(json, item, stack, drawn, style, floor: true);
        WriteHalf(json, item, stack, drawn, style, floor: false);
    }

    private static void WriteHalf(
        Utf8JsonWriter json, ColouredSeries item, string stack, ChartInterval[] drawn, NumberStyle style, bool floor)
    {
        EChartsSeries.Open(json, item, "line", 1);
        json.WriteString("stack", stack);
        json.WriteString("stackStrategy", "all");
        json.WriteBoolean("showSymbol", false);
        json.WriteBoolean("silent", true);
        json.WriteString("symbol", "none");
        json.WriteStartObject("itemStyle");
        json.WriteNumber("opacity", 0.3);
        json.WriteEndObject();
        json.WriteStartObject("lineStyle");
        json.WriteNumber("width", 0);
        json.WriteEndObject();
        if (!floor)
        {
            json.WriteStartObject("areaStyle");
            json.WriteNumber("opacity", 0.2);
            json.WriteEndObject();
        }

        json.WriteStartArray("data");
        foreach (ChartInterval interval in drawn)
        {
            WritePoint(json, interval, style, floor);
        }

        json.WriteEndArray();
        json.WriteStartObject("chalk");
        json.WriteBoolean("skip", floor);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WritePoint(Utf8JsonWriter json, ChartInterval interval, NumberStyle style, bool floor)
    {
        json.WriteStartObject();
        json.WriteStartArray("value");
        json.WriteNumberValue(interval.X);
        json.WriteNumberValue(floor ? interval.Low : interval.High - interval.Low);
        json.WriteEndArray();
        json.WriteString("tip",
            $"{NumberText.Format(interval.Low, style)} to {NumberText.Format(interval.High, style)}");
        json.WriteEndObject();
    }
}
