using System.Collections.Immutable;

namespace Chalkline.Charts.Layout;

/// <summary>
/// A checked chart with everything settled that both renderings need: ranges, ticks, colours, legend, notes.
/// </summary>
public sealed record PreparedChart
{
    /// <summary>The chart asked for.</summary>
    public required ChartSpec Spec { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required PreparedAxis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required PreparedAxis Y { get; init; }

    /// <summary>The series that have something to draw, in order, each with its colour on white.</summary>
    public required ImmutableArray<ColouredSeries> Series { get; init; }

    /// <summary>How series are named; never <see cref="LegendPlace.Auto"/>.</summary>
    public required LegendPlace Legend { get; init; }

    /// <summary>
    /// What the reader has to be told below the chart: the footnote, and points that could not be drawn.
    /// </summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Reference lines inside the range shown.</summary>
    public ImmutableArray<ReferenceLine> Lines => [.. Spec.Lines.Where(Holds)];

    /// <summary>Annotations inside the range shown.</summary>
    public ImmutableArray<Annotation> Annotations => [.. Spec.Annotations.Where(Holds)];

    /// <summary>True when bars lie down.</summary>
    public bool Horizontal => Spec.Y.IsCategorical;

    /// <summary>Checks a chart and settles it.</summary>
    /// <exception cref="ChalkException">Something in it cannot be drawn.</exception>
    public static PreparedChart From(ChartSpec spec)
    {
        ChartChecks.Check(spec);
        ImmutableArray<ColouredSeries> series = [.. Colour(spec.Series).Where(item => Finite(item.Series) > 0)];
        if (series.Length == 0)
        {
            throw new ChalkException(
                $"Chart '{spec.Title}': no value of any series is a finite number; nothing can be drawn.");
        }

        bool standing = spec.Series.Any(item => item is BarSeries or StepAreaSeries);
        bool lying = spec.Y.IsCategorical;
        bool swept = spec.Series.All(item => item is not PointSeries);
        PreparedChart chart = new()
        {
            Spec = spec,
            Series = series,
            X = PreparedAxis.Settle(spec.X, [.. ChartValues.AlongX(spec)], standing && lying, swept && !lying),
            Y = PreparedAxis.Settle(spec.Y, [.. ChartValues.AlongY(spec)], standing && !lying, tight: false),
            Legend = LegendOf(spec.Legend, series),
            Notes = [],
        };
        return chart with { Notes = [.. NotesOf(spec), .. chart.Outside()] };
    }

    private bool Holds(ReferenceLine line) => (line.Vertical ? X : Y).Holds(line.Value);

    private bool Holds(Annotation note) => X.Holds(note.X) && Y.Holds(note.Y);

    private IEnumerable<string> Outside()
        => Spec.Lines.Where(line => !Holds(line)).Select(line => line.Label)
            .Concat(Spec.Annotations.Where(note => !Holds(note)).Select(note => note.Text))
            .Select(text => $"Outside the range shown: {text}.");

    private static IEnumerable<ColouredSeries> Colour(ImmutableArray<Series> series)
    {
        int next = 0;
        foreach (Series item in series)
        {
            bool bold = item is LineSeries { Bold: true } && item.Colour is null;
            yield return new(item, bold ? Palette.Ink : Palette.At(item.Colour ?? next++));
        }
    }

    private static LegendPlace LegendOf(LegendPlace wanted, ImmutableArray<ColouredSeries> series) => wanted switch
    {
        LegendPlace.Auto when series.Length == 1 => LegendPlace.None,
        LegendPlace.Auto when series.Length <= 8 && series.All(item => item.Series is LineSeries) => LegendPlace.Direct,
        LegendPlace.Auto => LegendPlace.Above,
        _ => wanted,
    };

    private static int Finite(Series series) => Count(series) - Missing(series);

    private static int Count(Series series) => series switch
    {
        LineSeries line => line.Points.Length,
        PointSeries points => points.Points.Length,
        StepAreaSeries area => area.Points.Length,
        BandSeries band => band.Intervals.Length,
        BarSeries bars => bars.Values.Length,
        _ => 0,
    };

    private static int Missing(Series series) => series switch
    {
        LineSeries line => line.Points.Count(point => !point.IsFinite),
        PointSeries points => points.Points.Count(point => !point.IsFinite),
        StepAreaSeries area => area.Points.Count(point => !point.IsFinite),
        BandSeries band => band.Intervals.Count(interval => !interval.IsFinite),
        BarSeries bars => bars.Values.Count(value => !double.IsFinite(value)),
        _ => 0,
    };

    private static IEnumerable<string> NotesOf(ChartSpec spec)
    {
        if (spec.Footnote.Length > 0)
        {
            yield return spec.Footnote;
        }

        foreach (Series series in spec.Series)
        {
            int missing = Missing(series);
            if (missing > 0)
            {
                yield return
                    $"Not drawn: {missing} of {Count(series)} values of '{series.Name}', which are not finite.";
            }
        }
    }
}

/// <summary>A series with its colour.</summary>
/// <param name="Series">The series.</param>
/// <param name="Colour">Its colour on white, <c>#rrggbb</c>.</param>
public sealed record ColouredSeries(Series Series, string Colour);
