using System.Collections.Immutable;
using Chalkline.Derivations;
using Chalkline.Economics.Traffic;
using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>A price sheet that pays: every request of the traffic earns at least the margin asked.</summary>
/// <param name="Sheet">The prices, rounded up to steps that people use.</param>
/// <param name="Step">The step of context that they are built on, before margin and rounding.</param>
/// <param name="Asked">Margin asked, profit over cost.</param>
/// <param name="Requests">Every kind of request of the traffic with its cost, its price and its margin.</param>
/// <param name="Margin">Margin of the whole traffic.</param>
public sealed record PriceProposal(
    PriceSheet Sheet, ContextStep Step, double Asked, ImmutableArray<RequestMargin> Requests, double Margin)
{
    /// <summary>A step that saves customers less than this share is not worth a line.</summary>
    private const double Worth = 0.01;

    /// <summary>Proposes prices.</summary>
    /// <param name="costs">The cost sheet; its lengths must be those of the traffic.</param>
    /// <param name="traffic">What customers send; its hit rate must be that of the cost sheet.</param>
    /// <param name="margin">Profit over cost, above -1; negative for a loss.</param>
    /// <exception cref="ChalkException">The margin or the traffic is impossible, or a length does not fit.</exception>
    public static PriceProposal Of(CostSheet costs, RequestMix traffic, double margin)
    {
        traffic.Checked();
        if (!(margin > -1 && double.IsFinite(margin)))
        {
            throw new ChalkException(
                $"A margin of {margin:0.###} of the cost cannot be; it is more than -1, where tokens are given away.");
        }

        if (costs.TooLong is { } tooLong)
        {
            throw new ChalkException(
                $"A prompt of {tooLong} and its answer do not fit {costs.Point.Decode} on {costs.Plan.System.Id}; "
                    + "sell shorter ones, or lay it out wider.");
        }

        ContextStep step = ContextStep.Best(costs.Lengths, traffic.Lengths, traffic.Output);
        ContextStep flat = Flat(costs, step, traffic);
        bool stepped = step.Above < costs.Lengths[^1].Length && step.Revenue < (1 - Worth) * flat.Revenue;
        PriceSheet sheet = Priced(costs, stepped ? step : flat, stepped, margin);
        ImmutableArray<RequestMargin> requests = [.. Kinds(costs, sheet, traffic)];
        Usd paid = Quantity.Sum(requests.Select(request => request.Share * request.Price));
        Usd spent = Quantity.Sum(requests.Select(request => request.Share * request.Cost));
        return new(sheet, stepped ? step : flat, margin, requests, (paid / spent) - 1);
    }

    /// <summary>Shows how the prices follow from costs; rounding up to a step is not an equation.</summary>
    public void Show<TWork>(ref TWork work)
        where TWork : struct, IWork
    {
        bool stepped = !Sheet.ContextTiers.IsEmpty;
        Price("input", Step.Short.Input, ref work);
        Price("output", Step.Short.Output, ref work);
        if (stepped)
        {
            Price($"input of prompts above {Step.Above}", Step.Long.Input, ref work);
            Price($"output of prompts above {Step.Above}", Step.Long.Output, ref work);
        }
    }

    private void Price<TWork>(string name, UsdPerToken dearest, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open($"price of {name}");
        UsdPerToken cost = work.Given(CostSymbols.Cost, dearest, name: "cost");
        double margin = work.Given(CostSymbols.Margin, Asked, name: "margin");
        work.Step(CostSymbols.Asked, (1 + margin) * cost);
        work.Close();
    }

    private static ContextStep Flat(CostSheet costs, ContextStep step, RequestMix traffic)
    {
        PricePair all = new(
            Quantity.Max(step.Short.Input, step.Long.Input), Quantity.Max(step.Short.Output, step.Long.Output));
        return new(
            costs.Lengths[^1].Length, all, all, (all.Input * traffic.Lengths.Mean) + (all.Output * traffic.Output));
    }

    private static PriceSheet Priced(CostSheet costs, ContextStep step, bool stepped, double margin)
    {
        UsdPerToken Ask(UsdPerToken cost) => PriceSteps.Up((1 + margin) * cost);
        UsdPerToken input = Ask(step.Short.Input);
        double offPeakInput = costs.Cost(CostKind.BatchInput) / costs.Cost(CostKind.Input);
        double offPeakOutput = costs.Cost(CostKind.BatchOutput) / costs.Cost(CostKind.Output);
        double fast = costs[CostKind.FastOutput]!.Cost / costs.Cost(CostKind.Output);
        bool keeps = costs.Request.Kept.Length > 0;
        UsdPerToken hit = Quantity.Min(input, Ask(costs.DearestReturn()));
        return new()
        {
            Provider = "chalkline",
            Model = costs.Plan.Model.Name,
            Input = input,
            Output = Ask(step.Short.Output),
            CachedInput = keeps ? hit : null,
            CacheWrites = [.. costs.Request.Kept.Select(kept => new CacheWritePrice(
                kept, Ask(step.Short.Input + costs.TierFor(kept).Keep(kept))))],
            ContextTiers = stepped
                ? [new(step.Above, new(Ask(step.Long.Input), Ask(step.Long.Output), keeps ? hit : null))]
                : [],
            Batch = new(Ask(offPeakInput * step.Short.Input), Ask(offPeakOutput * step.Short.Output)),
            Fast = new(Ask(fast * step.Short.Input), Ask(fast * step.Short.Output)),
            LongestInput = costs.Lengths[^1].Length,
            LongestOutput = costs.Plan.Workload.Output,
            Source = new($"proposed by chalk price on {costs.Plan.System.Id}", "", Verification.No),
        };
    }

    private static IEnumerable<RequestMargin> Kinds(CostSheet costs, PriceSheet sheet, RequestMix traffic)
    {
        Tokens output = traffic.Output;
        double offPeakInput = costs.Cost(CostKind.BatchInput) / costs.Cost(CostKind.Input);
        double offPeakOutput = costs.Cost(CostKind.BatchOutput) / costs.Cost(CostKind.Output);
        UsdPerToken back = costs.DearestReturn();
        foreach (
            (LengthCost cost, double share) in costs.Lengths.Zip(
                traffic.Lengths.Parts, (cost, part) => (cost, part.Share)))
        {
            PricePair prices = sheet.ContextTiers.LastOrDefault(tier => cost.Length > tier.Above)?.Prices
                ?? new(sheet.Input, sheet.Output, sheet.CachedInput);
            Tokens kept = PhaseCosts.CachedOf(cost.Length, prices.CachedInput is null ? 0 : traffic.HitRate);
            Tokens computed = cost.Length - kept;
            UsdPerToken each = kept > Tokens.Zero ? cost.Rest : cost.Input;
            yield return new(
                cost.Length,
                OffPeak: false,
                share * (1 - traffic.BatchShare),
                (each * computed) + (back * kept) + (cost.Output * output),
                (prices.Input * computed) + ((prices.CachedInput ?? default) * kept) + (prices.Output * output));
            if (traffic.BatchShare > 0 && sheet.Batch is { } batch)
            {
                // Off-peak prompts are read once: no cache, and longer ones pay the same step.
                yield return new(
                    cost.Length,
                    OffPeak: true,
                    share * traffic.BatchShare,
                    (offPeakInput * cost.Input * cost.Length) + (offPeakOutput * cost.Output * output),
                    (prices.Input / sheet.Input * batch.Input * cost.Length)
                        + (prices.Output / sheet.Output * batch.Output * output));
            }
        }
    }
}
