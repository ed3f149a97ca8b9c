using Chalkline.Quantities;

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

    /// <summary>
    /// The largest batch within memory and TPOT for each number of micro-batches, and of those the one that makes most
    /// tokens; null when none fits.
    /// </summary>
    /// <param name="microBatches">Numbers of micro-batches to try.</param>
    /// <param name="room">Sequences that memory holds, all micro-batches.</param>
    /// <param name="limit">Longest TPOT; null for none.</param>
    /// <param name="time">Times a micro-batch of so many sequences, and so many of them.</param>
    /// <param name="perToken">TPOT of a point.</param>
    /// <param name="throughput">Tokens a second of a point.</param>
    public static TPoint? Best<TPoint>(
        ReadOnlySpan<int> microBatches,
        double room,
        Seconds? limit,
        Func<int, int, TPoint> time,
        Func<TPoint, Seconds> perToken,
        Func<TPoint, TokensPerSecond> throughput)
        where TPoint : class
    {
        TPoint? best = null;
        foreach (int parts in microBatches)
        {
            int most = Largest(room / parts, size => !(perToken(time(size, parts)) > limit));
            if (most > 0
                && time(most, parts) is var point
                && (best is null || throughput(point) > throughput(best)))
            {
                best = point;
            }
        }

        return best;
    }
}
