using System.Collections.Immutable;
using System.Text.Json;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Html;

/// <summary>Writes bars of an ECharts option, their values where they fit, and the totals of stacks.</summary>
internal static class EChartsBars
{
    /// <summary>Share of the axis a piece takes at least to carry its value.</summary>
    public const double LabelledShare = 0.055;

    /// <summary>Writes one series of bars.</summary>
    public static void Write(Utf8JsonWriter json, PreparedChart chart, ColouredSeries item, BarSeries bars)
    {
        PreparedAxis measure = chart.Horizontal ? chart.X : chart.Y;
        EChartsSeries.Open(json, item, "bar", 3);
        json.WriteNumber("barMaxWidth", 46);
        json.WriteString("barCategoryGap", "38%");
        if (!bars.SideBySide)
        {
            json.WriteString("stack", "all");
        }

        json.WriteStartArray("data");
        for (int place = 0; place < bars.Values.Length; place++)
        {
            double value = bars.Values[place];
            json.WriteStartObject();
            if (double.IsFinite(value))
            {
                json.WriteNumber("value", value);
            }
            else
            {
                json.WriteString("value", "-");
            }

            if (!bars.Tooltips.IsDefaultOrEmpty && place < bars.Tooltips.Length && bars.Tooltips[place].Length > 0)
            {
                json.WriteString("tip", bars.Tooltips[place]);
            }

            double share = Math.Abs(value) / (measure.High - measure.Low);
            bool labelled = bars.SideBySide ? double.IsFinite(value) : share >= LabelledShare;
            WriteLabel(json, NumberText.Format(value, measure.Axis.Style, 3), labelled, bars.SideBySide,
                chart.Horizontal);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Writes the totals of stacks of two or more series as labels without a mark.</summary>
    public static void WriteTotals(Utf8JsonWriter json, PreparedChart chart)
    {
        ImmutableArray<Series> stacked = [.. chart.Series.Select(item => item.Series).Where(series =>
            series is BarSeries { SideBySide: false })];
        if (stacked.Length < 2 || BarStack.Lanes([.. chart.Series.Select(item => item.Series)]) > 1)
        {
            return;
        }

        PreparedAxis measure = chart.Horizontal ? chart.X : chart.Y;
        int categories = (chart.Horizontal ? chart.Y : chart.X).Axis.Categories.Length;
        ImmutableArray<double> totals = BarStack.Totals(stacked, categories);
        json.WriteStartObject();
        json.WriteString("name", EChartsMarks.SeriesName);
        json.WriteString("type", "scatter");
        json.WriteBoolean("silent", true);
        json.WriteNumber("symbolSize", 0);
        json.WriteNumber("z", 6);
        json.WriteStartArray("data");
        for (int place = 0; place < categories; place++)
        {
            json.WriteStartObject();
            json.WriteStartArray("value");
            json.WriteNumberValue(chart.Horizontal ? totals[place] : place);
            json.WriteNumberValue(chart.Horizontal ? place : totals[place]);
            json.WriteEndArray();
            WriteLabel(json, NumberText.Format(totals[place], measure.Axis.Style), totals[place] > 0, outside: true,
                chart.Horizontal);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartObject("chalk");
        json.WriteBoolean("skip", true);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteLabel(Utf8JsonWriter json, string text, bool show, bool outside, bool horizontal)
    {
        if (!show)
        {
            return;
        }

        json.WriteStartObject("label");
        json.WriteBoolean("show", true);
        json.WriteString("formatter", text);
        json.WriteString("position", !outside ? "inside" : horizontal ? "right" : "top");
        json.WriteString("color", outside ? Palette.Ink : Palette.Paper);
        json.WriteNumber("fontSize", 12);
        json.WriteEndObject();
    }
}
