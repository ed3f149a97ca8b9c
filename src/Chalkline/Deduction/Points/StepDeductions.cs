using System.Globalization;
using Chalkline.Derivations;
using Chalkline.Economics;
using Chalkline.Quantities;
using S = Chalkline.Deduction.Points.PointSymbols;

namespace Chalkline.Deduction.Points;

/// <summary>What a dearer price for longer prompts says (lecture, 6A).</summary>
public static class StepDeductions
{
    private const string Amortised = "the batch is large enough that reading the weights does not count (flashcard 23)";
    private const string Crossover = "the step lies where reading the cache overtakes arithmetic, and not at a limit "
        + "of capacity, habit or a rival";

    /// <summary>
    /// KV bytes of a token by the lecture's ratio: N_act b / (300 L*) at one byte a weight (eq. 6.3). 1,667 B at 100 B
    /// active parameters and 200,000 tokens.
    /// </summary>
    /// <param name="active">Active parameters.</param>
    /// <param name="step">The context of the step.</param>
    /// <param name="work">Where the work is written.</param>
    public static BytesPerToken KvByRatio<TWork>(Parameters active, Tokens step, ref TWork work)
        where TWork : struct, IWork
    {
        active = work.Given(S.Active, active);
        Tokens stepContext = work.Given(S.StepContext, step, name: "stepContext");
        BytesPerParameter oneByte = work.Given(S.OneByte, new BytesPerParameter(1), name: "oneByte");
        double ratio = work.Given(S.Ratio, PointAssumptions.LectureRatio, name: "ratio");
        return work.Step(S.KvByRatio, active * oneByte / (ratio * stepContext));
    }

    /// <summary>KV bytes of a token at a device's own figures: 2 N_act W / (F L*).</summary>
    /// <param name="active">Active parameters.</param>
    /// <param name="step">The context of the step.</param>
    /// <param name="devicePeak">Dense peak at the format in use.</param>
    /// <param name="deviceBandwidth">Memory bandwidth.</param>
    /// <param name="work">Where the work is written.</param>
    /// <param name="source">Where the device's figures come from.</param>
    public static BytesPerToken KvByDevice<TWork>(
        Parameters active, Tokens step, FlopPerSecond devicePeak, BytesPerSecond deviceBandwidth, ref TWork work,
        Source? source = null)
        where TWork : struct, IWork
    {
        active = work.Given(S.Active, active);
        Tokens stepContext = work.Given(S.StepContext, step, name: "stepContext");
        FlopPerSecond peak = work.Given(S.Peak, devicePeak, source, "peak");
        BytesPerSecond bandwidth = work.Given(S.Bandwidth, deviceBandwidth, source, "bandwidth");
        FlopPerParameterToken flopPerWeight =
            work.Given(S.FlopPerWeight, new FlopPerParameterToken(2), name: "flopPerWeight");
        Tokens oneToken = work.Given(S.OneToken, new Tokens(1), name: "oneToken");
        Seconds computeTime = work.Step(S.ComputeTime, oneToken * (flopPerWeight * active) / peak);
        Bytes readable = work.Step(S.Readable, bandwidth * computeTime);
        return work.Step(S.KvByDevice, readable / stepContext);
    }

    internal static IEnumerable<PointDeduction> Of<TWork>(PriceSheet sheet, PointAssumptions given, TWork work)
        where TWork : struct, IWork
    {
        if (sheet.ContextTiers.IsDefaultOrEmpty)
        {
            yield break;
        }

        ContextTier tier = sheet.ContextTiers[0];
        work.Open("KV bytes from the context step, by the lecture's ratio");
        BytesPerToken byRatio = KvByRatio(given.Active, tier.Above, ref work);
        work.Close();
        yield return new(
            "kv-from-step", "KV bytes of a token", Measure.Of(byRatio),
            $"Below {tier.Above} the price is flat, so arithmetic should cover reading the cache up to there.",
            "lecture, eq. 6.3",
            [$"active parameters: {given.SizesFrom}", "F/W is 300 at one byte a weight", Amortised, Crossover]);

        work.Open($"KV bytes from the context step on {given.Hardware}");
        BytesPerToken byDevice =
            KvByDevice(given.Active, tier.Above, given.Peak, given.Bandwidth, ref work, given.HardwareSource);
        work.Close();
        yield return new(
            "kv-from-step-device", $"KV bytes of a token, on {given.Hardware}", Measure.Of(byDevice),
            string.Create(
                CultureInfo.InvariantCulture,
                $"The same with the figures of {given.Hardware} at {given.Width.Value} B a weight."),
            "lecture, eq. 6.3 with section 0.2",
            [$"active parameters: {given.SizesFrom}", $"served on {given.Hardware} ({given.HardwareFrom})", Amortised, Crossover]);

        work.Open("Height of the context step");
        UsdPerToken outputPrice = work.Given(S.OutputPrice, sheet.Output, sheet.Source, "outputPrice");
        UsdPerToken longOutputPrice =
            work.Given(S.LongOutputPrice, tier.Prices.Output, sheet.Source, "longOutputPrice");
        Tokens stepContext = work.Given(S.StepContext, tier.Above, sheet.Source, "stepContext");
        double height = work.Step(S.Height, longOutputPrice / outputPrice);
        Tokens covered = work.Step(S.Covered, height * stepContext);
        work.Close();
        yield return new(
            "step-covers", "Context that the step covers", Measure.Of(covered),
            string.Create(
                CultureInfo.InvariantCulture,
                $"A step of x{height:0.##} on output pays for a cost that grows with context up to {covered}; MFU "
                    + $"is 1/{height:0.##} there."),
            "lecture, eq. 1.10",
            ["cost beyond the step grows in proportion to context", "price follows cost; why the step is as high as it is, nobody derives (6A)"]);
    }
}
