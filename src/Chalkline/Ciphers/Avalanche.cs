using System.Numerics;

namespace Chalkline.Ciphers;

/// <summary>What flipping one input bit does to the output, after each number of rounds.</summary>
/// <param name="Rounds">Rounds.</param>
/// <param name="Flipped">Mean share of output bits that flip; one half is what chance does.</param>
/// <param name="Dependent">Share of pairs of input and output bits of which the one was seen to move the other.</param>
public sealed record Avalanche(int Rounds, double Flipped, double Dependent)
{
    /// <summary>Measures a permutation of blocks of bytes.</summary>
    /// <param name="bytes">Bytes of a block.</param>
    /// <param name="rounds">Rounds.</param>
    /// <param name="run">Runs the rounds on a block, in place.</param>
    /// <param name="blocks">Random blocks tried.</param>
    /// <param name="seed">The seed.</param>
    public static Avalanche Measure(int bytes, int rounds, Action<byte[]> run, int blocks, int seed)
    {
        SplitMix random = new((ulong)seed);
        int bits = 8 * bytes;
        byte[] start = new byte[bytes];
        byte[] plain = new byte[bytes];
        byte[] turned = new byte[bytes];
        byte[] moved = new byte[bits * bytes];
        long flips = 0;
        for (int block = 0; block < blocks; block++)
        {
            for (int place = 0; place < bytes; place++)
            {
                start[place] = (byte)random.Next();
            }

            start.CopyTo(plain, 0);
            run(plain);
            for (int bit = 0; bit < bits; bit++)
            {
                start.CopyTo(turned, 0);
                turned[bit / 8] ^= (byte)(1 << (bit % 8));
                run(turned);
                for (int place = 0; place < bytes; place++)
                {
                    byte difference = (byte)(plain[place] ^ turned[place]);
                    flips += BitOperations.PopCount(difference);
                    moved[(bit * bytes) + place] |= difference;
                }
            }
        }

        long dependent = 0;
        foreach (byte each in moved)
        {
            dependent += BitOperations.PopCount(each);
        }

        return new(rounds, flips / ((double)blocks * bits * bits), dependent / ((double)bits * bits));
    }
}
