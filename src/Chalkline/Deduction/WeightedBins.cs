namespace Chalkline.Deduction;

/// <summary>
/// Weighted draws of one quantity's logarithm in equal bins: quantiles, densities and divergences from them.
/// </summary>
internal sealed class WeightedBins
{
    /// <summary>Bins of quantiles and densities.</summary>
    private const int Fine = 512;

    /// <summary>Fine bins of one bin in which divergences are taken, so that few draws do not look like news.</summary>
    private const int Together = 8;

    private readonly double[] _shares = new double[Fine];
    private readonly double _from;
    private readonly double _width;

    public WeightedBins(double from, double to)
    {
        _from = from;
        _width = Math.Max(to - from, 1e-9) / Fine;
    }

    /// <summary>Puts all draws in their bins.</summary>
    public void Fill(ReadOnlySpan<double> values, ReadOnlySpan<double> weights)
    {
        double sum = 0;
        Array.Clear(_shares);
        for (int i = 0; i < values.Length; i++)
        {
            if (weights[i] > 0)
            {
                _shares[Math.Clamp((int)((values[i] - _from) / _width), 0, Fine - 1)] += weights[i];
                sum += weights[i];
            }
        }

        for (int i = 0; i < Fine; i++)
        {
            _shares[i] /= sum;
        }
    }

    /// <summary>The value below which a share of the draws lies, between bins by straight line.</summary>
    public double Quantile(double share)
    {
        double below = 0;
        for (int i = 0; i < Fine; i++)
        {
            if (below + _shares[i] >= share)
            {
                return _from + (_width * (i + ((share - below) / Math.Max(_shares[i], 1e-300))));
            }

            below += _shares[i];
        }

        return _from + (_width * Fine);
    }

    /// <summary>The share of draws below a value.</summary>
    public double Below(double value)
    {
        double place = Math.Clamp((value - _from) / _width, 0, Fine);
        int whole = Math.Min((int)place, Fine - 1);
        double below = (place - whole) * _shares[whole];
        for (int i = 0; i < whole; i++)
        {
            below += _shares[i];
        }

        return below;
    }

    /// <summary>Divergence from another in bits: how much was learnt on the way from it.</summary>
    public double BitsFrom(WeightedBins other)
    {
        double bits = 0;
        for (int i = 0; i < Fine; i += Together)
        {
            double here = Sum(_shares, i);
            double there = Sum(other._shares, i);
            if (here > 0)
            {
                bits += here * Math.Log2(here / Math.Max(there, 1e-6));
            }
        }

        return Math.Max(0, bits);
    }

    /// <summary>The density of the logarithm at the middle of bins, smoothed over a fifth of the spread.</summary>
    /// <param name="every">Fine bins from one point to the next.</param>
    public (double At, double Density)[] Density(int every)
    {
        double spread = (Quantile(0.84) - Quantile(0.16)) / 2;
        double over = Math.Max(spread / 5, 1.5 * _width);
        int reach = Math.Min(Fine, (int)Math.Ceiling(4 * over / _width));
        double[] kernel = new double[reach + 1];
        double sum = 0;
        for (int k = 0; k <= reach; k++)
        {
            kernel[k] = Math.Exp(-0.5 * Math.Pow(k * _width / over, 2));
            sum += k == 0 ? kernel[k] : 2 * kernel[k];
        }

        (double, double)[] points = new (double, double)[Fine / every];
        for (int p = 0; p < points.Length; p++)
        {
            int middle = (p * every) + (every / 2);
            double density = 0;
            for (int i = middle - reach; i <= middle + reach; i++)
            {
                // What would spill over an end of the range is thrown back, so that nothing is lost.
                int inside = i < 0 ? -i - 1 : i >= Fine ? (2 * Fine) - 1 - i : i;
                density += _shares[Math.Clamp(inside, 0, Fine - 1)] * kernel[Math.Abs(i - middle)];
            }

            points[p] = (_from + (_width * (middle + 0.5)), density / sum / _width);
        }

        return points;
    }

    private static double Sum(double[] shares, int from)
    {
        double sum = 0;
        for (int i = from; i < from + Together; i++)
        {
            sum += shares[i];
        }

        return sum;
    }
}
