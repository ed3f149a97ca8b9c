namespace Chalkline.Serving.Split;

/// <summary>Search for whole batches.</summary>
internal static class WholeBatch
{
    /// <summary>No worker runs more sequences at once.</summary>
    private const int Most = 1 << 16;

    /// <summary>
    /// The largest whole number up to a limit that fits, 0 when none does: a larger batch never takes less time, so
    /// halving finds it.
    /// </summary>
    public static int Largest(double limit, Func<int, bool> fits)
    {
        int high = (int)Math.Min(Most, Math.Floor(limit));
        if (high < 1 || !fits(1))
        {
            return 0;
        }

        int low = 1;
        while (low < high)
        {
            int middle = low + ((high - low + 1) / 2);
            (low, high) = fits(middle) ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
