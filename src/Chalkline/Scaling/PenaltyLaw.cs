using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Scaling.ScalingSymbols;

namespace Chalkline.Scaling;

/// <summary>
/// A law with what quantisation adds to the loss: L(N, D) + c D^p / N^q. More data makes it worse, so that the loss may
/// rise again with data.
/// </summary>
/// <param name="law">The law without it.</param>
/// <param name="coefficient">c, from 0.</param>
/// <param name="tokenExponent">p, from 0.</param>
/// <param name="parameterExponent">q, from 0.</param>
public sealed class PenaltyLaw(
    IScalingLaw law, double coefficient, double tokenExponent, double parameterExponent) : IScalingLaw
{
    /// <inheritdoc />
    public double Floor => law.Floor;

    /// <summary>What is added, nats a token.</summary>
    public double Penalty(Parameters parameters, Tokens tokens)
        => coefficient * Math.Pow(tokens.Value, tokenExponent) / Math.Pow(parameters.Value, parameterExponent);

    /// <inheritdoc />
    public double Loss<TWork>(Parameters parameters, Tokens tokens, ref TWork work)
        where TWork : struct, IWork
    {
        work.Open("without quantisation");
        double unquantised = law.Loss(parameters, tokens, ref work);
        work.Close();
        double before = work.Given(S.Before, unquantised, name: "before");
        double added = work.Given(S.Penalty, Penalty(parameters, tokens), name: "added");
        return work.Step(S.Loss, before + added);
    }

    /// <inheritdoc />
    public LossSlopes Slopes(Parameters parameters, Tokens tokens)
    {
        LossSlopes slopes = law.Slopes(parameters, tokens);
        double penalty = Penalty(parameters, tokens);
        return new(slopes.Parameters + (parameterExponent * penalty), slopes.Tokens - (tokenExponent * penalty));
    }
}
