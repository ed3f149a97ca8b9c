using System.Numerics;

namespace Chalkline.Ciphers;

/// <summary>
/// A round function of additions, rotations and exclusive ors with round keys drawn from a seed: for experiments, not for secrets.
/// </summary>
public sealed class FeistelRound : IRound<uint>
{
    private readonly uint[] _keys;

    /// <summary>Draws the round keys.</summary>
    /// <param name="rounds">Rounds.</param>
    /// <param name="seed">The seed.</param>
    public FeistelRound(int rounds, int seed)
    {
        SplitMix random = new((ulong)seed);
        _keys = new uint[rounds];
        for (int round = 0; round < rounds; round++)
        {
            _keys[round] = (uint)random.Next();
        }
    }

    /// <inheritdoc />
    public void Apply(int round, ReadOnlySpan<uint> half, Span<uint> result)
    {
        uint carried = _keys[round];
        for (int place = 0; place < half.Length; place++)
        {
            uint word = half[place] + carried;
            word ^= BitOperations.RotateLeft(word, 7) & BitOperations.RotateLeft(word, 18);
            word += BitOperations.RotateLeft(word, 13);
            carried = BitOperations.RotateLeft(word, 3) ^ _keys[round];
            result[place] = word;
        }

        // What the last word carries goes back to the first: every word of the result sees every word of the half.
        for (int place = half.Length - 1; place >= 0; place--)
        {
            result[place] += BitOperations.RotateLeft(carried, 11);
            carried ^= result[place];
        }
    }
}

/// <summary>SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every machine.</summary>
public struct SplitMix(ulong seed)
{
    private ulong _state = seed;
    private double _spare = double.NaN;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }

    /// <summary>Uniform, above 0 and below 1.</summary>
    public double Uniform() => ((Next() >> 11) + 0.5) / (1UL << 53);

    /// <summary>Standard normal.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            double kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        double radius = Math.Sqrt(-2 * Math.Log(Uniform()));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * Uniform());
        _spare = radius * sine;
        return radius * cosine;
    }
}
