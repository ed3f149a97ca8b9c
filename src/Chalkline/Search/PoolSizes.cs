namespace Chalkline.Search;

/// <summary>Whole workers of a decode and a prefill pool.</summary>
/// <param name="Decode">Decode workers.</param>
/// <param name="Prefill">Prefill workers.</param>
/// <param name="Rate">Requests a second that both carry.</param>
internal readonly record struct PoolSizes(int Decode, int Prefill, double Rate)
{
    /// <summary>
    /// The numbers that carry most on so many devices together: few enough decode workers that prefill keeps up, or one
    /// more. <c>default</c> when one of each does not fit.
    /// </summary>
    public static PoolSizes Shared(int devices, int decodeSize, int prefillSize, double decodeRate, double prefillRate)
    {
        int most = (devices - prefillSize) / decodeSize;
        if (devices < prefillSize + decodeSize)
        {
            return default;
        }

        // Decode's rate rises with its workers and prefill's falls: the best is where they cross, on either side.
        double crossing = devices / (decodeSize + (prefillSize * decodeRate / prefillRate));
        int below = Math.Clamp((int)Math.Min(crossing, most), 1, most);
        while (below < most && DecodeBinds(below + 1))
        {
            below++;
        }

        while (below > 1 && !DecodeBinds(below))
        {
            below--;
        }

        PoolSizes first = With(below);
        PoolSizes second = below < most ? With(below + 1) : default;
        return second.Rate > first.Rate ? second : first;

        int Room(int decode) => (devices - (decode * decodeSize)) / prefillSize;

        bool DecodeBinds(int decode) => decode * decodeRate <= Room(decode) * prefillRate;

        PoolSizes With(int decode)
        {
            int prefill = Math.Min(Room(decode), (int)Math.Min(int.MaxValue, Math.Ceiling(decode * decodeRate / prefillRate)));
            return new(decode, prefill, Math.Min(decode * decodeRate, prefill * prefillRate));
        }
    }

    /// <summary>The numbers that carry most when each pool has devices of its own.</summary>
    public static PoolSizes Apart(int decodes, int prefills, double decodeRate, double prefillRate)
    {
        if (decodes < 1 || prefills < 1)
        {
            return default;
        }

        double rate = Math.Min(decodes * decodeRate, prefills * prefillRate);
        return new(Least(rate, decodeRate, decodes), Least(rate, prefillRate, prefills), rate);
    }

    /// <summary>The fewest workers of each that carry a load; <c>default</c> when it takes more than there can be.</summary>
    public static PoolSizes For(double load, int decodes, int prefills, double decodeRate, double prefillRate)
    {
        int decode = Least(load, decodeRate, int.MaxValue);
        int prefill = Least(load, prefillRate, int.MaxValue);
        return decode > decodes || prefill > prefills
            ? default
            : new(decode, prefill, Math.Min(decode * decodeRate, prefill * prefillRate));
    }

    /// <summary>The fewest workers that carry a rate, at least 1.</summary>
    public static int Least(double rate, double each, int most)
        => (int)Math.Clamp(Math.Ceiling(rate / each * (1 - 1e-12)), 1, most);
}
