using MathNet.Numerics.LinearAlgebra;

namespace Chalkline.Ciphers;

/// <summary>Singular values of the Jacobian of a reversible net: what a difference at the input is stretched to.</summary>
/// <param name="Blocks">Blocks.</param>
/// <param name="Largest">Largest singular value.</param>
/// <param name="Median">Median.</param>
/// <param name="Smallest">Smallest; the product of all is 1, since coupling preserves volume.</param>
/// <param name="LogDeterminant">Logarithm of the determinant's size: 0 but for rounding.</param>
public sealed record NetSpectrum(int Blocks, double Largest, double Median, double Smallest, double LogDeterminant)
{
    /// <summary>The spectrum at a random point.</summary>
    /// <param name="blocks">Blocks.</param>
    /// <param name="width">Width of a half.</param>
    /// <param name="gain">Size of what a block adds.</param>
    /// <param name="seed">The seed.</param>
    public static NetSpectrum Of(int blocks, int width, double gain, int seed)
    {
        NetRound round = new(blocks, width, seed, gain, value => value);
        SplitMix random = new((ulong)seed + 1);
        double[] state = new double[2 * width];
        for (int place = 0; place < state.Length; place++)
        {
            state[place] = random.Normal();
        }

        Matrix<double> whole = Matrix<double>.Build.DenseIdentity(2 * width);
        for (int block = 0; block < blocks; block++)
        {
            // (x, y) goes to (y + f(x), x): its Jacobian is [J 1; 1 0].
            double[,] inner = round.Jacobian(block, state.AsSpan(0, width));
            Matrix<double> step = Matrix<double>.Build.Dense(2 * width, 2 * width);
            step.SetSubMatrix(0, 0, Matrix<double>.Build.DenseOfArray(inner));
            step.SetSubMatrix(0, width, Matrix<double>.Build.DenseIdentity(width));
            step.SetSubMatrix(width, 0, Matrix<double>.Build.DenseIdentity(width));
            whole = step * whole;
            Coupling.Forward<double>(state, 1, new Shifted(round, block));
        }

        double[] values = [.. whole.Svd(computeVectors: false).S.Order()];
        return new(blocks, values[^1], values[values.Length / 2], values[0], values.Sum(Math.Log));
    }

    /// <summary>One round of many, as the first.</summary>
    private sealed class Shifted(NetRound round, int at) : IRound<double>
    {
        public void Apply(int number, ReadOnlySpan<double> half, Span<double> result) => round.Apply(at + number, half, result);
    }
}
