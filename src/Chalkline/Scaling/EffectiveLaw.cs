using Chalkline.Derivations;
using Chalkline.Quantities;
using S = Chalkline.Scaling.ScalingSymbols;

namespace Chalkline.Scaling;

/// <summary>A law in which parameters and tokens count for more or less: L(e_N N, e_D D).</summary>
/// <param name="law">The law.</param>
/// <param name="parameterEfficiency">e_N, what a parameter counts for; more than 0.</param>
/// <param name="tokenEfficiency">e_D, what a token counts for; more than 0.</param>
public sealed class EffectiveLaw(IScalingLaw law, double parameterEfficiency, double tokenEfficiency) : IScalingLaw
{
    /// <inheritdoc />
    public double Floor => law.Floor;

    /// <summary>e_N.</summary>
    public double ParameterEfficiency => parameterEfficiency;

    /// <summary>e_D.</summary>
    public double TokenEfficiency => tokenEfficiency;

    /// <inheritdoc />
    public double Loss<TWork>(Parameters parameters, Tokens tokens, ref TWork work)
        where TWork : struct, IWork
    {
        double real = work.Given(S.RealSize, parameters.Value, name: "real");
        double read = work.Given(S.RealData, tokens.Value, name: "read");
        double ofParameter = work.Given(S.ParameterEfficiency, parameterEfficiency, name: "ofParameter");
        double ofToken = work.Given(S.TokenEfficiency, tokenEfficiency, name: "ofToken");
        double counted = work.Step(S.EffectiveSize, ofParameter * real);
        double learned = work.Step(S.EffectiveData, ofToken * read);
        return law.Loss(new(counted), new(learned), ref work);
    }

    /// <inheritdoc />
    public LossSlopes Slopes(Parameters parameters, Tokens tokens)
        => law.Slopes(parameterEfficiency * parameters, tokenEfficiency * tokens);

    /// <inheritdoc />
    public Tokens TokensFor(double loss, Parameters parameters)
        => law.TokensFor(loss, parameterEfficiency * parameters) / tokenEfficiency;

    /// <inheritdoc />
    public Parameters ParametersFor(double loss, Tokens tokens)
        => law.ParametersFor(loss, tokenEfficiency * tokens) / parameterEfficiency;
}
