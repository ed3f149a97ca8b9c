using System.Collections.Immutable;
using Chalkline.Charts;
using Chalkline.Deduction;
using Chalkline.Deduction.Points;

namespace Chalkline.Cli.Output;

/// <summary>The charts of <c>chalk deduce</c>.</summary>
internal static class DeduceCharts
{
    private const int MostPoints = 1500;

    private static readonly DeducedQuantity[] Drawn =
    [
        DeducedQuantity.ActiveParameters, DeducedQuantity.TotalParameters, DeducedQuantity.KvBytesPerToken,
        DeducedQuantity.PriceOverCost,
    ];

    /// <summary>Densities before and after, the truth marked where it is public.</summary>
    public static IEnumerable<ChartSpec> Densities(SheetDeduction found)
        => Drawn.Select(quantity => Density(found, quantity));

    /// <summary>Draws of the posterior, two quantities at a time.</summary>
    public static IEnumerable<ChartSpec> Joint(SheetDeduction found)
    {
        ImmutableArray<DeductionSample> samples = found.Posterior.Samples;
        int every = Math.Max(1, samples.Length / MostPoints);
        DeductionSample[] shown = [.. samples.Where((_, place) => place % every == 0)];
        yield return Pair(
            found, "A larger model or a prouder seller", DeducedQuantity.ActiveParameters,
            DeducedQuantity.PriceOverCost,
            shown.Select(sample => new ChartPoint(sample.Active.Value, sample.PriceOverCost)));
        yield return Pair(
            found, "Total against active parameters", DeducedQuantity.ActiveParameters, DeducedQuantity.TotalParameters,
            shown.Select(sample => new ChartPoint(sample.Active.Value, sample.Total.Value)));
        yield return Pair(
            found, "KV bytes against active parameters", DeducedQuantity.ActiveParameters,
            DeducedQuantity.KvBytesPerToken,
            shown.Select(sample => new ChartPoint(sample.Active.Value, sample.KeyValue.Value)));
    }

    private static ChartSpec Density(SheetDeduction found, DeducedQuantity quantity)
    {
        Marginal marginal = found.Posterior[quantity];
        // The floor keeps the tails, where nothing is to be seen, out of the picture.
        double most = marginal.Density.Max(point => Math.Max(point.Prior, point.Posterior));
        DensityPoint[] seen = [.. marginal.Density.Where(point => Math.Max(point.Prior, point.Posterior) > most / 200)];
        return new()
        {
            Title = $"{DeducedNames.Of(quantity).Heading}: {DeducedNames.Text(quantity, marginal.Median)}",
            Subtitle = $"80 % of it {DeducedNames.Text(quantity, marginal.Eighty)}; before the prices "
                + $"{DeducedNames.Text(quantity, marginal.PriorEighty)}",
            X = Axis(quantity),
            Y = Chalkline.Charts.Axis.Linear("Density, per factor of e"),
            Legend = LegendPlace.Above,
            Series =
            [
                new BandSeries(
                    "80 % of the posterior",
                    [
                        .. seen.Where(point => marginal.Eighty.Contains(point.Value))
                            .Select(point => new ChartInterval(point.Value, 0, point.Posterior)),
                    ]) { Colour = 0 },
                new LineSeries("before the prices", [.. seen.Select(point => new ChartPoint(point.Value, point.Prior))]) { Dashed = true, Colour = 1 },
                new LineSeries("after the prices", [.. seen.Select(point => new ChartPoint(point.Value, point.Posterior))]) { Colour = 0 },
            ],
            Lines = found.Truth is { } truth && DeduceReport.TruthOf(truth, quantity) is { } value
                ? [ReferenceLine.AtX(value, $"public: {DeducedNames.Text(quantity, value)}")]
                : [],
        };
    }

    private static ChartSpec Pair(
        SheetDeduction found, string title, DeducedQuantity across, DeducedQuantity up, IEnumerable<ChartPoint> points)
    {
        List<Series> series = [new PointSeries("draws of the posterior", [.. points]) { Faint = true }];
        if (found.Truth is { } truth
            && DeduceReport.TruthOf(truth, across) is { } x && DeduceReport.TruthOf(truth, up) is { } y)
        {
            series.Add(new PointSeries("public", [new(x, y, "public")]));
        }

        return new()
        {
            Title = title,
            Subtitle = found.Entry.Sheet.Name,
            X = Axis(across),
            Y = Axis(up),
            Legend = LegendPlace.Above,
            Series = [.. series],
        };
    }

    private static Axis Axis(DeducedQuantity quantity)
    {
        (_, string heading, string unit) = DeducedNames.Of(quantity);
        return Chalkline.Charts.Axis.Log(heading, unit is "params" or "B/tok" ? "" : unit);
    }
}
