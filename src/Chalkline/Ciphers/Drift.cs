namespace Chalkline.Ciphers;

/// <summary>How far a reversible net comes back from where it began, after running forward and backward.</summary>
/// <param name="Blocks">Blocks.</param>
/// <param name="Relative">Root mean square of the difference, over that of the input; 0 where every bit returns.</param>
/// <param name="Exact">Whether every number returns as it was.</param>
public sealed record Drift(int Blocks, double Relative, bool Exact)
{
    /// <summary>Runs a net in a format there and back.</summary>
    /// <param name="format">The format that every sum and product is rounded to.</param>
    /// <param name="blocks">Blocks.</param>
    /// <param name="width">Width of a half.</param>
    /// <param name="gain">Size of what a block adds.</param>
    /// <param name="seed">The seed.</param>
    public static Drift Of(RoundedFormat format, int blocks, int width, double gain, int seed)
    {
        NetRound round = new(blocks, width, seed, gain, format.Round);
        SplitMix random = new((ulong)seed + 1);
        double[] start = new double[2 * width];
        for (int place = 0; place < start.Length; place++)
        {
            start[place] = format.Round(random.Normal());
        }

        double[] state = [.. start];
        Coupling.Forward<double>(state, blocks, round, format.Round);
        Coupling.Backward<double>(state, blocks, round, format.Round);
        return Between(blocks, start, state);
    }

    /// <summary>
    /// The same net in fixed point: halves are 32-bit integers, what a block adds is rounded to one before it is added. Sums wrap and
    /// come back bit by bit.
    /// </summary>
    public static Drift OfIntegers(int blocks, int width, double gain, int seed)
    {
        SplitMix random = new((ulong)seed + 1);
        int[] start = new int[2 * width];
        for (int place = 0; place < start.Length; place++)
        {
            start[place] = FixedRound.ToFixed(random.Normal());
        }

        int[] state = [.. start];
        FixedRound round = new(new(blocks, width, seed, gain, value => value), width);
        Coupling.Forward<int>(state, blocks, round);
        Coupling.Backward<int>(state, blocks, round);
        return Between(blocks, [.. start.Select(value => (double)value)], [.. state.Select(value => (double)value)]);
    }

    /// <summary>A Feistel cipher there and back: bits that differ.</summary>
    public static Drift OfCipher(int rounds, int words, int seed)
    {
        SplitMix random = new((ulong)seed + 1);
        uint[] start = new uint[2 * words];
        for (int place = 0; place < start.Length; place++)
        {
            start[place] = (uint)random.Next();
        }

        uint[] state = [.. start];
        FeistelRound round = new(rounds, seed);
        Coupling.Forward<uint>(state, rounds, round);
        Coupling.Backward<uint>(state, rounds, round);
        return Between(rounds, [.. start.Select(value => (double)value)], [.. state.Select(value => (double)value)]);
    }

    private static Drift Between(int blocks, double[] start, double[] end)
    {
        double squares = 0;
        double size = 0;
        for (int place = 0; place < start.Length; place++)
        {
            squares += (end[place] - start[place]) * (end[place] - start[place]);
            size += start[place] * start[place];
        }

        return new(blocks, Math.Sqrt(squares / size), start.AsSpan().SequenceEqual(end));
    }

    /// <summary>A net's block between fixed-point halves.</summary>
    private sealed class FixedRound(NetRound net, int width) : IRound<int>
    {
        private const double Scale = 1 << 20;

        private readonly double[] _half = new double[width];
        private readonly double[] _added = new double[width];

        public static int ToFixed(double value) => (int)Math.Clamp(Math.Round(value * Scale), int.MinValue, int.MaxValue);

        public void Apply(int round, ReadOnlySpan<int> half, Span<int> result)
        {
            for (int place = 0; place < half.Length; place++)
            {
                _half[place] = half[place] / Scale;
            }

            net.Apply(round, _half, _added);
            for (int place = 0; place < half.Length; place++)
            {
                result[place] = ToFixed(_added[place]);
            }
        }
    }
}
