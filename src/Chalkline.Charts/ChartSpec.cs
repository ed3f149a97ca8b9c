using System.Collections.Immutable;

namespace Chalkline.Charts;

/// <summary>What a chart shows, without saying how it is drawn.</summary>
public sealed record ChartSpec
{
    /// <summary>The finding or the question, in a few words.</summary>
    public required string Title { get; init; }

    /// <summary>Model, machine and assumptions, in one line; empty for none.</summary>
    public string Subtitle { get; init; } = "";

    /// <summary>The horizontal axis.</summary>
    public required Axis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required Axis Y { get; init; }

    /// <summary>The series, drawn in this order except that bands and areas lie below.</summary>
    public required ImmutableArray<Series> Series { get; init; }

    /// <summary>Lines across the whole plot, each with a label.</summary>
    public ImmutableArray<ReferenceLine> Lines { get; init; } = [];

    /// <summary>Remarks at a place in the plot.</summary>
    public ImmutableArray<Annotation> Annotations { get; init; } = [];

    /// <summary>
    /// How the series are named. Default: at their ends where all are lines, above the plot otherwise.
    /// </summary>
    public LegendPlace Legend { get; init; }

    /// <summary>Small print below the chart: sources and caveats; empty for none.</summary>
    public string Footnote { get; init; } = "";
}

/// <summary>A line across the plot.</summary>
/// <param name="Vertical">True at a value of the horizontal axis, false at one of the vertical axis.</param>
/// <param name="Value">Where.</param>
/// <param name="Label">What it marks.</param>
public sealed record ReferenceLine(bool Vertical, double Value, string Label)
{
    /// <summary>A line straight up at a value of the horizontal axis.</summary>
    public static ReferenceLine AtX(double value, string label) => new(Vertical: true, value, label);

    /// <summary>A level line at a value of the vertical axis.</summary>
    public static ReferenceLine AtY(double value, string label) => new(Vertical: false, value, label);
}

/// <summary>A remark at a place in the plot.</summary>
/// <param name="X">Position on the horizontal axis.</param>
/// <param name="Y">Position on the vertical axis.</param>
/// <param name="Text">The remark.</param>
public sealed record Annotation(double X, double Y, string Text);

/// <summary>How the series of a chart are named.</summary>
public enum LegendPlace
{
    /// <summary>
    /// At the ends of the lines where every series is a line, above the plot otherwise, none for one series.
    /// </summary>
    Auto,

    /// <summary>At the right end of each line.</summary>
    Direct,

    /// <summary>In a row above the plot.</summary>
    Above,

    /// <summary>Not at all.</summary>
    None,
}
