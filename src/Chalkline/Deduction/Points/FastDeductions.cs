using System.Globalization;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Quantities;
using S = Chalkline.Deduction.Points.PointSymbols;

namespace Chalkline.Deduction.Points;

/// <summary>
/// What a fast mode says of the batch, when price follows cost on the same hardware (lecture, chapter 1).
/// </summary>
public static class FastDeductions
{
    /// <summary>Normal over fast batch, and the greatest speed-up at any price: 15 and 2.8 at x6 for x2.5.</summary>
    /// <param name="price">Fast over normal price; above 1.</param>
    /// <param name="speed">Fast over normal speed; above 1.</param>
    /// <param name="work">Where the work is written.</param>
    public static (double BatchRatio, double Limit) Implied<TWork>(double price, double speed, ref TWork work)
        where TWork : struct, IWork
    {
        double priceRatio = work.Given(S.PriceRatio, price, name: "priceRatio");
        double speedRatio = work.Given(S.SpeedRatio, speed, name: "speedRatio");
        double batchRatio = work.Step(S.BatchRatio, priceRatio * speedRatio);
        double variable = work.Step(S.Variable, (speedRatio - 1) / (1 - speedRatio / batchRatio));
        double speedLimit = work.Step(S.SpeedLimit, 1 + variable);
        return (batchRatio, speedLimit);
    }

    internal static IEnumerable<PointDeduction> Of<TWork>(PriceSheet sheet, PointAssumptions given, TWork work)
        where TWork : struct, IWork
    {
        if (sheet.Fast is not { } fast || given.FastSpeed is not > 1 || fast.Output <= sheet.Output)
        {
            yield break;
        }

        work.Open("Batch of the fast mode");
        UsdPerToken outputPrice = work.Given(S.OutputPrice, sheet.Output, sheet.Source, "outputPrice");
        UsdPerToken fastPrice = work.Given(S.FastPrice, fast.Output, sheet.Source, "fastPrice");
        double priceRatio = work.Step(S.PriceRatio, fastPrice / outputPrice);
        (double batchRatio, double limit) = Implied(priceRatio, given.FastSpeed.Value, ref work);
        work.Close();
        string[] assumptions =
        [
            "price follows cost on the same hardware", "a pass takes a fixed time and one that grows with the batch",
            "no drafting ahead",
        ];
        yield return new(
            "fast-batch", "Normal over fast batch", Rounded.Of(batchRatio),
            string.Create(
                CultureInfo.InvariantCulture,
                $"x{priceRatio:0.##} the price for x{given.FastSpeed:0.##} the speed: a batch {batchRatio:0.##} "
                    + $"times smaller."),
            "theory notes, chapter 1 (inferred)", [.. assumptions]);
        yield return new(
            "fast-limit", "Greatest speed-up at any price", Rounded.Of(limit),
            string.Create(
                CultureInfo.InvariantCulture, $"A smaller batch alone gives x{limit:0.##} at most, whatever is paid."),
            "theory notes, chapter 1 (inferred)", [.. assumptions]);
    }
}
