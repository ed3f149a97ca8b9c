using System.Collections.Immutable;
using System.Globalization;
using Chalkline.Charts;
using Chalkline.Economics;
using Chalkline.Economics.CostSheets;
using Chalkline.Quantities;

namespace Chalkline.Cli.Output;

/// <summary>The pictures of <c>chalk price</c>.</summary>
internal static class PriceCharts
{
    /// <summary>What the money of each kind of token goes to.</summary>
    public static ChartSpec Split(CostSheet sheet)
    {
        CostLine[] lines = [
            .. sheet.Lines.Where(line => line.Kind is not (CostKind.CachedInput or CostKind.CacheWrite)),
        ];
        return new()
        {
            Title = "What a million tokens costs, and where the money goes",
            Subtitle = Subject(sheet),
            X = Axis.Linear("Cost", "$/Mtok") with { Minimum = 0 },
            Y = Axis.Of("", lines.Select(line => line.Name)),
            Series =
            [
                .. lines[0].Split.All.Select((part, place) => new BarSeries(
                    part.Name, [.. lines.Select(line => Million(line.Split.All[place].Cost))]))
                    .Where(series => series.Values.Any(value => value > 0)),
            ],
            Legend = LegendPlace.Above,
        };
    }

    /// <summary>Cost of an output token against the batch.</summary>
    public static ChartSpec Batch(CostSheet sheet) => new()
    {
        Title = "Cost of an output token against batch",
        Subtitle = $"{sheet.Point.Decode}, {sheet.Plan.Workload.MeanContext} of context a sequence",
        X = Axis.Log("Batch of a replica", "sequences", 2),
        Y = Axis.Log("Cost", "$/Mtok"),
        Series =
        [
            new LineSeries(
                "sold share",
                [.. sheet.Batches.Select(point => new ChartPoint(point.Batch, Million(point.Output)))]) { Bold = true },
            new LineSeries(
                "never idle",
                [
                    .. sheet.Batches.Select(
                        point => new ChartPoint(point.Batch, sheet.Request.Utilisation * Million(point.Output))),
                ]),
        ],
        Lines = [ReferenceLine.AtX(sheet.Point.BatchPerReplica, "chosen")],
    };

    /// <summary>Cost by length of the prompt, with the steps of the price drawn on.</summary>
    public static ChartSpec Context(PriceAnswer answer)
    {
        CostSheet sheet = answer.Costs;
        PriceSheet prices = answer.Proposal.Sheet;
        return new()
        {
            Title = "Cost against length of the prompt, and the prices that cover it",
            Subtitle = Subject(sheet) + FormattableString.Invariant($", margin {answer.Proposal.Asked:0 %}"),
            X = Axis.Log("Length of the prompt", "tokens", 2),
            Y = Axis.Log("Per million tokens", "$"),
            Series =
            [
                Cost("output, cost", cost => cost.Output),
                Steps("output, price", prices, pair => pair.Output, sheet) with { Colour = 0, Dashed = true },
                Cost("input, cost", cost => cost.Input) with { Colour = 1 },
                Steps("input, price", prices, pair => pair.Input, sheet) with { Colour = 1, Dashed = true },
            ],
            Lines =
            [
                .. prices.ContextTiers.Select(tier => ReferenceLine.AtX(tier.Above.Value, "step")),
                .. new[] { sheet.BalanceContext.Value }
                    .Where(
                        balance => balance > sheet.Lengths[0].Length.Value && balance < sheet.Lengths[^1].Length.Value)
                    .Select(balance => ReferenceLine.AtX(balance, "L* (lecture)")),
            ],
        };

        LineSeries Cost(string name, Func<LengthCost, UsdPerToken> value) => new(
            name, [.. sheet.Lengths.Select(cost => new ChartPoint(cost.Length.Value, Million(value(cost))))])
        { Colour = 0 };
    }

    private static LineSeries Steps(string name, PriceSheet prices, Func<PricePair, UsdPerToken> value, CostSheet sheet)
    {
        double first = sheet.Lengths[0].Length.Value;
        double last = sheet.Lengths[^1].Length.Value;
        List<ChartPoint> points = [new(first, Million(value(new(prices.Input, prices.Output))))];
        foreach (ContextTier tier in prices.ContextTiers)
        {
            points.Add(new(tier.Above.Value, points[^1].Y));
            points.Add(new(tier.Above.Value, Million(value(tier.Prices))));
        }

        points.Add(new(last, points[^1].Y));
        return new(name, [.. points]);
    }

    private static string Subject(CostSheet sheet)
        => string.Create(
            CultureInfo.InvariantCulture,
            $"{sheet.Plan.Model.Name} on {sheet.Plan.System.Id}, {sheet.Bill.Total}, {sheet.Request.Utilisation:0 %} "
                + $"of the time sold");

    private static double Million(UsdPerToken cost) => cost.Value * 1e6;
}
