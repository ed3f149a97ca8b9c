using System.Collections.Immutable;
using Chalkline.Economics.Traffic;
using Chalkline.Quantities;

namespace Chalkline.Economics.CostSheets;

/// <summary>
/// Two pairs of prices that cover the cost of every request: one up to a length, one beyond (lecture, eq. 6.2).
/// </summary>
/// <param name="Above">Prompts longer than this pay the second pair.</param>
/// <param name="Short">What prompts up to it must pay: the dearest of them.</param>
/// <param name="Long">What longer ones must pay.</param>
/// <param name="Revenue">What a request of the mix pays in the mean.</param>
public sealed record ContextStep(Tokens Above, PricePair Short, PricePair Long, Usd Revenue)
{
    /// <summary>Long over short price of input.</summary>
    public double InputHeight => Long.Input / Short.Input;

    /// <summary>Long over short price of output.</summary>
    public double OutputHeight => Long.Output / Short.Output;

    /// <summary>
    /// The step at which the requests of a mix, their prompts computed in full, pay least while each covers its cost
    /// with and
    /// without a cached share: nobody can undercut it with two pairs of prices. Its length is the last of the lengths
    /// itself where one pair is as good.
    /// </summary>
    /// <remarks>
    /// Every length is tried as the step in one pass: dearest costs run up from the short end and down from the long
    /// end,
    /// and tokens sold up to a length are summed on the way.
    /// </remarks>
    /// <param name="costs">Costs of the lengths of the mix, rising in length; at least one.</param>
    /// <param name="mix">The mix: the same lengths.</param>
    /// <param name="output">Tokens of an answer.</param>
    public static ContextStep Best(ImmutableArray<LengthCost> costs, LengthMix mix, Tokens output)
    {
        Check(costs, mix);
        int count = costs.Length;
        PricePair[] beyond = new PricePair[count + 1];
        beyond[count] = new(default, default);
        for (int place = count - 1; place >= 0; place--)
        {
            beyond[place] = Dearer(beyond[place + 1], costs[place]);
        }

        Tokens all = mix.Mean;
        Tokens sold = default;
        double share = 0;
        PricePair upTo = new(default, default);
        ContextStep? best = null;
        for (int place = 0; place < count; place++)
        {
            upTo = Dearer(upTo, costs[place]);
            sold += mix.Parts[place].Share * mix.Parts[place].Length;
            share += mix.Parts[place].Share;
            PricePair longer = place == count - 1 ? upTo : beyond[place + 1];
            double later = place == count - 1 ? 0 : 1 - share;
            Usd revenue = (upTo.Input * sold) + (share * (upTo.Output * output))
                + (longer.Input * (place == count - 1 ? default : all - sold)) + (later * (longer.Output * output));
            if (best is null || revenue <= best.Revenue)
            {
                best = new(costs[place].Length, upTo, longer, revenue);
            }
        }

        return best!;
    }

    private static PricePair Dearer(PricePair prices, LengthCost cost)
        => new(
            Quantity.Max(prices.Input, Quantity.Max(cost.Input, cost.Rest)), Quantity.Max(prices.Output, cost.Output));

    private static void Check(ImmutableArray<LengthCost> costs, LengthMix mix)
    {
        if (
            costs.Length != mix.Parts.Length
                || costs.Zip(mix.Parts).Any(pair => pair.First.Length != pair.Second.Length))
        {
            throw new ArgumentException("Costs and mix must have the same lengths.", nameof(costs));
        }
    }
}
