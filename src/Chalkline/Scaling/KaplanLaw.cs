using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Scaling.ScalingSymbols;

namespace Chalkline.Scaling;

/// <summary>L = [(N_c/N)^(alpha_N/alpha_D) + D_c/D]^alpha_D (Kaplan et al., arXiv:2001.08361, eq. 1.5).</summary>
/// <param name="parameterScale">N_c, non-embedding parameters.</param>
/// <param name="parameterExponent">alpha_N.</param>
/// <param name="tokenScale">D_c, tokens.</param>
/// <param name="tokenExponent">alpha_D.</param>
public sealed class KaplanLaw(
    double parameterScale, double parameterExponent, double tokenScale, double tokenExponent) : IScalingLaw
{
    /// <inheritdoc />
    public double Floor => 0;

    /// <inheritdoc />
    public double Loss<TWork>(Parameters parameters, Tokens tokens, ref TWork work)
        where TWork : struct, IWork
    {
        double size = work.Given(S.Size, parameters.Value, name: "size");
        double data = work.Given(S.Data, tokens.Value, name: "data");
        double sizeScale = work.Given(S.SizeScale, parameterScale, name: "sizeScale");
        double dataScale = work.Given(S.DataScale, tokenScale, name: "dataScale");
        double jointExponent = work.Given(S.JointExponent, tokenExponent, name: "jointExponent");
        double exponentRatio = work.Given(S.ExponentRatio, parameterExponent / tokenExponent, name: "exponentRatio");
        return work.Step(
            S.KaplanLoss, Math.Pow(Math.Pow(sizeScale / size, exponentRatio) + (dataScale / data), jointExponent));
    }

    /// <inheritdoc />
    public LossSlopes Slopes(Parameters parameters, Tokens tokens)
    {
        double ofSize = Math.Pow(parameterScale / parameters.Value, parameterExponent / tokenExponent);
        double ofData = tokenScale / tokens.Value;
        double each = Math.Pow(ofSize + ofData, tokenExponent - 1);
        return new(parameterExponent * each * ofSize, tokenExponent * each * ofData);
    }
}
