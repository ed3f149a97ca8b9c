using System.Globalization;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Quantities;
using Chalkline.Serving;
using S = Chalkline.Deduction.Points.PointSymbols;

namespace Chalkline.Deduction.Points;

/// <summary>What output over input price says (lecture, 6B).</summary>
public static class RatioDeductions
{
    /// <summary>Decode MFU over prefill MFU: input over output price (eq. 6.8). 1/5 at five times the price.</summary>
    /// <param name="input">Price of a token read.</param>
    /// <param name="output">Price of a token written.</param>
    /// <param name="work">Where the work is written.</param>
    /// <param name="source">Where the prices come from.</param>
    public static double DecodeShare<TWork>(
        UsdPerToken input, UsdPerToken output, ref TWork work, Source? source = null)
        where TWork : struct, IWork
    {
        UsdPerToken inputPrice = work.Given(S.InputPrice, input, source, "inputPrice");
        UsdPerToken outputPrice = work.Given(S.OutputPrice, output, source, "outputPrice");
        return work.Step(S.DecodeShare, inputPrice / outputPrice);
    }

    /// <summary>
    /// The batch behind a ratio when weights alone are read: B* over the ratio (theory notes, 6D, inferred).
    /// </summary>
    /// <param name="balance">The balance batch B*.</param>
    /// <param name="ratio">Output over input price.</param>
    /// <param name="work">Where the work is written.</param>
    public static double Batch<TWork>(double balance, double ratio, ref TWork work)
        where TWork : struct, IWork
    {
        double balanceBatch = work.Given(S.BalanceBatch, balance, name: "balanceBatch");
        double outputOverInput = work.Given(S.OutputOverInput, ratio, name: "outputOverInput");
        return work.Step(S.ImpliedBatch, balanceBatch / outputOverInput);
    }

    internal static IEnumerable<PointDeduction> Of<TWork>(PriceSheet sheet, PointAssumptions given, TWork work)
        where TWork : struct, IWork
    {
        work.Open("Decode MFU from output over input price");
        double share = DecodeShare(sheet.Input, sheet.Output, ref work, sheet.Source);
        work.Close();
        double ratio = 1 / share;
        yield return new(
            "decode-mfu", "Decode MFU over prefill MFU", Rounded.Of(share),
            ratio > 1
                ? string.Create(CultureInfo.InvariantCulture, $"A token written costs {ratio:0.##} tokens read: decode is bound by memory {ratio:0.##}-fold.")
                : "Both sides cost the same: a single price, set by people, that says nothing of either.",
            "lecture, eq. 6.8",
            ["input and output have the same markup", "prefill is bound by arithmetic", "reading the cache of the prompt is free"]);

        if (ratio <= 1)
        {
            yield break;
        }

        Roofline roofline = new()
        {
            Active = given.Active,
            Total = given.Total,
            WeightWidth = given.Width,
            KeyValue = new(0),
            Peak = given.Peak,
            Bandwidth = given.Bandwidth,
        };
        work.Open($"Balance batch on {given.Hardware}");
        double balance = roofline.BalanceBatch(ref work);
        work.Close();
        work.Open("Batch from output over input price");
        double batch = Batch(balance, ratio, ref work);
        work.Close();
        yield return new(
            "batch-from-ratio", "Decode batch", Rounded.Of(batch),
            string.Create(CultureInfo.InvariantCulture, $"B*/{ratio:0.##} with B* = {balance:N0} on {given.Hardware}."),
            "theory notes, 6D (inferred)",
            [$"sizes: {given.SizesFrom}", $"served on {given.Hardware} ({given.HardwareFrom})", "only weights are read: the cache is left out", "input and output have the same markup"]);
    }
}
