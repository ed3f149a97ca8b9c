using System.Text.Json;
using Chalkline.Charts.Html;
using Chalkline.Charts.Layout;

namespace Chalkline.Charts.Tests.Html;

public sealed class EChartsOptionTests
{
    public static TheoryData<string> Kinds => ["lines", "bars"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_option_is_the_approved_one(string kind)
    {
        string received = EChartsOption.Json(PreparedChart.From(Small(kind)), indented: true) + "\n";
        string folder = Path.Combine(AppContext.BaseDirectory, "Approved");
        string file = Path.Combine(folder, kind + ".json");
        string approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (received != approved)
        {
            // Left beside the approved text, so that a change that is meant can be looked at and copied.
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, kind + ".received.json"), received);
        }

        received.ShouldBe(approved);
    }

    [Fact]
    public void Every_demo_option_is_json_with_all_its_points()
    {
        foreach (ChartSpec chart in Demo.Report.Charts)
        {
            using JsonDocument option = JsonDocument.Parse(EChartsOption.Json(chart));
            foreach (LineSeries line in chart.Series.OfType<LineSeries>())
            {
                option.RootElement.GetProperty("series").EnumerateArray()
                    .Count(series => series.GetProperty("name").GetString() == line.Name
                        && series.GetProperty("data").GetArrayLength() == line.Points.Length)
                    .ShouldBe(1);
            }
        }
    }

    [Fact]
    public void Every_colour_has_a_counterpart_on_dark()
        => Palette.Series.ShouldAllBe(colour => Palette.Dark.Any(pair => pair.Light == colour));

    private static ChartSpec Small(string kind) => kind switch
    {
        "lines" => new()
        {
            Title = "Lines",
            X = Axis.Log("Batch", "sequences", 2),
            Y = Axis.Log("Time", "ms"),
            Series =
            [
                new BandSeries("interval", [new(1, 1, 3), new(4, 2, 5)]),
                new LineSeries("step", [new(1, 2), new(2, double.NaN), new(4, 3, "here", "a tip")]) { Bold = true },
            ],
            Lines = [ReferenceLine.AtX(2, "balance"), ReferenceLine.AtY(2.5, "level {a}")],
            Annotations = [new(2, 2, "note")],
        },
        _ => new()
        {
            Title = "Bars",
            X = Axis.Linear("Held", "GB"),
            Y = Axis.Of("", "a", "b"),
            Series = [new BarSeries("weights", [8, 9]), new BarSeries("KV", [3, 0.1]) { Tooltips = ["long", ""] }],
        },
    };
}
