using System.Collections.Immutable;

namespace Chalkline.Charts;

/// <summary>One axis of a chart: what it measures, in which unit, on which scale.</summary>
public sealed record Axis
{
    /// <summary>What is measured, for example <c>Batch</c>.</summary>
    public required string Label { get; init; }

    /// <summary>Unit shown in brackets after the label; empty for a pure number.</summary>
    public string Unit { get; init; } = "";

    /// <summary>Linear or logarithmic. Default: linear.</summary>
    public AxisScale Scale { get; init; }

    /// <summary>
    /// Base of a logarithmic axis: 10 for magnitudes, 2 for batch sizes and device counts. Default: 10.
    /// </summary>
    public int LogBase { get; init; } = 10;

    /// <summary>Lowest value shown; null to follow the data.</summary>
    public double? Minimum { get; init; }

    /// <summary>Highest value shown; null to follow the data.</summary>
    public double? Maximum { get; init; }

    /// <summary>How ticks and values are written. Default: short decimal with k, M, G.</summary>
    public NumberStyle Style { get; init; }

    /// <summary>Names of the categories of a bar chart's axis; empty for an axis of numbers.</summary>
    public ImmutableArray<string> Categories { get; init; } = [];

    /// <summary>The label with its unit.</summary>
    public string Heading => Unit.Length == 0 ? Label : $"{Label} ({Unit})";

    /// <summary>True for an axis of categories.</summary>
    public bool IsCategorical => Categories.Length > 0;

    /// <summary>A linear axis.</summary>
    public static Axis Linear(string label, string unit = "") => new() { Label = label, Unit = unit };

    /// <summary>A logarithmic axis.</summary>
    public static Axis Log(string label, string unit = "", int logBase = 10)
        => new() { Label = label, Unit = unit, Scale = AxisScale.Log, LogBase = logBase };

    /// <summary>An axis of categories, for bars; bars lie down when it is the vertical axis.</summary>
    public static Axis Of(string label, params IEnumerable<string> categories)
        => new() { Label = label, Categories = [.. categories] };
}

/// <summary>Scale of an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal steps for equal differences.</summary>
    Linear,

    /// <summary>Equal steps for equal ratios; takes positive values only.</summary>
    Log,
}

/// <summary>How the numbers of an axis are written.</summary>
public enum NumberStyle
{
    /// <summary>Short decimals with k, M, G, T: <c>0.05</c>, <c>10k</c>, <c>2.5M</c>.</summary>
    Short,

    /// <summary>Plain decimals: <c>8192</c>.</summary>
    Plain,

    /// <summary>A fraction of one as a percentage: 0.25 is <c>25%</c>.</summary>
    Percent,

    /// <summary>US dollars: <c>$0.05</c>, <c>$10k</c>.</summary>
    Dollars,
}
