using Chalkline.Quantities;

namespace Chalkline.Serving;

/// <summary>
/// What paying more for a token buys in speed when price follows cost on the same hardware: a smaller batch, down to one
/// sequence, and no further (lecture, opening questions 1 and 2).
/// </summary>
/// <param name="PriceRatio">Times the normal price that is paid.</param>
/// <param name="Batch">Batch that costs exactly that much a token.</param>
/// <param name="SpeedRatio">Times the normal speed that it gives.</param>
/// <param name="LimitReached">True when a batch of one costs less than what is paid: more money buys nothing.</param>
public sealed record FastMode(double PriceRatio, double Batch, double SpeedRatio, bool LimitReached)
{
    /// <summary>The fast mode of a roofline at a normal batch and context.</summary>
    /// <exception cref="ChalkException">The price ratio is below one.</exception>
    public static FastMode At(Roofline roofline, double normalBatch, Tokens context, double priceRatio)
        => At(batch => roofline.Time(batch, context).Pass, normalBatch, priceRatio);

    /// <summary>The fast mode of any model of time.</summary>
    /// <param name="pass">Time of a pass with so many sequences, 1 or more; its cost a sequence never rises with them.</param>
    /// <param name="normalBatch">The normal batch, at least 1.</param>
    /// <param name="priceRatio">Times the normal price that is paid.</param>
    /// <exception cref="ChalkException">The price ratio is below one.</exception>
    public static FastMode At(Func<double, Seconds> pass, double normalBatch, double priceRatio)
    {
        if (!(priceRatio >= 1 && double.IsFinite(priceRatio)))
        {
            throw new ChalkException($"A fast mode at {priceRatio} times the price is no fast mode; the ratio must be at least 1.");
        }

        Seconds normal = pass(normalBatch);
        double Cost(double batch) => pass(batch) / normal * normalBatch / batch;
        if (Cost(1) <= priceRatio)
        {
            return new(priceRatio, 1, normal / pass(1), Cost(1) < priceRatio);
        }

        // Cost falls strictly with batch until it meets its floor: bisect on a logarithmic scale.
        (double low, double high) = (0, Math.Log(normalBatch));
        for (int step = 0; step < 200 && high - low > 1e-12; step++)
        {
            double middle = (low + high) / 2;
            (low, high) = Cost(Math.Exp(middle)) > priceRatio ? (middle, high) : (low, middle);
        }

        double batch = Math.Exp(high);
        return new(priceRatio, batch, normal / pass(batch), false);
    }

    /// <summary>The highest speed ratio a smaller batch can give at any price.</summary>
    public static double Limit(Roofline roofline, double normalBatch, Tokens context)
        => roofline.Time(normalBatch, context).Pass / roofline.Time(1, context).Pass;

    /// <summary>
    /// What an offered fast mode says about the normal batch, when t = T_w + k B and price follows cost: the batch ratio,
    /// k B over T_w at the normal batch, and the greatest speed-up at any price (theory notes, chapter 1).
    /// </summary>
    /// <param name="priceRatio">Price of the fast mode over the normal one, for example 6.</param>
    /// <param name="speedRatio">Speed of the fast mode over the normal one, for example 2.5.</param>
    /// <exception cref="ChalkException">No batch explains the offer.</exception>
    public static (double BatchRatio, double VariableShare, double Limit) Implied(double priceRatio, double speedRatio)
    {
        // (t'/B') / (t/B) = price ratio and t / t' = speed ratio, hence B / B' = price ratio * speed ratio.
        double batchRatio = priceRatio * speedRatio;

        // t / t' = (1 + v) / (1 + v / batchRatio) with v = k B / T_w.
        double variable = (speedRatio - 1) / (1 - (speedRatio / batchRatio));
        return speedRatio > 1 && priceRatio > 1 && double.IsFinite(variable)
            ? (batchRatio, variable, 1 + variable)
            : throw new ChalkException(
                $"A fast mode with {priceRatio} times the price and {speedRatio} times the speed has no batch behind it; both ratios must be above 1.");
    }
}
