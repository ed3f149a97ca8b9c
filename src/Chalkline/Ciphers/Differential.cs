namespace Chalkline.Ciphers;

/// <summary>How likely the likeliest output difference of an input difference is: what differential cryptanalysis lives on.</summary>
public static class Differential
{
    /// <summary>Halves of the toy cipher, bits: small enough that every input is tried.</summary>
    public const int HalfBits = 8;

    private const int Blocks = 1 << (2 * HalfBits);

    /// <summary>
    /// Largest probability over output differences, for an input difference, of a toy Feistel cipher with AES's substitution as its
    /// round function: exact, over all 65,536 inputs.
    /// </summary>
    /// <param name="rounds">Rounds, from 0.</param>
    /// <param name="difference">Input difference, 1 to 65,535.</param>
    /// <param name="seed">Seed of the round keys.</param>
    public static double Likeliest(int rounds, int difference, int seed)
    {
        byte[] keys = Keys(rounds, seed);
        int[] counts = new int[Blocks];
        for (int block = 0; block < Blocks; block++)
        {
            counts[Run(block, keys) ^ Run(block ^ difference, keys)]++;
        }

        int most = 0;
        foreach (int count in counts)
        {
            most = Math.Max(most, count);
        }

        return most / (double)Blocks;
    }

    /// <summary>Largest entry of AES's difference table, over 256: four.</summary>
    public static double OfSubstitution()
    {
        int most = 0;
        for (int difference = 1; difference < 256; difference++)
        {
            int[] counts = new int[256];
            for (int value = 0; value < 256; value++)
            {
                counts[Aes.Substitute((byte)value) ^ Aes.Substitute((byte)(value ^ difference))]++;
            }

            most = Math.Max(most, counts.Max());
        }

        return most / 256.0;
    }

    private static byte[] Keys(int rounds, int seed)
    {
        SplitMix random = new((ulong)seed);
        byte[] keys = new byte[rounds];
        for (int round = 0; round < rounds; round++)
        {
            keys[round] = (byte)random.Next();
        }

        return keys;
    }

    private static int Run(int block, byte[] keys)
    {
        int x = block >> HalfBits;
        int y = block & 0xFF;
        foreach (byte key in keys)
        {
            (x, y) = ((y ^ Aes.Substitute((byte)(x ^ key))) & 0xFF, x);
        }

        return (x << HalfBits) | y;
    }
}
