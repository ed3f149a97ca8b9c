using MathNet.Numerics.LinearAlgebra;

namespace Chalkline.Deduction;

/// <summary>
/// What a logarithm is on average at given sizes: a cubic in the logarithms of active parameters, total parameters and
/// KV bytes, fitted to the draws themselves.
/// </summary>
/// <remarks>
/// The mean over operating points at each draw's own sizes would take hundreds of costs a draw; the draws next to it
/// have these already.
/// </remarks>
internal static class SizeTrend
{
    private const int Terms = 20;

    /// <summary>Draws the cubics are fitted to at most.</summary>
    private const int Enough = 1 << 14;

    /// <summary>Holds coefficients finite where sizes are given and so all alike.</summary>
    private const double Ridge = 1e-6;

    /// <summary>The means of two columns at every draw.</summary>
    /// <param name="set">The draws; those that cannot be are left out.</param>
    /// <param name="first">A column.</param>
    /// <param name="second">Another.</param>
    public static (double[] First, double[] Second) Of(ParticleSet set, Func<int, double> first, Func<int, double> second)
    {
        int[] used = [.. Enumerable.Range(0, set.Count).Where(n => set.Weight[n] > double.NegativeInfinity).Take(Enough)];
        (double Mean, double Scale)[] sizes =
            [Scale(set.Active, used), Scale(set.Total, used), Scale(set.KeyValue, used)];
        double[,] normal = new double[Terms, Terms];
        double[,] right = new double[Terms, 2];
        Span<double> terms = stackalloc double[Terms];
        foreach (int n in used)
        {
            Fill(set, n, sizes, terms);
            double one = first(n);
            double two = second(n);
            for (int i = 0; i < Terms; i++)
            {
                right[i, 0] += terms[i] * one;
                right[i, 1] += terms[i] * two;
                for (int j = 0; j <= i; j++)
                {
                    normal[i, j] += terms[i] * terms[j];
                }
            }
        }

        for (int i = 0; i < Terms; i++)
        {
            normal[i, i] += Ridge * Math.Max(1, used.Length);
            for (int j = 0; j < i; j++)
            {
                normal[j, i] = normal[i, j];
            }
        }

        Matrix<double> solved = Matrix<double>.Build.DenseOfArray(normal).Cholesky()
            .Solve(Matrix<double>.Build.DenseOfArray(right));
        double[] a = solved.Column(0).ToArray();
        double[] b = solved.Column(1).ToArray();
        double[] means = new double[set.Count];
        double[] others = new double[set.Count];
        for (int n = 0; n < set.Count; n++)
        {
            Fill(set, n, sizes, terms);
            for (int i = 0; i < Terms; i++)
            {
                means[n] += a[i] * terms[i];
                others[n] += b[i] * terms[i];
            }
        }

        return (means, others);
    }

    private static (double Mean, double Scale) Scale(double[] values, int[] used)
    {
        double mean = used.Sum(n => values[n]) / Math.Max(1, used.Length);
        double square = used.Sum(n => (values[n] - mean) * (values[n] - mean)) / Math.Max(1, used.Length);
        return (mean, Math.Max(1e-3, Math.Sqrt(square)));
    }

    private static void Fill(ParticleSet set, int n, (double Mean, double Scale)[] sizes, Span<double> terms)
    {
        double x = (set.Active[n] - sizes[0].Mean) / sizes[0].Scale;
        double y = (set.Total[n] - sizes[1].Mean) / sizes[1].Scale;
        double z = (set.KeyValue[n] - sizes[2].Mean) / sizes[2].Scale;
        terms[0] = 1;
        terms[1] = x;
        terms[2] = y;
        terms[3] = z;
        terms[4] = x * x;
        terms[5] = x * y;
        terms[6] = x * z;
        terms[7] = y * y;
        terms[8] = y * z;
        terms[9] = z * z;
        terms[10] = x * x * x;
        terms[11] = x * x * y;
        terms[12] = x * x * z;
        terms[13] = x * y * y;
        terms[14] = x * y * z;
        terms[15] = x * z * z;
        terms[16] = y * y * y;
        terms[17] = y * y * z;
        terms[18] = y * z * z;
        terms[19] = z * z * z;
    }
}
