namespace Chalkline.Engines;

/// <summary>SplitMix64 (Steele, Lea, Flood 2014): a small seeded stream that is the same on every machine.</summary>
/// <param name="seed">Names the stream.</param>
internal struct SplitMix(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next number, uniform in [0, 1).</summary>
    public double Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) * (1.0 / (1UL << 53));
    }
}
