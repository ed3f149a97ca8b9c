namespace Chalkline.Charts.Layout;

/// <summary>Every finite value a chart has to make room for, along each axis.</summary>
internal static class ChartValues
{
    /// <summary>Values along the horizontal axis.</summary>
    public static IEnumerable<double> AlongX(ChartSpec chart)
    {
        IEnumerable<double> own = chart.Series.SelectMany(series => series switch
        {
            LineSeries line => Finite(line.Points).Select(point => point.X),
            PointSeries points => Finite(points.Points).Select(point => point.X),
            StepAreaSeries area => Finite(area.Points).Select(point => point.X),
            BandSeries band => Finite(band).Select(interval => interval.X),
            _ => [],
        });
        return own
            .Concat(chart.Y.IsCategorical ? StackEnds(chart) : [])
            .Concat(chart.Lines.Where(line => line.Vertical).Select(line => line.Value))
            .Concat(chart.Annotations.Select(note => note.X));
    }

    /// <summary>Values along the vertical axis.</summary>
    public static IEnumerable<double> AlongY(ChartSpec chart)
    {
        IEnumerable<double> own = chart.Series.SelectMany(series => series switch
        {
            LineSeries line => Finite(line.Points).Select(point => point.Y),
            PointSeries points => Finite(points.Points).Select(point => point.Y),
            StepAreaSeries area => Finite(area.Points).Select(point => point.Y),
            BandSeries band => Finite(band).SelectMany(interval => new[] { interval.Low, interval.High }),
            _ => [],
        });
        return own
            .Concat(chart.X.IsCategorical ? StackEnds(chart) : [])
            .Concat(chart.Lines.Where(line => !line.Vertical).Select(line => line.Value))
            .Concat(chart.Annotations.Select(note => note.Y));
    }

    /// <summary>Where stacks of bars end, above and below zero.</summary>
    private static IEnumerable<double> StackEnds(ChartSpec chart)
        => BarStack.Of(chart.Series).SelectMany(piece => new[] { piece.From, piece.To });

    private static IEnumerable<ChartPoint> Finite(IEnumerable<ChartPoint> points)
        => points.Where(point => point.IsFinite);

    private static IEnumerable<ChartInterval> Finite(BandSeries band)
        => band.Intervals.Where(interval => interval.IsFinite);
}
