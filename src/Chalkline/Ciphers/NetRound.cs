namespace Chalkline.Ciphers;

/// <summary>A residual block as a round: W2 tanh(W1 x), with weights drawn from a seed, in a number format.</summary>
public sealed class NetRound : IRound<double>
{
    private readonly double[][] _first;
    private readonly double[][] _second;
    private readonly Func<double, double> _rounding;

    /// <summary>Draws the weights.</summary>
    /// <param name="rounds">Blocks.</param>
    /// <param name="width">Width of a half.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="gain">Size of what a block adds, against its input.</param>
    /// <param name="rounding">What every product's result is rounded to.</param>
    public NetRound(int rounds, int width, int seed, double gain, Func<double, double> rounding)
    {
        SplitMix random = new((ulong)seed);
        _first = new double[rounds][];
        _second = new double[rounds][];
        _rounding = rounding;
        for (int round = 0; round < rounds; round++)
        {
            _first[round] = Draw(ref random, width, 1);
            _second[round] = Draw(ref random, width, gain);
        }
    }

    /// <inheritdoc />
    public void Apply(int round, ReadOnlySpan<double> half, Span<double> result)
    {
        int width = half.Length;
        double[] hidden = new double[width];
        Multiply(_first[round], half, hidden);
        for (int place = 0; place < width; place++)
        {
            hidden[place] = _rounding(Math.Tanh(_rounding(hidden[place])));
        }

        Multiply(_second[round], hidden, result);
        for (int place = 0; place < width; place++)
        {
            result[place] = _rounding(result[place]);
        }
    }

    /// <summary>The Jacobian of one block at a point: W2 diag(1 - tanh^2) W1, row by row.</summary>
    public double[,] Jacobian(int round, ReadOnlySpan<double> half)
    {
        int width = half.Length;
        double[] hidden = new double[width];
        Multiply(_first[round], half, hidden);
        double[,] slopes = new double[width, width];
        for (int inner = 0; inner < width; inner++)
        {
            double tanh = Math.Tanh(hidden[inner]);
            double slope = 1 - (tanh * tanh);
            for (int row = 0; row < width; row++)
            {
                double through = _second[round][(row * width) + inner] * slope;
                for (int column = 0; column < width; column++)
                {
                    slopes[row, column] += through * _first[round][(inner * width) + column];
                }
            }
        }

        return slopes;
    }

    private static double[] Draw(ref SplitMix random, int width, double gain)
    {
        double[] matrix = new double[width * width];
        double scale = gain / Math.Sqrt(width);
        for (int place = 0; place < matrix.Length; place++)
        {
            matrix[place] = scale * random.Normal();
        }

        return matrix;
    }

    private static void Multiply(double[] matrix, ReadOnlySpan<double> vector, Span<double> result)
    {
        int width = vector.Length;
        for (int row = 0; row < width; row++)
        {
            double sum = 0;
            int start = row * width;
            for (int column = 0; column < width; column++)
            {
                sum += matrix[start + column] * vector[column];
            }

            result[row] = sum;
        }
    }
}
