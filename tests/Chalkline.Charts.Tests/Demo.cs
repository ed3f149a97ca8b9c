using System.Collections.Immutable;
using Chalkline.Charts.Reports;

namespace Chalkline.Charts.Tests;

/// <summary>
/// Charts of the kinds the product draws, with figures of a dense 70B model on eight devices of 3.35 TB/s.
/// </summary>
internal static class Demo
{
    private static readonly double[] Batches = [.. Enumerable.Range(0, 27).Select(step => Math.Pow(2, step * 0.5))];

    public static ChartSpec Latency { get; } = new()
    {
        Title = "Decode is bound by memory up to a batch of about 300",
        Subtitle = "Dense 70B in FP8 on 8 devices of 3.35 TB/s and 1979 TFLOP/s, 4096 tokens of context",
        X = Axis.Log("Batch", "sequences", 2) with { Minimum = 1, Maximum = 8192 },
        Y = Axis.Log("Time of a step", "ms"),
        Series =
        [
            new LineSeries("Weights", Points(_ => 2.61)),
            new LineSeries("KV cache", Points(batch => 0.0251 * batch)),
            new LineSeries("Compute", Points(batch => 0.00884 * batch)) { Dashed = true },
            new LineSeries("Step", Points(batch => Math.Max(2.61 + (0.0251 * batch), 0.00884 * batch))) { Bold = true },
        ],
        Lines = [ReferenceLine.AtX(295, "balance batch 295")],
        Footnote = "Closed-form roofline; no overheads.",
    };

    public static ChartSpec Cost { get; } = new()
    {
        Title = "Cost per token falls with the batch until the KV cache takes over",
        X = Axis.Log("Batch", "sequences", 2),
        Y = Axis.Log("Cost", "$ per million tokens") with { Style = NumberStyle.Dollars },
        Series =
        [
            new BandSeries("calibrated, 80% interval", [.. Batches.Select(batch =>
                new ChartInterval(batch, CostAt(batch) * 0.8, CostAt(batch) * 1.45))]) { Colour = 0 },
            new LineSeries("calibrated", Points(batch => CostAt(batch) * 1.1)) { Colour = 0 },
            new LineSeries("roofline", Points(CostAt)) { Dashed = true, Colour = 1 },
        ],
        Lines = [ReferenceLine.AtY(0.9, "asking price $0.90")],
        Annotations = [new(64, CostAt(64), "a busy server today")],
    };

    public static ChartSpec Pareto { get; } = new()
    {
        Title = "Interactivity against throughput",
        Subtitle = "Every feasible layout; the front of each machine is joined",
        X = Axis.Linear("Speed for one user", "tok/s/user"),
        Y = Axis.Linear("Throughput of one device", "tok/s/GPU"),
        Series =
        [
            new PointSeries("all layouts", Cloud()) { Faint = true, Colour = 7 },
            new LineSeries("NVL72 domain", Front(1900, 11, "EP72 DP72")) { Colour = 0, Markers = true },
            new LineSeries("8-device boxes", Front(1150, 17, "TP8")) { Colour = 1, Markers = true },
        ],
    };

    public static ChartSpec Footprint { get; } = new()
    {
        Title = "Footprint of one device by kind",
        X = Axis.Linear("Bytes held", "GB"),
        Y = Axis.Of("", "Serving, batch 64", "Serving, batch 512", "Training, ZeRO-1", "Training, ZeRO-3"),
        Series =
        [
            new BarSeries("weights", [8.8, 8.8, 17.6, 2.2]),
            new BarSeries("KV cache", [10.7, 61.2, 0, 0]),
            new BarSeries("activations", [1.2, 2.4, 21.5, 21.5]),
            new BarSeries("gradients", [0, 0, 17.6, 2.2]),
            new BarSeries("optimiser state", [0, 0, 13.2, 13.2]),
        ],
        Lines = [ReferenceLine.AtX(80, "capacity 80 GB")],
    };

