using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Scaling.ScalingSymbols;

namespace Chalkline.Scaling;

/// <summary>
/// log10 L = a log10 N + b log10 E' + c log10 N log10 E' + d (Clark et al., arXiv:2202.01169, table 3), for models all
/// trained on one number of tokens: it knows nothing of more or fewer.
/// </summary>
/// <param name="a">Slope of parameters.</param>
/// <param name="b">Slope of experts.</param>
/// <param name="c">Their interaction.</param>
/// <param name="d">Offset.</param>
/// <param name="experts">E', experts after saturation; from 1.</param>
public sealed class RoutedLaw(double a, double b, double c, double d, double experts) : IScalingLaw
{
    /// <inheritdoc />
    public double Floor => 0;

    /// <inheritdoc />
    public double Loss<TWork>(Parameters parameters, Tokens tokens, ref TWork work)
        where TWork : struct, IWork
    {
        double logSize = work.Given(S.RoutedSize, Math.Log10(parameters.Value), name: "logSize");
        double logExperts = work.Given(S.RoutedExperts, Math.Log10(experts), name: "logExperts");
        work.Given(S.RoutedFactors, a);
        work.Given(S.RoutedB, b);
        work.Given(S.RoutedC, c);
        work.Given(S.RoutedD, d);
        return work.Step(S.RoutedLoss, Math.Pow(10, (a * logSize) + (b * logExperts) + (c * logSize * logExperts) + d));
    }

    /// <inheritdoc />
    public LossSlopes Slopes(Parameters parameters, Tokens tokens)
        => new(-(a + (c * Math.Log10(experts))) * this.Loss(parameters, tokens), 0);

    /// <summary>The size beyond which more experts no longer help: b + c log10 N = 0.</summary>
    public Parameters RoutingStopsHelping => new(Math.Pow(10, -b / c));
}
