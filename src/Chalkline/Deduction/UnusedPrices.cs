using Chalkline.Economics;

namespace Chalkline.Deduction;

/// <summary>Prices that a posterior does not use, because no model makes them say anything of a size.</summary>
internal static class UnusedPrices
{
    /// <summary>A sentence for each kind of such a price that the sheet names.</summary>
    public static IEnumerable<string> Of(PriceSheet sheet)
    {
        if (sheet.Batch is not null || sheet.Flex is not null)
        {
            yield return "Batch and flex prices are not used: they sell idle machines, and how idle those are is not "
                + "known.";
        }

        if (sheet.Fast is not null)
        {
            yield return "The fast mode's price is not used: it hangs on the batch of either mode, not on the model's "
                + "size; with a speed (--fast-speed) the lecture's deduction gives the ratio of batches.";
        }

        if (!sheet.CacheWrites.IsDefaultOrEmpty)
        {
            yield return "Prices of cache writes are not used: they lie far above the rent of the memory; the times they "
                + "are kept for say where caches may lie.";
        }

        if (!sheet.Uplifts.IsDefaultOrEmpty)
        {
            yield return "Factors on all prices, such as those of a region, are not used.";
        }
    }
}
