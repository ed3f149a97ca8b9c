using System.Globalization;
using Chalkline.Economics;
using Chalkline.Quantities;

namespace Chalkline.Deduction.Points;

/// <summary>Finds deductions that cannot hold together (theory notes, section 9).</summary>
internal static class Contradictions
{
    /// <summary>Two figures of one thing that lie further apart than this are called a contradiction.</summary>
    private const double FarApart = 3;

    public static IEnumerable<Contradiction> Of(PriceSheet sheet, PointAssumptions given, PointStudy study)
    {
        PointDeduction? step = study.Find("kv-from-step-device");
        double ratio = sheet.OutputOverInput;
        if (step is not null && ratio > 1)
        {
            yield return new(
                "context step against output over input",
                Text($"The step takes decode to be bound by arithmetic up to {sheet.ContextTiers[0].Above}; ")
                + Text($"output at {ratio:0.##} times input takes it to be bound by memory {ratio:0.##}-fold. ")
                + "Both cannot hold at one operating point for tokens written: the step may be read from prefill, or batches differ.",
                "theory notes, section 9, item 4");
        }

        if (!sheet.ContextTiers.IsDefaultOrEmpty)
        {
            PricePair longer = sheet.ContextTiers[0].Prices;
            (double input, double output) = (longer.Input / sheet.Input, longer.Output / sheet.Output);
            if (Math.Abs(Math.Log(input / output)) > 0.05)
            {
                yield return new(
                    "step of input against step of output",
                    Text($"Above {sheet.ContextTiers[0].Above} input costs x{input:0.##} and output x{output:0.##}; ")
                    + "one crossover would raise both alike.",
                    "theory notes, section 9, item 3");
            }
        }

        if (step is not null && given.KeyValue is { } known && Apart(step.Value.Value, known.Value) > FarApart)
        {
            yield return new(
                "KV bytes of the step against those of the posterior",
                Text($"The step gives {step.Value.Text}, the posterior {known}: ")
                + Text($"x{Apart(step.Value.Value, known.Value):0.#} apart. ")
                + "Open models hold far more a token than the step allows; it needs an extreme cache diet, or is "
                + "not this crossover.",
                "theory notes, section 9, item 5");
        }

        if (study.Find("hit-over-remat") is { Value.Value: > 1 } hit)
        {
            yield return new(
                "hit price against computing again",
                Text($"A hit is priced at {hit.Value.Value:0.##} times what computing its KV again would cost: ")
                + "it is no cost price, or the model is larger, or prefill slower, than assumed.");
        }

        foreach (Contradiction found in Holding(sheet, given, study))
        {
            yield return found;
        }

        if (ratio > 1 && study.Find("batch-from-ratio") is { } batch)
        {
            yield return new(
                "batch from the ratio against the lecture's practice",
                Text($"A ratio of {ratio:0.##} puts the batch at {batch.Value.Value:N0}, below its balance; ")
                + "chapter 1 says that operators run two to three times above it. A ratio may be markup instead.",
                "theory notes, chapter 1 and 6B");
        }
    }

    private static IEnumerable<Contradiction> Holding(PriceSheet sheet, PointAssumptions given, PointStudy study)
    {
        BytesPerToken? kv = given.KeyValue;
        foreach (CacheWritePrice write in sheet.CacheWrites.Where(write => write.Kept.Value > 0))
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"hold-{write.Kept.Value:0}s");
            if (study.Find(id) is not { } hold || kv is not { } each)
            {
                continue;
            }

            double rent = given.Rent.Value * (each.Value * 1e6 / given.Capacity.Value);
            if (hold.Value.Value > FarApart * rent)
            {
                yield return new(
                    "write premium against rent of memory",
                    Text(
                        $"{hold.Title}, is priced at {hold.Value.Text}; at {each} {given.Hardware}'s own memory would ")
                    + Text($"cost {rent:0.###} $/h, the dearest tier there is. ")
                    + "The premium is no cost price, or KV is larger.",
                    "theory notes, section 9, item 17");
            }
        }
    }

    private static double Apart(double left, double right) => Math.Exp(Math.Abs(Math.Log(left / right)));

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
