using System.Collections.Immutable;

namespace Chalkline.Charts;

/// <summary>One series of a chart.</summary>
/// <param name="Name">What the legend and the tooltip call it.</param>
public abstract record Series(string Name)
{
    /// <summary>
    /// Place in the palette, from 0; null to take the next one. Series that belong together share a place.
    /// </summary>
    public int? Colour { get; init; }
}

/// <summary>Points joined by straight lines, in the order given.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">The points; those that are not finite leave a gap and are counted below the chart.</param>
public sealed record LineSeries(string Name, ImmutableArray<ChartPoint> Points) : Series(Name)
{
    /// <summary>The line that matters: thick and in the colour of ink.</summary>
    public bool Bold { get; init; }

    /// <summary>Broken line: a bound, a projection, somebody else's figure.</summary>
    public bool Dashed { get; init; }

    /// <summary>Draw a dot on every point.</summary>
    public bool Markers { get; init; }
}

/// <summary>Points that are not joined.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">The points; those that are not finite are left out and counted below the chart.</param>
public sealed record PointSeries(string Name, ImmutableArray<ChartPoint> Points) : Series(Name)
{
    /// <summary>Small and pale: the cloud behind the points that matter.</summary>
    public bool Faint { get; init; }
}

/// <summary>
/// One bar for each category. Bar series of one chart stand on each other unless <see cref="SideBySide"/>.
/// </summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Values">One value for each category of the axis; a value that is not finite has no bar.</param>
public sealed record BarSeries(string Name, ImmutableArray<double> Values) : Series(Name)
{
    /// <summary>Beside the other bar series instead of on top of them.</summary>
    public bool SideBySide { get; init; }

    /// <summary>Tooltip text for each category; empty for none.</summary>
    public ImmutableArray<string> Tooltips { get; init; } = [];
}

/// <summary>A value that holds from its point to the next, filled down to zero.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Points">The points, in ascending order of X.</param>
public sealed record StepAreaSeries(string Name, ImmutableArray<ChartPoint> Points) : Series(Name);

/// <summary>A filled interval between two lines.</summary>
/// <param name="Name">What the legend calls it.</param>
/// <param name="Intervals">The intervals, in ascending order of X.</param>
public sealed record BandSeries(string Name, ImmutableArray<ChartInterval> Intervals) : Series(Name);
