using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Optimization;

namespace Chalkline.Calibration;

/// <summary>
/// Fits the parameters of a kernel family to measured times: least sum of a robust loss of the logarithmic error, so
/// that a fast kernel counts as much as a slow one and a few odd rows do not decide. Parameters move between their
/// physical limits on a logistic scale of their logarithm.
/// </summary>
public static class KernelFit
{
    /// <summary>Where the loss turns from square to linear: a logarithmic error of 15 %.</summary>
    private const double Knee = 0.15;

    /// <summary>A measured kernel on its device.</summary>
    public readonly record struct Sample(KernelWork Work, KernelDevice Device, double Time);

    /// <summary>Fits a family.</summary>
    /// <param name="model">The family.</param>
    /// <param name="samples">What was measured; all covered by the family.</param>
    /// <param name="prior">Values to lean on where the samples say little; null to start from the family's own.</param>
    /// <param name="pull">
    /// How many samples' worth of evidence the prior is: a parameter's logarithm is pulled to the prior's as if that many
    /// samples had said so with an error of the knee.
    /// </param>
    public static double[] Fit(
        KernelModel model, IReadOnlyList<Sample> samples, ReadOnlySpan<double> prior = default, double pull = 0)
    {
        double[] start = prior.IsEmpty ? [.. model.Parameters.Select(parameter => parameter.Start)] : prior.ToArray();
        double[] values = new double[start.Length];
        Vector<double> best = Pack(model, start);
        double least = double.PositiveInfinity;
        double Objective(Vector<double> point)
        {
            Unpack(model, point, values);
            double loss = 0;
            foreach (Sample sample in samples)
            {
                double error = Math.Log(model.Time(sample.Work, sample.Device, values) / sample.Time);
                loss += double.IsFinite(error) ? Huber(error) : 1e6;
            }

            for (int i = 0; i < values.Length; i++)
            {
                double away = Math.Log(values[i] / start[i]);
                loss += pull * away * away / 2;
            }

            // Kept here, because the minimiser gives up without its best point when it runs out of iterations.
            if (loss < least)
            {
                (best, least) = (point.Clone(), loss);
            }

            return loss;
        }

        IObjectiveFunction objective = ObjectiveFunction.Value(Objective);
        _ = Objective(best);
        for (int round = 0; round < 6; round++)
        {
            double before = least;
            Minimise(objective, best, round % 2 == 0 ? 0.6 : 0.15);
            if (!(least < before * (1 - 1e-6)))
            {
                break;
            }
        }

        Unpack(model, best, values);
        return values;
    }

    private static void Minimise(IObjectiveFunction objective, Vector<double> from, double step)
    {
        try
        {
            _ = new NelderMeadSimplex(1e-9, 4000).FindMinimum(objective, from, Vector<double>.Build.Dense(from.Count, step));
        }
        catch (MaximumIterationsException)
        {
            // The best point seen stands.
        }
    }

    private static double Huber(double error)
    {
        double size = Math.Abs(error);
        return size <= Knee ? size * size / 2 : Knee * (size - (Knee / 2));
    }

    private static Vector<double> Pack(KernelModel model, double[] values)
    {
        Vector<double> point = Vector<double>.Build.Dense(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            KernelParameter parameter = model.Parameters[i];
            double share = Math.Log(values[i] / parameter.Least) / Math.Log(parameter.Most / parameter.Least);
            share = Math.Clamp(share, 0.01, 0.99);
            point[i] = Math.Log(share / (1 - share));
        }

        return point;
    }

    private static void Unpack(KernelModel model, Vector<double> point, double[] values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            KernelParameter parameter = model.Parameters[i];
            double share = 1 / (1 + Math.Exp(-point[i]));
            values[i] = parameter.Least * Math.Pow(parameter.Most / parameter.Least, share);
        }
    }
}
