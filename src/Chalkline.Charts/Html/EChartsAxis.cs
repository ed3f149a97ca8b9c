using System.Text.Json;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Html;

/// <summary>Writes an axis of an ECharts option, with the ticks chosen by <see cref="Ticks"/>.</summary>
internal static class EChartsAxis
{
    /// <summary>Writes one axis.</summary>
    public static void Write(Utf8JsonWriter json, string key, PreparedAxis axis, bool vertical)
    {
        Axis spec = axis.Axis;
        json.WriteStartObject(key);
        json.WriteString("type", spec.IsCategorical ? "category" : spec.Scale == AxisScale.Log ? "log" : "value");
        json.WriteString("name", spec.Heading);
        json.WriteString("nameLocation", "middle");
        // Far enough from the frame for the longest tick label of a vertical axis.
        double widest = axis.Ticks.Length == 0 ? 0 : axis.Ticks.Max(tick => EChartsOption.TextWidth(tick.Label));
        json.WriteNumber("nameGap", vertical ? Math.Round(Math.Min(widest, 190) + 18) : 30);
        json.WriteStartObject("nameTextStyle");
        json.WriteString("color", Palette.Soft);
        json.WriteNumber("fontSize", 13);
        json.WriteEndObject();
        if (spec.IsCategorical)
        {
            WriteCategories(json, spec, vertical);
        }
        else
        {
            WriteRange(json, axis);
        }

        WriteLooks(json, axis);
        json.WriteEndObject();
    }

    private static void WriteCategories(Utf8JsonWriter json, Axis axis, bool vertical)
    {
        json.WriteStartArray("data");
        foreach (string name in axis.Categories)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
        // The first category is read first: on top of a vertical axis.
        json.WriteBoolean("inverse", vertical);
    }

    private static void WriteRange(Utf8JsonWriter json, PreparedAxis axis)
    {
        if (axis.Axis.Scale == AxisScale.Log)
        {
            json.WriteNumber("logBase", axis.Axis.LogBase);
        }

        json.WriteNumber("min", axis.Low);
        json.WriteNumber("max", axis.High);
        json.WriteStartObject("chalk");
        json.WriteString("style", axis.Axis.Style.ToString().ToLowerInvariant());
        json.WriteStartArray("labels");
        foreach (Tick tick in axis.Ticks)
        {
            json.WriteStartArray();
            json.WriteNumberValue(tick.Value);
            json.WriteStringValue(tick.Label);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteLooks(Utf8JsonWriter json, PreparedAxis axis)
    {
        bool categorical = axis.Axis.IsCategorical;
        json.WriteStartObject("axisLine");
        json.WriteBoolean("show", true);
        json.WriteBoolean("onZero", false);
        WriteColour(json, "lineStyle", Palette.Line);
        json.WriteEndObject();
        json.WriteStartObject("axisTick");
        json.WriteBoolean("show", !categorical);
        json.WriteNumber("length", 4);
        WriteColour(json, "lineStyle", Palette.Line);
        WriteValues(json, axis);
        json.WriteEndObject();
        json.WriteStartObject("axisLabel");
        WriteLabelStyle(json);
        WriteValues(json, axis);
        json.WriteEndObject();
        json.WriteStartObject("splitLine");
        json.WriteBoolean("show", !categorical);
        WriteColour(json, "lineStyle", Palette.Grid);
        json.WriteEndObject();
        json.WriteStartObject("minorTick");
        json.WriteBoolean("show", false);
        json.WriteEndObject();
    }

    private static void WriteLabelStyle(Utf8JsonWriter json)
    {
        json.WriteString("color", Palette.Soft);
        json.WriteNumber("fontSize", 12);
        json.WriteBoolean("hideOverlap", true);
        // ECharts would otherwise drop or keep the end labels by its own guess; these ticks lie inside the range.
        json.WriteBoolean("showMinLabel", true);
        json.WriteBoolean("showMaxLabel", true);
    }

    private static void WriteValues(Utf8JsonWriter json, PreparedAxis axis)
    {
        if (axis.Axis.IsCategorical)
        {
            return;
        }

        json.WriteStartArray("customValues");
        foreach (Tick tick in axis.Ticks)
        {
            json.WriteNumberValue(tick.Value);
        }

        json.WriteEndArray();
    }

    private static void WriteColour(Utf8JsonWriter json, string key, string colour)
    {
        json.WriteStartObject(key);
        json.WriteString("color", colour);
        json.WriteEndObject();
    }
}
