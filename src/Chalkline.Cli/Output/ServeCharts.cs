using System.Globalization;
using Chalkline.Charts;
using Chalkline.Engines;

namespace Chalkline.Cli.Output;

/// <summary>The pictures of <c>chalk serve</c>.</summary>
internal static class ServeCharts
{
    /// <summary>Speed of a stream against throughput of a device.</summary>
    public static ChartSpec Front(ServeAnswer answer) => new()
    {
        Title = "Speed of a stream against throughput of a device",
        Subtitle = Subject(answer),
        X = Axis.Linear("Speed", "tok/s/user") with { Minimum = 0 },
        Y = Axis.Linear("Throughput", "tok/s/device") with { Minimum = 0 },
        Series =
        [
            new LineSeries("requests in flight", [.. answer.Study.Curve.Select(point => Point(
                answer, point.Report, point.Concurrency.ToString("N0", CultureInfo.InvariantCulture)))]) { Markers = true },
            new PointSeries("what was asked", [Point(answer, answer.Run, "")]) { Colour = 1 },
        ],
        Legend = LegendPlace.Above,
    };

    /// <summary>TTFT over concurrency.</summary>
    public static ChartSpec Waiting(ServeAnswer answer) => new()
    {
        Title = "Time to first token",
        Subtitle = Subject(answer),
        X = Axis.Log("Requests in flight", logBase: 2),
        Y = Axis.Log("TTFT", "s"),
        Series =
        [
            Line("mean", answer, report => report.TimeToFirstToken.Value),
            Line("median", answer, report => report.MedianTimeToFirstToken.Value),
        ],
        Lines = answer.Study.Curve[^1].Concurrency >= answer.Study.Seats
            ? [ReferenceLine.AtX(answer.Study.Seats, "seats")]
            : [],
        Legend = LegendPlace.Above,
    };

    private static string Subject(ServeAnswer answer)
        => $"{answer.Inputs.Model.Name} on {answer.Inputs.System.Id}, {answer.Layout}, {answer.Study.Engine.Name}, "
            + $"{answer.Study.Traffic.Input} in, {answer.Study.Traffic.Output} out";

    private static ChartPoint Point(ServeAnswer answer, EngineReport report, string label) => new(
        1 / report.TimePerOutputToken.Value,
        answer.PerDevice(report).Value,
        label,
        $"TPOT {report.TimePerOutputToken}, TTFT {report.TimeToFirstToken}, {report.RunningBatch:N0} running");

    private static LineSeries Line(string name, ServeAnswer answer, Func<EngineReport, double> value) => new(
        name, [.. answer.Study.Curve.Select(point => new ChartPoint(point.Concurrency, value(point.Report)))]) { Markers = true };
}