    public static ChartSpec Bars { get; } = new()
    {
        Title = "Error of each fidelity by group of measurements",
        X = Axis.Of("", "dense, prefill", "dense, decode", "experts, decode", "training"),
        Y = Axis.Linear("Median error") with { Style = NumberStyle.Percent },
        Series =
        [
            new BarSeries("chalk", [0.31, 0.42, 0.55, 0.28]) { SideBySide = true },
            new BarSeries("operator", [0.14, 0.19, 0.26, 0.12]) { SideBySide = true },
            new BarSeries("calibrated", [0.06, 0.08, double.NaN, 0.05]) { SideBySide = true },
        ],
    };

    public static ChartSpec Queue { get; } = new()
    {
        Title = "Requests in the running batch",
        X = Axis.Linear("Time", "s"),
        Y = Axis.Linear("Requests"),
        Series = [new StepAreaSeries("running", [.. Enumerable.Range(0, 61).Select(second =>
            new ChartPoint(second, Math.Round(40 + (25 * Math.Sin(second / 6.0)) + (second * second % 7))))])],
    };

    public static ReportSpec Report { get; } = new()
    {
        Title = "Serving a dense 70B model",
        Lead = "At a batch of **295** the device is *balanced*: reading weights takes as long as multiplying by them. "
            + "The balance batch is $B^\\star = F / (2 W)$.",
        Sections =
        [
            new("Speed", [
                new ChartBlock(Latency),
                new EquationBlock(
                    @"t_{\text{step}} = \max\left(\frac{N_{\text{bytes}} + B\,k}{W}, \frac{2 N B}{F}\right)",
                    "With $B$ the batch."),
                new TableBlock(Table)]),
            new("Cost", [new ChartBlock(Cost), new TextBlock(
                "Two reasons:\n\n- weights are read once for all\n- the `KV cache` is not")]),
            new("Choices", [new ChartBlock(Pareto), new ChartBlock(Footprint), new ChartBlock(Bars),
                new ChartBlock(Queue)]),
            new("Work",
                [new PreformattedBlock(
                "t_weights = weights / bandwidth\n          = 70 GB / 26.8 TB/s\n          = 2.61 ms")]),
        ],
        Footer = "Chalkline 0.1.0, fidelity chalk.",
    };

    private static TableSpec Table => new()
    {
        Caption = "Step by batch",
        Columns = [new("Regime"), new("Batch", Numeric: true), new("Step (ms)", Numeric: true)],
        Rows = [.. new[] { 1.0, 64, 512, 4096 }.Select(batch => (ImmutableArray<TableCell>)
            [batch < 295 ? "memory" : "KV | compute", TableCell.Of(batch, NumberStyle.Plain),
                TableCell.Of(2.61 + (0.0251 * batch))])],
    };

    private static double CostAt(double batch) => (2.61 + (0.0251 * batch)) * 16 / 3600 / batch * 1000;

    private static ImmutableArray<ChartPoint> Points(Func<double, double> value)
        => [.. Batches.Select(batch => new ChartPoint(batch, value(batch)))];

    private static ImmutableArray<ChartPoint> Front(double top, double steep, string best)
        => [.. Enumerable.Range(1, 9).Select(step =>
        {
            double speed = step * 20;
            double throughput = top * Math.Exp(-speed * steep / 1000);
            string label = step == 3 ? best : step == 7 ? best + ", short batch" : "";
            return new ChartPoint(speed, throughput, label, label.Length > 0 ? $"layout {best}\nbatch {256 / step}"
                : "");
        })];

    private static ImmutableArray<ChartPoint> Cloud()
        => [.. Enumerable.Range(0, 160).Select(place =>
        {
            double speed = 12 + (place * 37 % 170);
            return new ChartPoint(speed, 1700 * Math.Exp(-speed * 0.013) * (0.25 + (place * 61 % 100 / 160.0)));
        })];
}
