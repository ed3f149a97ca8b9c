using Chalkline.Quantities;
using Chalkline.Scaling;

namespace Chalkline.Codesign.Quality;

/// <summary>How a measured change of loss reads under a scaling law: which size has that loss.</summary>
/// <param name="Law">The law.</param>
/// <param name="Parameters">N of the model that was changed, as the law counts them.</param>
/// <param name="Tokens">D it was trained on.</param>
public sealed record QualityChange(ScalingLaw Law, Parameters Parameters, Tokens Tokens)
{
    /// <summary>Compute that makes up for one percent of loss: 22 % (Kaplan et al. 2020, figure 5).</summary>
    public const double ComputePerPercent = 0.22;

    private IScalingLaw Form => Law.OfActive(LawSetting.Dense, 1);

    /// <summary>Loss of the model as the law has it, nats a token.</summary>
    public double Loss => Form.Loss(Parameters, Tokens);

    /// <summary>The mark every figure of this change bears: unconfirmed constants, extrapolation; empty for none.</summary>
    public string Mark => Law.Mark(Parameters, Tokens, LawSetting.Dense, 1);

    /// <summary>The mark of a size, which may lie outside where the model does not.</summary>
    public string MarkOf(Parameters size) => Law.Mark(size, Tokens, LawSetting.Dense, 1);

    /// <summary>The size whose loss stands to this model's as 1 to a ratio.</summary>
    /// <param name="ratio">Loss of the model over loss of the candidate: 0.97 for "97 % as good".</param>
    /// <exception cref="ChalkException">No size reaches such a loss.</exception>
    public Parameters Equivalent(double ratio) => EquivalentOfLoss(Loss / ratio);

    /// <summary>The size that has a loss with the same data.</summary>
    /// <exception cref="ChalkException">No size reaches it.</exception>
    public Parameters EquivalentOfLoss(double loss)
    {
        Parameters found = Form.ParametersFor(loss, Tokens);
        return double.IsFinite(found.Value) ? found : throw new ChalkException(FormattableString.Invariant(
            $"No size of {Law.Id} on {Tokens} has a loss of {loss:G6}; its own models start at {Form.Loss(new(1e30), Tokens):G6}."));
    }

    /// <summary>e_N that a loss ratio amounts to: equivalent over real parameters.</summary>
    public double Efficiency(double ratio) => Equivalent(ratio) / Parameters;

    /// <summary>Loss if every parameter counted for e_N and every token for e_D, over the loss as it is, less one.</summary>
    public double LossChange(IsoLoss change)
        => (new EffectiveLaw(Form, change.Parameters, change.Tokens).Loss(Parameters, Tokens) / Loss) - 1;

    /// <summary>
    /// Compute that makes up for a relative rise of loss, as Kaplan et al. found it for small ones: 1.22 a percent,
    /// compounding.
    /// </summary>
    /// <param name="rise">Relative rise of the loss; 0.01 is one percent.</param>
    public static double ComputeFor(double rise) => Math.Pow(1 + ComputePerPercent, 100 * rise);
}
