using Chalkline.Quantities;

namespace Chalkline.Scaling;

/// <summary>Inverts any law by halving intervals: the plain way, where a law has no closed form.</summary>
internal static class LawInverse
{
    private const double Most = 1e40;

    // Forty decades halved so often are less than the last digit of a double.
    private const int Halvings = 70;

    /// <summary>Fewest tokens that reach a loss; infinite when no number does.</summary>
    public static Tokens Tokens(IScalingLaw law, double loss, Parameters parameters) => new(Least(
        tokens => law.Loss(parameters, new(tokens)),
        tokens => law.Slopes(parameters, new(tokens)).Tokens,
        loss));

    /// <summary>Fewest parameters that reach a loss; infinite when no number does.</summary>
    public static Parameters Parameters(IScalingLaw law, double loss, Tokens tokens) => new(Least(
        parameters => law.Loss(new(parameters), tokens),
        parameters => law.Slopes(new(parameters), tokens).Parameters,
        loss));

    /// <summary>Where a function that falls changes its sign, on a logarithmic scale.</summary>
    public static double Root(Func<double, double> falling, double low, double high)
    {
        double below = Math.Log(low);
        double above = Math.Log(high);
        for (int i = 0; i < Halvings && above > below; i++)
        {
            double middle = (below + above) / 2;
            if (falling(Math.Exp(middle)) > 0)
            {
                below = middle;
            }
            else
            {
                above = middle;
            }
        }

        return Math.Exp((below + above) / 2);
    }

    private static double Least(Func<double, double> loss, Func<double, double> slope, double wanted)
    {
        // Where more does harm, as data does to a model quantised afterwards, only the falling branch is searched.
        double high = slope(Most) >= 0 ? Most : Root(slope, 1, Most);
        return loss(high) > wanted ? double.PositiveInfinity : Root(x => loss(x) - wanted, 1, high);
    }
}
