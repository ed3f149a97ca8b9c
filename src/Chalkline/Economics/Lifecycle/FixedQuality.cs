using Chalkline.Derivations;
using Chalkline.Quantities;
using Chalkline.Scaling;
using S = Chalkline.Economics.Lifecycle.LifecycleSymbols;

namespace Chalkline.Economics.Lifecycle;

/// <summary>
/// The cheapest size and data of a loss when the model is also served: min 6 N (D + D_eq) with L(N, D) fixed (Sardana
/// et al., arXiv:2401.00448), where D_eq are the training tokens that cost as much as all RL and inference.
/// </summary>
public static class FixedQuality
{
    private const double Most = 1e40;

    /// <summary>D_eq = (k eta D_RL + 2 eta D_inf) / 6.</summary>
    /// <param name="request">k and eta.</param>
    /// <param name="rl">Tokens of RL.</param>
    /// <param name="inference">Tokens served.</param>
    public static Tokens Equivalent(LifecycleRequest request, Tokens rl, Tokens inference)
        => (LifecycleBudget.Alpha(request.RolloutWork, request.DecodePenalty) * rl)
            + (LifecycleBudget.Beta(request.DecodePenalty) * inference);

    /// <summary>The cheapest point of a loss: epsilon_N / epsilon_D = 1 + D_eq / D.</summary>
    /// <param name="law">The law.</param>
    /// <param name="loss">The loss to reach.</param>
    /// <param name="equivalent">D_eq; from 0.</param>
    /// <exception cref="ChalkException">No size reaches the loss.</exception>
    public static LawPoint Minimise(IScalingLaw law, double loss, Tokens equivalent)
    {
        // Serving makes size dearer, never cheaper: the optimum lies below the compute-optimal size.
        Parameters most = LawOptimum.OfLoss(law, loss).Parameters;
        Parameters least = law.ParametersFor(loss, new(Most));
        if (!(most > least))
        {
            return new(most, law.TokensFor(loss, most));
        }

        Parameters best = new(LawInverse.Root(size => Gain(law, loss, new(size), equivalent), least.Value, most.Value));
        return new(best, law.TokensFor(loss, best));
    }

    /// <summary>Shows that a point meets the condition.</summary>
    /// <param name="law">The law.</param>
    /// <param name="point">The optimum.</param>
    /// <param name="equivalent">D_eq.</param>
    /// <param name="work">Where the work is shown.</param>
    public static void Show<TWork>(IScalingLaw law, LawPoint point, Tokens equivalent, ref TWork work)
        where TWork : struct, IWork
    {
        LossSlopes slopes = law.Slopes(point.Parameters, point.Tokens);
        Tokens served = work.Given(S.Served, equivalent, name: "served");
        Tokens best = work.Given(S.Best, point.Tokens, name: "best");
        double sizeSlope = work.Given(S.SizeSlope, slopes.Parameters, name: "sizeSlope");
        double dataSlope = work.Given(S.DataSlope, slopes.Tokens, name: "dataSlope");
        work.Step(S.SlopeRatio, sizeSlope / dataSlope);
        work.Step(S.CostRatio, 1 + (served / best));
    }

    /// <summary>
    /// The same condition read backwards: D_eq for which a model's size and data were the cheapest; negative when even
    /// no serving at all would have asked for more data.
    /// </summary>
    /// <param name="law">The law.</param>
    /// <param name="point">The model's size and data.</param>
    public static Tokens Implied(IScalingLaw law, LawPoint point)
        => (law.Slopes(point.Parameters, point.Tokens).Ratio - 1) * point.Tokens;

    /// <summary>
    /// d ln N* and d ln D* for each d ln D_eq at fixed loss, exactly: the condition and the loss differentiated.
    /// </summary>
    /// <param name="law">The law.</param>
    /// <param name="point">The optimum.</param>
    public static (double Parameters, double Tokens) Elasticity(IScalingLaw law, LawPoint point)
    {
        double ratio = law.Slopes(point.Parameters, point.Tokens).Ratio;
        (double ofSize, double ofData) = Curvature(law, point);

        // ln R moves by -ofSize d ln N + ofData d ln D; on a line of equal loss d ln D = -R d ln N.
        double size = -(ratio - 1) / ratio / (ofSize + (ratio * ofData) + ratio - 1);
        return (size, -ratio * size);
    }

    /// <summary>-d ln R/d ln N and d ln R/d ln D: alpha and beta of a sum of two powers.</summary>
    private static (double OfSize, double OfData) Curvature(IScalingLaw law, LawPoint point)
    {
        const double Step = 1e-4;
        return (
            (At(-Step, 0) - At(Step, 0)) / (2 * Step),
            (At(0, Step) - At(0, -Step)) / (2 * Step));

        double At(double size, double data) => Math.Log(law.Slopes(
            Math.Exp(size) * point.Parameters, Math.Exp(data) * point.Tokens).Ratio);
    }

    /// <summary>Positive where a larger model is still cheaper.</summary>
    private static double Gain(IScalingLaw law, double loss, Parameters size, Tokens equivalent)
    {
        Tokens data = law.TokensFor(loss, size);
        return law.Slopes(size, data).Ratio - 1 - (equivalent / data);
    }
}
