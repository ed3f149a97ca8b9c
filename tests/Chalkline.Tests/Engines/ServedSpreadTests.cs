using Chalkline.Engines;
using Chalkline.Tests.Catalog;
using static Chalkline.Tests.Engines.Spreads;

namespace Chalkline.Tests.Engines;

/// <summary>The file of spreads: what is written is read, and a wrong one is told in a sentence.</summary>
public sealed class ServedSpreadTests : IDisposable
{
    private const string Group = """
        "rows": 3, "evidence": 2, "ratio10": 0.5, "ratio50": 1, "ratio90": 2, "kernelsLow": 0.1, "kernelsHigh": 0.1
        """;

    private readonly string _path = Path.Combine(Path.GetTempPath(), $"spread-{Guid.NewGuid():N}.json");

    private static readonly ServedSpread Some = ServedSpread.Of(
        "rows by hand",
        [Residual(0.5, "a"), Residual(1, "b"), Residual(2, "c"), Residual(3, "c", over: true)]);

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void What_is_written_is_read()
    {
        Some.Write(_path);
        ServedSpread read = ServedSpread.Read(_path);
        string once = File.ReadAllText(_path);
        read.Write(_path);

        File.ReadAllText(_path).ShouldBe(once);
        read.Source.ShouldBe("rows by hand");
        (double low, double high) = read.Interval(ServedMetric.TimePerOutputToken, Facts(), 10)!.Value;
        (double lowest, double highest) = Some.Interval(ServedMetric.TimePerOutputToken, Facts(), 10)!.Value;
        low.ShouldBe(lowest, 0.01);
        high.ShouldBe(highest, 0.01);
    }

    [Fact]
    public void A_metric_that_was_never_measured_has_no_interval()
        => Some.Interval(ServedMetric.EndToEnd, Facts(), 10).ShouldBeNull();

    [Fact]
    public void Facts_that_were_never_measured_take_the_widest_group_they_share()
    {
        Some.Narrowest(ServedMetric.TimePerOutputToken, Facts(experts: true))!.Facts.ShouldBe(["aggregated"]);
        Some.Narrowest(ServedMetric.TimePerOutputToken, Facts() with { Mode = ServedMode.Static })!.Facts.ShouldBeEmpty();
        Some.Narrowest(ServedMetric.TimePerOutputToken, Facts() with { OwnKernels = false })!.Facts
            .ShouldBe(["aggregated", "dense", "below"]);
    }

    [Fact]
    public void No_end_lies_under_the_floor()
        => Some.Interval(ServedMetric.TimePerOutputToken, Facts(), 10, floor: 9.5)!.Value.Low.ShouldBe(9.5);

    [Fact]
    public void The_shipped_file_answers_for_every_metric()
    {
        ServedSpread shipped = ServedSpread.Read(Path.Combine(HardwareData.Folder.Path, ServedSpread.File));
        foreach (ServedMetric metric in Enum.GetValues<ServedMetric>())
        {
            (double low, double high) = shipped.Interval(metric, Facts(), 1)!.Value;
            low.ShouldBeInRange(0.001, 1);
            high.ShouldBeInRange(1, 1000);
        }
    }

    [Theory]
    [InlineData("""{ "metrics": [] }""", "source")]
    [InlineData("""{ "source": "x", "metrics": [], "more": 1 }""", "more")]
    [InlineData("""{ "source": "x", "metrics": [{ "metric": "Speed", "groups": [] }] }""", "TimeToFirstToken")]
    [InlineData("""{ "source": "x", "metrics": [{ "metric": "EndToEnd", "groups": [] }] }""", "group of all rows")]
    [InlineData("""{ "source": "x", "metrics": [{ "metric": "EndToEnd", "groups": [{ "facts": ["static"], GROUP }] }] }""", "group of all rows")]
    [InlineData("""{ "source": "x", "metrics": [{ "metric": "EndToEnd", "groups": [{ "facts": ["a","b","c","d","e","f"], GROUP }] }] }""", "architecture")]
    [InlineData("""{ "source": "x", "metrics": [{ "metric": "EndToEnd", "groups": [{ "facts": [], "rows": 0 }] }] }""", "rows")]
    public void A_wrong_file_gives_a_sentence(string text, string hint)
    {
        File.WriteAllText(_path, text.Replace("GROUP", Group, StringComparison.Ordinal));

        string message = Should.Throw<ChalkException>(() => ServedSpread.Read(_path)).Message;
        message.ShouldContain(_path);
        message.ShouldContain(hint);
    }

    [Fact]
    public void Quantiles_in_the_wrong_order_give_a_sentence()
    {
        Some.Write(_path);
        File.WriteAllText(_path, File.ReadAllText(_path).Replace("\"ratio50\": ", "\"ratio50\": 99", StringComparison.Ordinal));

        Should.Throw<ChalkException>(() => ServedSpread.Read(_path)).Message.ShouldContain("between ratio10 and ratio90");
    }
}
